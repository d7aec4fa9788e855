package org.postern.storage.walapi;

/**
 * The counters that a checkpoint stores and a replay restores; implemented by storage.transam over
 * shared memory.
 */
public interface TransactionCounters {
  /** The transaction id to be given out next. */
  long nextXid();

  /** The object id to be given out next. */
  long nextOid();

  /**
   * Object ids below this one may be given out without being logged again: after a crash the ids go
   * on behind it. Not below {@link #nextOid}.
   */
  default long loggedOid() {
    return nextOid();
  }

  /** Every transaction below this id has ended; looks at all processes. */
  long oldestRunningXid();

  /** The newest commit sequence number that snapshots see. */
  long visibleCsn();

  /** Before replay: the counters are as the checkpoint recorded them. */
  void restore(long nextXid, long nextOid, long oldestRunningXid, long visibleCsn);

  /** During replay: {@code xid} was given out. */
  void sawXid(long xid);

  /**
   * After replay, which ended at {@code end}: transactions without an outcome are aborted, new ones
   * may begin.
   */
  void finishRecovery(long end);
}
