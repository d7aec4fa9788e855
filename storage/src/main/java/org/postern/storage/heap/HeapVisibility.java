package org.postern.storage.heap;

import static org.postern.storage.heap.HeapTupleLayout.COMBO_CID;
import static org.postern.storage.heap.HeapTupleLayout.XMAX_COMMITTED;
import static org.postern.storage.heap.HeapTupleLayout.XMAX_INVALID;
import static org.postern.storage.heap.HeapTupleLayout.XMAX_IS_MULTI;
import static org.postern.storage.heap.HeapTupleLayout.XMAX_LOCK_ONLY;
import static org.postern.storage.heap.HeapTupleLayout.XMIN_COMMITTED;
import static org.postern.storage.heap.HeapTupleLayout.XMIN_FROZEN;
import static org.postern.storage.heap.HeapTupleLayout.XMIN_INVALID;

import java.lang.foreign.MemorySegment;
import org.postern.storage.access.Liveness;
import org.postern.storage.access.Tid;
import org.postern.storage.access.TmResult;
import org.postern.storage.page.PageLayout;
import org.postern.storage.transam.CommitLog;
import org.postern.storage.transam.Snapshot;
import org.postern.storage.transam.TransactionManager;
import org.postern.storage.walapi.WalLog;

/**
 * Who may see a row version. Each test is called with the page at least share-locked and may set
 * hint bits; {@link #takeHinted} then tells the caller to mark the buffer.
 *
 * <p>A version is visible to an MVCC snapshot if its inserter's commit sequence number is not above
 * the snapshot's and its deleter's is. Hint bits spare the question whether a transaction
 * committed; they also spare the question when, if its id is below the snapshot's xmin. A hint
 * "committed" may only be set when the commit record is sure to reach the disk before the page.
 *
 * <p>Source: PostgreSQL documentation, "Concurrency Control"; PostgreSQL wiki "Hint Bits".
 */
final class HeapVisibility {
  /** The state of a version for those who clean up. */
  enum Fate {
    /** Removable: no snapshot sees it, nor ever will. */
    DEAD,
    /** Deleted, but an old snapshot may still see it. */
    RECENTLY_DEAD,
    LIVE,
    INSERT_IN_PROGRESS,
    DELETE_IN_PROGRESS
  }

  private final MemorySegment mem;
  private final TransactionManager tm;
  private final CommitLog log;
  private final MultiXacts multis;
  private final ComboCids combos;
  private final WalLog wal;
  private boolean hinted;
  private long lastXid;
  private long lastOutcome;

  HeapVisibility(
      MemorySegment mem, TransactionManager tm, MultiXacts multis, ComboCids combos, WalLog wal) {
    this.mem = mem;
    this.tm = tm;
    this.log = tm.commitLog();
    this.multis = multis;
    this.combos = combos;
    this.wal = wal;
  }

  /** Whether a hint was set since the last call. */
  boolean takeHinted() {
    boolean was = hinted;
    hinted = false;
    return was;
  }

  /** Whether the version is visible to the snapshot. */
  boolean visible(long page, long tuple, Snapshot snapshot) {
    return switch (snapshot.kind()) {
      case MVCC -> mvcc(page, tuple, snapshot);
      case SELF -> self(page, tuple);
      case DIRTY -> dirty(page, tuple, null, 0) != Liveness.State.DEAD;
      case ANY -> true;
      case TOAST -> toast(page, tuple);
    };
  }

  private boolean mvcc(long page, long tuple, Snapshot snapshot) {
    int mask = HeapTupleLayout.mask(mem, tuple);
    long xmin = HeapTupleLayout.xmin(mem, tuple);
    if ((mask & XMIN_COMMITTED) == 0) {
      if ((mask & XMIN_INVALID) != 0) {
        return false;
      }
      if (tm.isCurrent(xmin)) {
        return cmin(tuple) < snapshot.curCid() && !deletedByOwnCommand(page, tuple, mask, snapshot);
      }
      if (!inserterSeen(page, tuple, xmin, snapshot)) {
        return false;
      }
    } else if ((mask & XMIN_FROZEN) != XMIN_FROZEN
        && xmin >= snapshot.xmin()
        && !committedBefore(xmin, snapshot.csn())) {
      return false;
    }
    if ((mask & (XMAX_INVALID | XMAX_LOCK_ONLY)) != 0) {
      return true;
    }
    return !deleterSeen(page, tuple, mask, snapshot);
  }

