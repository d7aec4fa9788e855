package org.postern.storage.transam;

/**
 * The outcome of every transaction. See {@code README.md}, rules 1 to 8.
 *
 * <p>Hint bits: a page may say that a transaction committed only if its commit record reaches the
 * disk first. So set the hint only if {@code csn <= wal.flushedLsn()} or {@code csn <= page LSN}.
 */
public final class CommitLog {
  /** {@link #outcome}: not ended, or just committing. */
  public static final long IN_PROGRESS = 0;

  /** {@link #outcome}: rolled back, or cut off by a crash. */
  public static final long ABORTED = 1;

  CommitLog() {}

  /**
   * How the transaction (for a subtransaction: as far as it goes, its topmost parent) ended: {@link
   * #IN_PROGRESS}, {@link #ABORTED}, or its commit sequence number, which is greater than both.
   */
  public long outcome(long xid) {
    throw new UnsupportedOperationException();
  }

  /**
   * Whether the transaction is committed for a snapshot taken at {@code csn}. Waits briefly for a
   * transaction that is just writing its commit record.
   */
  public boolean committedBefore(long xid, long csn) {
    throw new UnsupportedOperationException();
  }

  public boolean isCommitted(long xid) {
    return outcome(xid) > ABORTED;
  }

  public boolean isAborted(long xid) {
    return outcome(xid) == ABORTED;
  }

  public boolean isInProgress(long xid) {
    return outcome(xid) == IN_PROGRESS;
  }

  /** The topmost parent of a subtransaction that has not ended; {@code xid} itself otherwise. */
  public long topmost(long xid) {
    throw new UnsupportedOperationException();
  }
}
