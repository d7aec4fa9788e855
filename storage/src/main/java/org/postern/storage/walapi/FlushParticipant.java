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
