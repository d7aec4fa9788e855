package org.postern.wal.insert;

/**
 * The control words of the log in shared memory, area WAL_CONTROL. Words changed by different
 * actions lie 128 bytes apart.
 *
 * <pre>
 *      0  insertPosition (8)      compare-and-set by inserters
 *    128  redoPointer (8)         checkpointer
 *    256  written (8)             holder of WALWrite
 *    384  flushed (8)             holder of WALWrite
 *    512  flushSequence (4) | failed (4) | asyncLsn (8)
 *    640  checkpoint words: requested (4) | started (4) | done (4) | failures (4) | flags (4) |
 *         wake (4) | lastRedo (8) | lastStart (8) | timed (8) | asked (8) | writeMillis (8) |
 *         syncMillis (8) | blocksWritten (8)
 *    768  counters: syncs (8) | writes (8) | fullWaits (8) | records (8, unused)
 *    896  reserved to 1024
 * </pre>
 *
 * All LSNs are monotonic: {@code flushed <= written <= insertPosition}, and no byte of the ring is
 * overwritten before it is written: {@code insertPosition - written <= ring size}.
 */
public final class WalControlLayout {
  /** LSN at which the next record begins; 0 until recovery has found it. 8 bytes. */
  public static final int INSERT_POSITION = 0;

  /** Where replay would start; {@link Long#MAX_VALUE} while a checkpoint begins. 8 bytes. */
  public static final int REDO_POINTER = 128;

  /** Everything before this is in the files, not necessarily durable. 8 bytes. */
  public static final int WRITTEN = 256;

  /** Everything before this is durable. 8 bytes. */
  public static final int FLUSHED = 384;

  /** Futex word: bumped after each write or flush. 4 bytes. */
  public static final int FLUSH_SEQUENCE = 512;

  /** Non-zero: writing or syncing failed, nothing more may be promised. 4 bytes. */
  public static final int FAILED = FLUSH_SEQUENCE + 4;

  /** Newest commit that was acknowledged without a flush; raised by committers. 8 bytes. */
  public static final int ASYNC_LSN = FAILED + 4;

  /** Number of checkpoints asked for; bumped by anybody. 4 bytes. */
  public static final int CHECKPOINT_REQUESTED = 640;

  /** {@link #CHECKPOINT_REQUESTED} as it was when the last checkpoint began. 4 bytes. */
  public static final int CHECKPOINT_STARTED = CHECKPOINT_REQUESTED + 4;

  /** {@link #CHECKPOINT_STARTED} of the last finished one; futex word. 4 bytes. */
  public static final int CHECKPOINT_DONE = CHECKPOINT_STARTED + 4;

  /** Number of checkpoints that failed. 4 bytes. */
  public static final int CHECKPOINT_FAILURES = CHECKPOINT_DONE + 4;

  /** Bit 0: somebody wants the current or next checkpoint without pauses. 4 bytes. */
  public static final int CHECKPOINT_FLAGS = CHECKPOINT_FAILURES + 4;

  /** Futex word on which the checkpointer sleeps; bumped by requests. 4 bytes. */
  public static final int CHECKPOINT_WAKE = CHECKPOINT_FLAGS + 4;

  /** Redo pointer of the last complete checkpoint. 8 bytes. */
  public static final int LAST_REDO = CHECKPOINT_WAKE + 4;

  /** Milliseconds since 1970 at which the last checkpoint began. 8 bytes. */
  public static final int LAST_START = LAST_REDO + 8;

  /** Checkpoints made because time or volume had come. 8 bytes. */
  public static final int COUNT_TIMED = LAST_START + 8;

  /** Checkpoints made on request. 8 bytes. */
  public static final int COUNT_ASKED = COUNT_TIMED + 8;

  /** Milliseconds spent writing. 8 bytes. */
  public static final int WRITE_MILLIS = COUNT_ASKED + 8;

  /** Milliseconds spent syncing. 8 bytes. */
  public static final int SYNC_MILLIS = WRITE_MILLIS + 8;

  /** Blocks written by checkpoints. 8 bytes. */
  public static final int BLOCKS_WRITTEN = SYNC_MILLIS + 8;

  /** Syncs of WAL files. 8 bytes. */
  public static final int COUNT_SYNCS = 768;

  /** Writes to WAL files. 8 bytes. */
  public static final int COUNT_WRITES = COUNT_SYNCS + 8;

  /** How often an inserter had to write because the ring was full. 8 bytes. */
  public static final int COUNT_RING_FULL = COUNT_WRITES + 8;

  /** Bytes used. */
  public static final int SIZE = 1024;

  /** {@link #CHECKPOINT_FLAGS}: no pauses. */
  public static final int FLAG_IMMEDIATE = 1;

  static {
    if (BLOCKS_WRITTEN + 8 > COUNT_SYNCS || COUNT_RING_FULL + 8 > SIZE || ASYNC_LSN % 8 != 0) {
      throw new AssertionError("wal control layout");
    }
  }

  private WalControlLayout() {}
}
