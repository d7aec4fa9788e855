package org.postern.storage.transam;

/**
 * This process's snapshots. While at least one is held, the process slot shows the oldest, and
 * nothing that it can see is removed.
 */
public final class SnapshotManager {
  SnapshotManager() {}

  /**
   * The snapshot for a new statement: a fresh one under READ COMMITTED, the transaction's first one
   * otherwise (with the current command id). The caller gives it back with {@link #release}.
   */
  public Snapshot acquire() {
    throw new UnsupportedOperationException();
  }

  /** A fresh snapshot whatever the isolation level, for catalog reads and integrity checks. */
  public Snapshot acquireLatest() {
    throw new UnsupportedOperationException();
  }

  /** Holds a snapshot once more, for a cursor that outlives its statement. */
  public Snapshot retain(Snapshot snapshot) {
    throw new UnsupportedOperationException();
  }

  /** Gives a snapshot back; special snapshots are ignored. */
  public void release(Snapshot snapshot) {
    throw new UnsupportedOperationException();
  }

  /** Whether the transaction has taken its first snapshot (SET TRANSACTION then fails). */
  public boolean hasTransactionSnapshot() {
    throw new UnsupportedOperationException();
  }
}
