package org.postern.storage.buffer;

import java.lang.foreign.MemorySegment;
import org.postern.storage.lwlock.LwLockLayout;
import org.postern.storage.shmem.ShmemConfig;
import org.postern.storage.shmem.Words;

/**
 * One buffer's descriptor: a cache line.
 *
 * <pre>
 *   0        8        12      16          24      28     32             48     52       56      60
 *  +--------+--------+-------+-----------+-------+------+--------------+------+--------+-------+
 *  | state  | spcOid | dbOid | relNumber | block | fork | content lock | next | waiter | ioWake|
 *  +--------+--------+-------+-----------+-------+------+--------------+------+--------+-------+
 *
 *  state:  63      48 47       36 35   32 31       16 15        0
 *         | ioOwner  | flags     | usage | refcount  | sequence  |
 * </pre>
 *
 * Who may change what:
 *
 * <ul>
 *   <li>{@code state}: by compare-and-set only, in {@link BufferState}, {@link BufferPins} and
 *       {@link BufferRepair}. {@code refcount} counts the processes that have a pin; {@code
 *       ioOwner} is the slot + 1 that reads or writes the page; {@code sequence} grows with each
 *       change.
 *   <li>tag (spcOid to fork): by the one who holds the only pin while {@link BufferState#TAG_VALID}
 *       is off. That flag changes under the exclusive lock of the tag's mapping partition.
 *   <li>{@code next}: chain of the hash bucket, buffer + 1, under the partition's exclusive lock.
 *   <li>{@code waiter}: slot + 1 that waits to be the only one with a pin.
 *   <li>{@code ioWake}: futex of those who wait for the end of an I/O.
 * </ul>
 */
public final class BufferDescriptorLayout {
  public static final int STATE = 0;
  public static final int SPC_OID = STATE + 8;
  public static final int DB_OID = SPC_OID + 4;
  public static final int REL_NUMBER = DB_OID + 4;
  public static final int BLOCK = REL_NUMBER + 8;
  public static final int FORK = BLOCK + 4;
  public static final int CONTENT_LOCK = FORK + 4;
  public static final int NEXT = CONTENT_LOCK + LwLockLayout.SIZE;
  public static final int WAITER = NEXT + 4;
  public static final int IO_WAKE = WAITER + 4;
  public static final int RESERVED = IO_WAKE + 4;
  public static final int SIZE = RESERVED + 4;

  static {
    if (SIZE != ShmemConfig.BUFFER_DESCRIPTOR_BYTES || CONTENT_LOCK % 8 != 0) {
      throw new AssertionError("buffer descriptor layout: size=" + SIZE);
    }
  }

  private BufferDescriptorLayout() {}

  static long stateAcquire(MemorySegment shm, long base) {
    return Words.longAcquire(shm, base + STATE);
  }

  static boolean casState(MemorySegment shm, long base, long expected, long value) {
    return Words.casLong(shm, base + STATE, expected, BufferState.next(value));
  }

  static int spcOid(MemorySegment shm, long base) {
    return Words.intPlain(shm, base + SPC_OID);
  }

  static int dbOid(MemorySegment shm, long base) {
    return Words.intPlain(shm, base + DB_OID);
  }

  static long relNumber(MemorySegment shm, long base) {
    return Words.longPlain(shm, base + REL_NUMBER);
  }

  static long block(MemorySegment shm, long base) {
    return Words.intPlain(shm, base + BLOCK) & 0xFFFFFFFFL;
  }

  static int fork(MemorySegment shm, long base) {
    return Words.intPlain(shm, base + FORK);
  }

  static void tag(
      MemorySegment shm, long base, int spcOid, int dbOid, long relNumber, int fork, long block) {
    Words.setIntPlain(shm, base + SPC_OID, spcOid);
    Words.setIntPlain(shm, base + DB_OID, dbOid);
    Words.setLongPlain(shm, base + REL_NUMBER, relNumber);
    Words.setIntPlain(shm, base + BLOCK, (int) block);
    Words.setIntPlain(shm, base + FORK, fork);
  }

  static boolean hasTag(
      MemorySegment shm, long base, int spcOid, int dbOid, long relNumber, int fork, long block) {
    return relNumber(shm, base) == relNumber
        && Words.intPlain(shm, base + BLOCK) == (int) block
        && fork(shm, base) == fork
        && dbOid(shm, base) == dbOid
        && spcOid(shm, base) == spcOid;
  }

  static int nextAcquire(MemorySegment shm, long base) {
    return Words.intAcquire(shm, base + NEXT);
  }

  static void nextRelease(MemorySegment shm, long base, int value) {
    Words.setIntRelease(shm, base + NEXT, value);
  }
}