  private boolean inserterSeen(long page, long tuple, long xmin, Snapshot snapshot) {
    long outcome = outcome(xmin);
    if (outcome == CommitLog.IN_PROGRESS) {
      return log.committedBefore(xmin, snapshot.csn());
    }
    if (outcome == CommitLog.ABORTED) {
      hint(tuple, XMIN_INVALID);
      return false;
    }
    hintCommitted(page, tuple, XMIN_COMMITTED, outcome);
    return outcome <= snapshot.csn();
  }

  private boolean deleterSeen(long page, long tuple, int mask, Snapshot snapshot) {
    long xmax = HeapTupleLayout.xmax(mem, tuple);
    boolean multi = (mask & XMAX_IS_MULTI) != 0;
    if (multi) {
      xmax = multis.updater(xmax);
      if (xmax == 0) {
        return false;
      }
    } else if ((mask & XMAX_COMMITTED) != 0) {
      return xmax < snapshot.xmin() || committedBefore(xmax, snapshot.csn());
    }
    if (tm.isCurrent(xmax)) {
      return cmax(tuple) < snapshot.curCid();
    }
    long outcome = outcome(xmax);
    if (outcome == CommitLog.IN_PROGRESS) {
      return log.committedBefore(xmax, snapshot.csn());
    }
    if (outcome == CommitLog.ABORTED) {
      if (!multi) {
        hint(tuple, XMAX_INVALID);
      }
      return false;
    }
    if (!multi) {
      hintCommitted(page, tuple, XMAX_COMMITTED, outcome);
    }
    return outcome <= snapshot.csn();
  }

  /** For a version of this transaction: did an earlier command of it delete it? */
  private boolean deletedByOwnCommand(long page, long tuple, int mask, Snapshot snapshot) {
    long xmax = ownDeleter(page, tuple, mask);
    return xmax != 0 && cmax(tuple) < snapshot.curCid();
  }

  /** The own (sub)transaction that deleted an own version, 0 for none or a rolled back one. */
  private long ownDeleter(long page, long tuple, int mask) {
    if ((mask & (XMAX_INVALID | XMAX_LOCK_ONLY)) != 0) {
      return 0;
    }
    long xmax = updateXid(tuple, mask);
    if (xmax == 0) {
      return 0;
    }
    if (tm.isCurrent(xmax)) {
      return xmax;
    }
    // Only a subtransaction that was rolled back can have deleted a row that nobody else sees.
    if ((mask & XMAX_IS_MULTI) == 0) {
      hint(tuple, XMAX_INVALID);
    }
    return 0;
  }

  private boolean self(long page, long tuple) {
    int mask = HeapTupleLayout.mask(mem, tuple);
    if ((mask & XMIN_COMMITTED) == 0) {
      if ((mask & XMIN_INVALID) != 0) {
        return false;
      }
      long xmin = HeapTupleLayout.xmin(mem, tuple);
      if (tm.isCurrent(xmin)) {
        return ownDeleter(page, tuple, mask) == 0;
      }
      if (inserterOutcome(page, tuple, xmin) <= CommitLog.ABORTED) {
        return false;
      }
    }
    if ((mask & (XMAX_INVALID | XMAX_LOCK_ONLY)) != 0) {
      return true;
    }
    long xmax = updateXid(tuple, mask);
    return xmax == 0
        || !tm.isCurrent(xmax) && deleterOutcome(page, tuple, mask, xmax) <= CommitLog.ABORTED;
  }

