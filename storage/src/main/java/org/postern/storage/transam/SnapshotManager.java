package org.postern.storage.transam;

import java.util.Arrays;
import org.postern.storage.proc.ProcSlot;

/**
 * This process's snapshots. While at least one is held, the process slot shows the oldest, and
 * nothing that it can see is removed.
 *
 * <p>A number becomes a snapshot by being shown in the slot and found to be still the newest: then
 * every computation of the removal horizon has either seen it in the slot or read a visible number
 * that is not above it.
 */
public final class SnapshotManager {
  private final TransamState state;
  private final ProcSlot slot;
  private long[] held = new long[8];
  private int count;
  private Snapshot transactionSnapshot;
  private TransactionManager transactions;

  SnapshotManager(TransamState state, ProcSlot slot) {
    this.state = state;
    this.slot = slot;
  }

  void attach(TransactionManager manager) {
    transactions = manager;
  }

  /**
   * The snapshot for a new statement: a fresh one under READ COMMITTED, the transaction's first one
   * otherwise (with the current command id). The caller gives it back with {@link #release}.
   */
  public Snapshot acquire() {
    int cid = transactions.commandId(false);
    if (transactions.isolationLevel().keepsSnapshot() && transactionSnapshot != null) {
      hold(transactionSnapshot.csn());
      return transactionSnapshot.withCurCid(cid);
    }
    Snapshot snapshot = take(cid);
    if (transactionSnapshot == null) {
      transactionSnapshot = snapshot;
      if (transactions.isolationLevel().keepsSnapshot()) {
        hold(snapshot.csn());
      }
    }
    return snapshot;
  }

  /** A fresh snapshot whatever the isolation level, for catalog reads and integrity checks. */
  public Snapshot acquireLatest() {
    return take(transactions.commandId(false));
  }

  private Snapshot take(int cid) {
    // The oldest running id first: what had ended then is visible at the number read later.
    long xmin = state.recentOldestRunning();
    long csn = state.visibleCsn();
    while (count == 0) {
      slot.snapshotCsn(csn);
      long now = state.visibleCsn();
      if (now == csn) {
        break;
      }
      csn = now;
    }
    hold(csn);
    return Snapshot.mvcc(csn, xmin, cid);
  }

  private void hold(long csn) {
    if (count == held.length) {
      held = Arrays.copyOf(held, count * 2);
    }
    held[count++] = csn;
  }

  /** Holds a snapshot once more, for a cursor that outlives its statement. */
  public Snapshot retain(Snapshot snapshot) {
    if (snapshot.isMvcc()) {
      if (find(snapshot.csn()) < 0) {
        throw new IllegalStateException("snapshot is not held: " + snapshot);
      }
      hold(snapshot.csn());
    }
    return snapshot;
  }

  private int find(long csn) {
    for (int i = count - 1; i >= 0; i--) {
      if (held[i] == csn) {
        return i;
      }
    }
    return -1;
  }

  /** Gives a snapshot back; special snapshots are ignored. */
  public void release(Snapshot snapshot) {
    if (!snapshot.isMvcc()) {
      return;
    }
    int at = find(snapshot.csn());
    if (at < 0) {
      return;
    }
    held[at] = held[--count];
    publishOldest();
  }

  private void publishOldest() {
    if (count == 0) {
      slot.snapshotCsn(0);
      return;
    }
    long oldest = held[0];
    for (int i = 1; i < count; i++) {
      oldest = Math.min(oldest, held[i]);
    }
    if (oldest != slot.snapshotCsn()) {
      slot.snapshotCsn(oldest);
    }
  }

  /** Whether the transaction has taken its first snapshot (SET TRANSACTION then fails). */
  public boolean hasTransactionSnapshot() {
    return transactionSnapshot != null;
  }

  /** Number of snapshots held. */
  public int heldCount() {
    return count;
  }

  /** At the end of the transaction. */
  void reset() {
    transactionSnapshot = null;
    if (count != 0) {
      count = 0;
      publishOldest();
    }
  }
}
