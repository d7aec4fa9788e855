package org.postern.storage.inval;

import java.lang.foreign.MemorySegment;
import org.postern.storage.shmem.Words;

/**
 * The area of the queue:
 *
 * <pre>
 *   0        64                   16384
 *   +--------+----------+---------+--------------------------------------
 *   |reserved| published| unused  | ring of messages, 16 bytes each
 *   +--------+----------+---------+--------------------------------------
 *   message: database 4 | catalog 4 | relation 4 | unused 4
 * </pre>
 *
 * Both counters count messages since the segment was made. A writer, under SInvalWrite, raises
 * {@code reserved} before it touches the ring and {@code published} afterwards. A reader copies
 * messages below {@code published} and then looks at {@code reserved}: what it copied is good
 * unless the ring was lapped meanwhile.
 */
final class InvalidationQueueLayout {
  private static final long RESERVED = 0;
  private static final long PUBLISHED = RESERVED + 64;
  static final long RING = 16 * 1024;

  private InvalidationQueueLayout() {}

  static long reserved(MemorySegment shm, long base) {
    return Words.longVolatile(shm, base + RESERVED);
  }

  static void setReserved(MemorySegment shm, long base, long value) {
    Words.setLongVolatile(shm, base + RESERVED, value);
  }

  static long published(MemorySegment shm, long base) {
    return Words.longAcquire(shm, base + PUBLISHED);
  }

  static void setPublished(MemorySegment shm, long base, long value) {
    Words.setLongVolatile(shm, base + PUBLISHED, value);
  }
}
