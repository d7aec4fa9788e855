package org.postern.storage.transam;

import org.postern.storage.walapi.TransactionCounters;

/** The transaction counters as checkpoints store and replay restores them. */
public final class TransactionRecovery implements TransactionCounters {
  private final TransamState state;
  private final CommitLog commitLog;

  TransactionRecovery(TransamState state, CommitLog commitLog) {
    this.state = state;
    this.commitLog = commitLog;
  }

  @Override
  public long nextXid() {
    return state.nextXid();
  }

  @Override
  public long nextOid() {
    return state.word(TransamLayout.NEXT_OID);
  }

  @Override
  public long loggedOid() {
    return Math.max(nextOid(), state.word(TransamLayout.OID_LOGGED));
  }

  @Override
  public long oldestRunningXid() {
    return state.refreshOldestRunning();
  }

  @Override
  public long visibleCsn() {
    return state.visibleCsn();
  }

  /** Until the end of recovery every id counts as one of an earlier run: the ring is not used. */
  @Override
  public void restore(long nextXid, long nextOid, long oldestRunningXid, long visibleCsn) {
    state.startupXid(Long.MAX_VALUE);
    state.nextXid(nextXid);
    state.word(TransamLayout.NEXT_OID, nextOid);
    state.word(TransamLayout.OID_LOGGED, 0);
    state.word(TransamLayout.OLDEST_RUNNING, oldestRunningXid);
    state.word(TransamLayout.VISIBLE_CSN, visibleCsn);
    commitLog.pages().mendChecksums(oldestRunningXid);
  }

  @Override
  public void sawXid(long xid) {
    if (xid >= state.nextXid()) {
      state.nextXid(xid + 1);
    }
  }

  void sawOid(long oid) {
    state.word(TransamLayout.NEXT_OID, oid);
  }

  void sawCommit(long csn) {
    state.raiseVisibleCsn(csn);
  }

  @Override
  public void finishRecovery(long end) {
    long next = state.nextXid();
    commitLog.pages().trim(next);
    commitLog.pages().ensure(next);
    state.word(TransamLayout.OLDEST_RUNNING, next);
    state.word(TransamLayout.RUNNING_SEEN, next);
    state.raiseVisibleCsn(end);
    state.word(TransamLayout.OLDEST_SNAPSHOT, state.visibleCsn());
    state.startupXid(next);
  }
}