  /**
   * Whether the version counts when running transactions are taken as possibly committing: LIVE,
   * DEAD or WAIT; the details go to {@code result}.
   */
  Liveness.State dirty(long page, long tuple, Liveness result, long tid) {
    int mask = HeapTupleLayout.mask(mem, tuple);
    if ((mask & XMIN_COMMITTED) == 0) {
      if ((mask & XMIN_INVALID) != 0) {
        return dead(result);
      }
      long xmin = HeapTupleLayout.xmin(mem, tuple);
      if (tm.isCurrent(xmin)) {
        return ownDeleter(page, tuple, mask) == 0
            ? answer(result, Liveness.State.LIVE, 0, 0, tid)
            : dead(result);
      }
      long outcome = inserterOutcome(page, tuple, xmin);
      if (outcome == CommitLog.IN_PROGRESS) {
        int token = 0;
        if (HeapTupleLayout.isSpeculative(mem, tuple)) {
          token = (int) Tid.block(HeapTupleLayout.ctid(mem, tuple));
        }
        return answer(result, Liveness.State.WAIT, xmin, token, tid);
      }
      if (outcome == CommitLog.ABORTED) {
        return dead(result);
      }
    }
    if ((mask & (XMAX_INVALID | XMAX_LOCK_ONLY)) != 0) {
      return answer(result, Liveness.State.LIVE, 0, 0, tid);
    }
    long xmax = updateXid(tuple, mask);
    if (xmax == 0) {
      return answer(result, Liveness.State.LIVE, 0, 0, tid);
    }
    if (tm.isCurrent(xmax)) {
      return dead(result);
    }
    long outcome = deleterOutcome(page, tuple, mask, xmax);
    if (outcome == CommitLog.IN_PROGRESS) {
      return answer(result, Liveness.State.WAIT, xmax, 0, tid);
    }
    return outcome == CommitLog.ABORTED
        ? answer(result, Liveness.State.LIVE, 0, 0, tid)
        : dead(result);
  }

  private static Liveness.State dead(Liveness result) {
    return answer(result, Liveness.State.DEAD, 0, 0, Tid.INVALID);
  }

  private static Liveness.State answer(
      Liveness result, Liveness.State state, long xid, int token, long tid) {
    if (result != null) {
      result.set(state, xid, token, tid);
    }
    return state;
  }

  private boolean toast(long page, long tuple) {
    int mask = HeapTupleLayout.mask(mem, tuple);
    if ((mask & XMIN_COMMITTED) != 0) {
      return true;
    }
    if ((mask & XMIN_INVALID) != 0) {
      return false;
    }
    long xmin = HeapTupleLayout.xmin(mem, tuple);
    return xmin != 0
        && (tm.isCurrent(xmin) || inserterOutcome(page, tuple, xmin) != CommitLog.ABORTED);
  }

  /**
   * Whether the command {@code curCid} may change the version: OK, INVISIBLE, SELF_MODIFIED,
   * UPDATED, DELETED or BEING_MODIFIED (also when it is only locked).
   */
  TmResult forUpdate(long page, long tuple, long tid, int curCid) {
    int mask = HeapTupleLayout.mask(mem, tuple);
    if ((mask & XMIN_COMMITTED) == 0) {
      if ((mask & XMIN_INVALID) != 0) {
        return TmResult.INVISIBLE;
      }
      long xmin = HeapTupleLayout.xmin(mem, tuple);
      if (tm.isCurrent(xmin)) {
        return ownForUpdate(page, tuple, mask, curCid);
      }
      if (!inserterCommitting(page, tuple, xmin)) {
        return TmResult.INVISIBLE;
      }
    }
    if ((mask & XMAX_INVALID) != 0) {
      return TmResult.OK;
    }
    if (HeapTupleLayout.lockedOnly(mask)) {
      return lockersRunning(tuple, mask) ? TmResult.BEING_MODIFIED : TmResult.OK;
    }
    long xmax = updateXid(tuple, mask);
    if (xmax == 0) {
      return lockersRunning(tuple, mask) ? TmResult.BEING_MODIFIED : TmResult.OK;
    }
    if (tm.isCurrent(xmax)) {
      return cmax(tuple) >= curCid ? TmResult.SELF_MODIFIED : TmResult.INVISIBLE;
    }
    long outcome = deleterOutcome(page, tuple, mask, xmax);
    if (outcome == CommitLog.IN_PROGRESS) {
      return TmResult.BEING_MODIFIED;
    }
    if (outcome == CommitLog.ABORTED) {
      return lockersRunning(tuple, mask) ? TmResult.BEING_MODIFIED : TmResult.OK;
    }
    return HeapTupleLayout.ctid(mem, tuple) == tid ? TmResult.DELETED : TmResult.UPDATED;
  }

