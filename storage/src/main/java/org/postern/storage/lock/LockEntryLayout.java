package org.postern.storage.lock;

import java.lang.foreign.MemorySegment;
import org.postern.storage.proc.ProcSlotLayout;
import org.postern.storage.shmem.Words;

/**
 * One heavyweight lock of one process, in its slot: what it holds and what it waits for.
 *
 * <pre>
 *   0          8          16                        24         28         32
 *  +----------+----------+-------------------------+----------+----------+------------+
 *  | tag high | tag low  | word                    | next     | reserved | ticket     |
 *  +----------+----------+-------------------------+----------+----------+------------+
 *  word:  23   16 15     8 7      0
 *        | phase | wait   | held   |     held: mask of modes; wait: number of the mode awaited
 * </pre>
 *
 * Everything changes under the exclusive lock of the tag's partition. The owner makes and removes
 * the entry; {@code word} is also changed by whoever grants the lock. {@code next} is the chain of
 * the hash bucket: entry number + 1, 0 at the end. {@code ticket}: the order of those who wait.
 *
 * <p>The entries are the truth: hash chains can be made anew from those in phase LINKED.
 */
final class LockEntryLayout {
  static final int TAG_HIGH = 0;
  static final int TAG_LOW = TAG_HIGH + 8;
  static final int WORD = TAG_LOW + 8;
  static final int NEXT = WORD + 8;
  static final int RESERVED = NEXT + 4;
  static final int TICKET = RESERVED + 4;
  static final int SIZE = TICKET + 8;

  /** The entry is in use and belongs into its bucket's chain. */
  static final long LINKED = 1L << 16;

  static final long HELD_MASK = 0xFF;
  static final int WAIT_SHIFT = 8;
  static final long WAIT_MASK = 0xFFL << WAIT_SHIFT;

  static {
    if (SIZE != ProcSlotLayout.LOCK_ENTRY_SIZE) {
      throw new AssertionError("lock entry layout: size=" + SIZE);
    }
  }

  private LockEntryLayout() {}

  static long word(MemorySegment shm, long entry) {
    return Words.longAcquire(shm, entry + WORD);
  }

  static void word(MemorySegment shm, long entry, long word) {
    Words.setLongRelease(shm, entry + WORD, word);
  }

  static boolean isLinked(long word) {
    return (word & LINKED) != 0;
  }

  static int held(long word) {
    return (int) (word & HELD_MASK);
  }

  /** Number of the mode awaited, 0 for none. */
  static int awaited(long word) {
    return (int) ((word & WAIT_MASK) >>> WAIT_SHIFT);
  }

  static long withWait(long word, int mode) {
    return word & ~WAIT_MASK | (long) mode << WAIT_SHIFT;
  }

  static long tagHigh(MemorySegment shm, long entry) {
    return Words.longPlain(shm, entry + TAG_HIGH);
  }

  static long tagLow(MemorySegment shm, long entry) {
    return Words.longPlain(shm, entry + TAG_LOW);
  }

  static long ticket(MemorySegment shm, long entry) {
    return Words.longPlain(shm, entry + TICKET);
  }

  static void ticket(MemorySegment shm, long entry, long ticket) {
    Words.setLongPlain(shm, entry + TICKET, ticket);
  }
}
