package org.postern.storage.lwlock;

import java.lang.foreign.MemorySegment;
import org.postern.storage.shmem.Words;

/**
 * One LWLock: 16 bytes.
 *
 * <pre>
 *   0                                                            8          12
 *  +------------------------------------------------------------+----------+----------+
 *  | state                                                      | futex    | reserved |
 *  +------------------------------------------------------------+----------+----------+
 *  state:  63        48 47        32 31    24 23                0
 *         | owner + 1  | shared     | flags  | sequence          |
 * </pre>
 *
 * {@code owner + 1} is the slot that holds it exclusively, 0 for none; {@code shared} counts share
 * holders; flag {@link #WAITERS}: somebody may sleep on {@code futex}; {@code sequence} grows with
 * each change, so that two equal reads mean that nothing happened in between.
 *
 * <p>The state changes by compare-and-set in {@link LwLocks} and {@link LwLockRepair} only; {@code
 * futex} is incremented by whoever makes the lock available while the flag is set.
 */
public final class LwLockLayout {
  public static final int STATE = 0;
  public static final int FUTEX = STATE + 8;
  public static final int RESERVED = FUTEX + 4;
  public static final int SIZE = RESERVED + 4;

  /** Bytes from one fixed lock to the next: a cache line. */
  public static final int FIXED_STRIDE = 64;

  static final int OWNER_SHIFT = 48;
  static final int SHARED_SHIFT = 32;
  static final long SHARED_ONE = 1L << SHARED_SHIFT;
  static final long SHARED_MASK = 0xFFFFL << SHARED_SHIFT;
  static final long OWNER_MASK = 0xFFFFL << OWNER_SHIFT;
  static final long WAITERS = 1L << 24;
  static final long SEQUENCE_MASK = 0xFFFFFFL;

  static {
    if (SIZE != 16) {
      throw new AssertionError("lwlock layout: size=" + SIZE);
    }
  }

  private LwLockLayout() {}

  /** The state with the sequence moved on. */
  static long next(long state) {
    return state & ~SEQUENCE_MASK | state + 1 & SEQUENCE_MASK;
  }

  static int owner(long state) {
    return (int) (state >>> OWNER_SHIFT) - 1;
  }

  static int shared(long state) {
    return (int) (state >>> SHARED_SHIFT) & 0xFFFF;
  }

  static long stateAcquire(MemorySegment shm, long lock) {
    return Words.longAcquire(shm, lock + STATE);
  }

  static boolean casState(MemorySegment shm, long lock, long expected, long value) {
    return Words.casLong(shm, lock + STATE, expected, value);
  }
}