  /**
   * Whether the inserter committed, or is about to beyond recall: a snapshot taken while a commit
   * record is inserted, but not yet flushed, may see its rows already.
   */
  private boolean inserterCommitting(long page, long tuple, long xmin) {
    long outcome = inserterOutcome(page, tuple, xmin);
    return outcome == CommitLog.IN_PROGRESS
        ? log.sequence(xmin) > CommitLog.ABORTED
        : outcome > CommitLog.ABORTED;
  }

  private TmResult ownForUpdate(long page, long tuple, int mask, int curCid) {
    if (cmin(tuple) >= curCid) {
      return TmResult.INVISIBLE;
    }
    if ((mask & XMAX_INVALID) != 0) {
      return TmResult.OK;
    }
    if (ownDeleter(page, tuple, mask) != 0) {
      return cmax(tuple) >= curCid ? TmResult.SELF_MODIFIED : TmResult.INVISIBLE;
    }
    return lockersRunning(tuple, mask) ? TmResult.BEING_MODIFIED : TmResult.OK;
  }

  /** Whether a transaction among those in xmax still runs, the own one included. */
  private boolean lockersRunning(long tuple, int mask) {
    if ((HeapTupleLayout.mask(mem, tuple) & XMAX_INVALID) != 0) {
      return false;
    }
    long xmax = HeapTupleLayout.xmax(mem, tuple);
    if ((mask & XMAX_IS_MULTI) != 0) {
      return multis.anyRunning(xmax, this);
    }
    if (running(xmax)) {
      return true;
    }
    if (HeapTupleLayout.lockedOnly(mask)) {
      hint(tuple, XMAX_INVALID);
    }
    return false;
  }

  /** The version's fate when everything deleted up to {@code horizon} may go. */
  Fate fate(long page, long tuple, long horizon) {
    int mask = HeapTupleLayout.mask(mem, tuple);
    if ((mask & XMIN_COMMITTED) == 0) {
      if ((mask & XMIN_INVALID) != 0) {
        return Fate.DEAD;
      }
      long xmin = HeapTupleLayout.xmin(mem, tuple);
      if (tm.isCurrent(xmin)) {
        return ownDeleter(page, tuple, mask) != 0
            ? Fate.DELETE_IN_PROGRESS
            : Fate.INSERT_IN_PROGRESS;
      }
      long outcome = inserterOutcome(page, tuple, xmin);
      if (outcome == CommitLog.IN_PROGRESS) {
        return Fate.INSERT_IN_PROGRESS;
      }
      if (outcome == CommitLog.ABORTED) {
        return Fate.DEAD;
      }
    }
    if ((mask & XMAX_INVALID) != 0) {
      return Fate.LIVE;
    }
    if (HeapTupleLayout.lockedOnly(mask)) {
      lockersRunning(tuple, mask);
      return Fate.LIVE;
    }
    long xmax = updateXid(tuple, mask);
    if (xmax == 0) {
      return Fate.LIVE;
    }
    if (tm.isCurrent(xmax)) {
      return Fate.DELETE_IN_PROGRESS;
    }
    long outcome = deleterOutcome(page, tuple, mask, xmax);
    if (outcome == CommitLog.IN_PROGRESS) {
      return Fate.DELETE_IN_PROGRESS;
    }
    if (outcome == CommitLog.ABORTED) {
      return Fate.LIVE;
    }
    return outcome <= horizon ? Fate.DEAD : Fate.RECENTLY_DEAD;
  }

  /** Whether every snapshot, present and future, sees the version's inserter. */
  boolean inserterVisibleToAll(long tuple, long horizon) {
    int mask = HeapTupleLayout.mask(mem, tuple);
    if ((mask & XMIN_FROZEN) == XMIN_FROZEN) {
      return true;
    }
    if ((mask & XMIN_COMMITTED) == 0) {
      return false;
    }
    long outcome = outcome(HeapTupleLayout.xmin(mem, tuple));
    return outcome > CommitLog.ABORTED && outcome <= horizon;
  }

