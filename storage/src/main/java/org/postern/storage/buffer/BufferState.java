package org.postern.storage.buffer;

/** The bits of a descriptor's state word; see the drawing in {@link BufferDescriptorLayout}. */
final class BufferState {
  static final long SEQUENCE_MASK = 0xFFFFL;
  static final int REF_SHIFT = 16;
  static final long REF_ONE = 1L << REF_SHIFT;
  static final long REF_MASK = 0xFFFFL << REF_SHIFT;
  static final int USAGE_SHIFT = 32;
  static final long USAGE_ONE = 1L << USAGE_SHIFT;
  static final long USAGE_MASK = 0xFL << USAGE_SHIFT;
  static final int MAX_USAGE = 5;
  static final int OWNER_SHIFT = 48;
  static final long OWNER_MASK = 0xFFFFL << OWNER_SHIFT;

  /**
   * The page differs from the file. Set with the exclusive content lock, or the shared for hints.
   */
  static final long DIRTY = 1L << 36;

  /** The page holds the block. Set by the owner of the I/O. */
  static final long VALID = 1L << 37;

  /** The tag names a block and the buffer is in the mapping. */
  static final long TAG_VALID = 1L << 38;

  /** The last I/O failed. */
  static final long IO_ERROR = 1L << 39;

  /** Dirtied since the write in progress began. */
  static final long JUST_DIRTIED = 1L << 40;

  /** A process waits to be the only one with a pin. */
  static final long PIN_COUNT_WAITER = 1L << 41;

  /** The running checkpoint has to write it. */
  static final long CHECKPOINT_NEEDED = 1L << 42;

  /** Somebody sleeps until the I/O ends. */
  static final long IO_WAITERS = 1L << 43;

  private static final long KEEP_WHEN_CLEARED = REF_MASK | SEQUENCE_MASK | PIN_COUNT_WAITER;

  private BufferState() {}

  static long next(long state) {
    return state & ~SEQUENCE_MASK | state + 1 & SEQUENCE_MASK;
  }

  static int refcount(long state) {
    return (int) (state >>> REF_SHIFT) & 0xFFFF;
  }

  static int usage(long state) {
    return (int) (state >>> USAGE_SHIFT) & 0xF;
  }

  static int ioOwner(long state) {
    return (int) (state >>> OWNER_SHIFT) - 1;
  }

  static boolean has(long state, long flag) {
    return (state & flag) == flag;
  }

  /** A buffer that holds nothing. */
  static long cleared(long state) {
    return state & KEEP_WHEN_CLEARED;
  }
}
