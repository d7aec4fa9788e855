package org.postern.storage.walapi;

/**
 * Something that a checkpoint makes durable: buffer pool, commit log, pending file syncs. The
 * checkpoint calls its participants in a fixed order; everything changed by records before the redo
 * pointer must be on disk when the last one returns.
 */
public interface FlushParticipant {
  /** The name shown in the checkpoint's log line. */
  String title();

  /**
   * Called when the redo pointer is set and before anybody is asked to flush. May wait for actions
   * that logged something before the redo pointer and have not finished, and may write WAL.
   */
  default void begun(long redoPointer) {}

  /** Called when the checkpoint is complete: what only an older replay would need may go. */
  default void done(long redoPointer) {}

  /**
   * Writes and syncs what is dirty; returns the number of blocks or files written.
   *
   * @param redoPointer changes logged before this LSN must become durable
   */
  long flush(long redoPointer, Throttle throttle);

  /** Spreads a checkpoint's writes over time. */
  interface Throttle {
    /** No delay: for shutdown, end of recovery and immediate checkpoints. */
    Throttle NONE = (done, total) -> {};

    /** Called after each write; may sleep. {@code done} of {@code total} writes are finished. */
    void progress(long done, long total);
  }
}