  /** Who deleted or replaced the version: looks into a multixact; 0 for mere lockers. */
  long updateXid(long tuple, int mask) {
    if ((mask & (XMAX_INVALID | XMAX_LOCK_ONLY)) != 0) {
      return 0;
    }
    long xmax = HeapTupleLayout.xmax(mem, tuple);
    return (mask & XMAX_IS_MULTI) != 0 ? multis.updater(xmax) : xmax;
  }

  /** The own command that made the version. */
  int cmin(long tuple) {
    int cid = HeapTupleLayout.cid(mem, tuple);
    return (HeapTupleLayout.mask(mem, tuple) & COMBO_CID) != 0 ? combos.cmin(cid) : cid;
  }

  /** The own command that deleted the version. */
  int cmax(long tuple) {
    int cid = HeapTupleLayout.cid(mem, tuple);
    return (HeapTupleLayout.mask(mem, tuple) & COMBO_CID) != 0 ? combos.cmax(cid) : cid;
  }

  /** Whether deleting the version needs a combo cid: it was made by this very transaction. */
  boolean madeByCurrent(long tuple) {
    return (HeapTupleLayout.mask(mem, tuple) & XMIN_COMMITTED) == 0
        && tm.isCurrent(HeapTupleLayout.xmin(mem, tuple));
  }

  boolean running(long xid) {
    return tm.isCurrent(xid) || outcome(xid) == CommitLog.IN_PROGRESS;
  }

  boolean committed(long xid) {
    return outcome(xid) > CommitLog.ABORTED;
  }

  boolean current(long xid) {
    return tm.isCurrent(xid);
  }

  /** Whether the snapshot sees the version's insertion, whatever became of it afterwards. */
  boolean insertedBefore(long tuple, Snapshot snapshot) {
    int mask = HeapTupleLayout.mask(mem, tuple);
    long xmin = HeapTupleLayout.xmin(mem, tuple);
    if ((mask & XMIN_FROZEN) == XMIN_FROZEN) {
      return true;
    }
    return !tm.isCurrent(xmin) && committedBefore(xmin, snapshot.csn());
  }

  private boolean committedBefore(long xid, long csn) {
    long outcome = outcome(xid);
    return outcome == CommitLog.IN_PROGRESS
        ? log.committedBefore(xid, csn)
        : outcome > CommitLog.ABORTED && outcome <= csn;
  }

  private long inserterOutcome(long page, long tuple, long xmin) {
    long outcome = outcome(xmin);
    if (outcome == CommitLog.ABORTED) {
      hint(tuple, XMIN_INVALID);
    } else if (outcome > CommitLog.ABORTED) {
      hintCommitted(page, tuple, XMIN_COMMITTED, outcome);
    }
    return outcome;
  }

  private long deleterOutcome(long page, long tuple, int mask, long xmax) {
    long outcome = outcome(xmax);
    if ((mask & XMAX_IS_MULTI) == 0) {
      if (outcome == CommitLog.ABORTED) {
        hint(tuple, XMAX_INVALID);
      } else if (outcome > CommitLog.ABORTED && (mask & XMAX_COMMITTED) == 0) {
        hintCommitted(page, tuple, XMAX_COMMITTED, outcome);
      }
    }
    return outcome;
  }

  /** The commit log's answer; the last final one is remembered, as neighbours tend to share it. */
  long outcome(long xid) {
    if (xid == lastXid) {
      return lastOutcome;
    }
    long outcome = log.outcome(xid);
    if (outcome != CommitLog.IN_PROGRESS) {
      lastXid = xid;
      lastOutcome = outcome;
    }
    return outcome;
  }

  private void hint(long tuple, int bit) {
    HeapTupleLayout.setMask(mem, tuple, HeapTupleLayout.mask(mem, tuple) | bit);
    hinted = true;
  }

  private void hintCommitted(long page, long tuple, int bit, long csn) {
    if (csn <= PageLayout.lsn(mem, page) || csn <= wal.flushedLsn()) {
      hint(tuple, bit);
    }
  }
}
