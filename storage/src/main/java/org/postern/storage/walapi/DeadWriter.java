package org.postern.storage.walapi;

/**
 * What the log can do about a process that died while it inserted a record; implemented by module
 * wal for the reaper. The reaper has made sure that the owner of the slot is dead.
 */
public interface DeadWriter {
  /** What became of the dead process's last reservation. */
  enum Fate {
    /** It had reserved nothing, or another process got the place. */
    NOTHING,
    /** Its record is complete in the log: what it announced has happened. */
    COMPLETE,
    /** Its record was incomplete and has been replaced by a record without effect. */
    PADDED,
    /** It cannot be told who owns the place: all processes must restart by replay. */
    AMBIGUOUS
  }

  /**
   * Settles the reservation of the slot at {@code slotBase} and clears its intent unless the answer
   * is {@link Fate#AMBIGUOUS}. A second call gives the same answer as the first: a complete record
   * stays marked as inserted.
   */
  Fate settle(long slotBase);

  /**
   * The record that begins at {@code lsn}, from memory or from the files; null if there is no valid
   * one. The view stays valid until the next call.
   */
  WalRecordView read(long lsn);
}
