package org.postern.storage.transam;

/** How far back anybody looks: what is older than these may be removed, frozen or truncated. */
public final class Horizons {
  private static final long STALE_NANOS = 1_000_000;

  private final TransamState state;
  private long lookedAt = System.nanoTime() - 2 * STALE_NANOS;

  Horizons(TransamState state) {
    this.state = state;
  }

  /**
   * A deleted row is dead to everybody if its deleter committed with a sequence number not above
   * this one; a row is visible to everybody if its inserter did. Looks at all processes.
   */
  public long oldestSnapshotCsn() {
    return state.refreshOldestSnapshot();
  }

  /**
   * As {@link #oldestSnapshotCsn}, but up to a millisecond older than the truth, and cheap: for
   * pruning on access, where missing something costs little.
   */
  public long recentOldestSnapshotCsn() {
    long now = System.nanoTime();
    if (now - lookedAt > STALE_NANOS) {
      lookedAt = now;
      state.refreshOldestSnapshot();
    }
    return state.word(TransamLayout.OLDEST_SNAPSHOT);
  }

  /** Every transaction below this id has ended. Cached: may be older than the truth. */
  public long oldestRunningXid() {
    return state.recentOldestRunning();
  }

  /** Looks at all processes again; returns the new {@link #oldestRunningXid}. */
  public long refreshOldestRunningXid() {
    return state.refreshOldestRunning();
  }

  /** The id that will be given out next. */
  public long nextXid() {
    return state.nextXid();
  }

  /** The newest commit sequence number that a snapshot taken now would see. */
  public long visibleCsn() {
    return state.visibleCsn();
  }

  /** Transactions committed since the server started. */
  public long commits() {
    return state.word(TransamLayout.COMMITS);
  }

  /** Transactions rolled back since the server started. */
  public long aborts() {
    return state.word(TransamLayout.ABORTS);
  }
}
