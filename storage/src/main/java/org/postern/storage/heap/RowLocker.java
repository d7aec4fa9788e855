package org.postern.storage.heap;

import java.lang.foreign.MemorySegment;
import org.postern.storage.access.HeapAccess;
import org.postern.storage.access.RowLockMode;
import org.postern.storage.access.RowWait;
import org.postern.storage.access.TableHandle;
import org.postern.storage.access.Tid;
import org.postern.storage.access.TmInfo;
import org.postern.storage.access.TmResult;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.WaitPolicy;
import org.postern.storage.page.PageLayout;
import org.postern.storage.smgr.Fork;

/**
 * SELECT … FOR KEY SHARE, SHARE, NO KEY UPDATE, UPDATE: locks a row version in its header, and with
 * {@link HeapAccess#LOCK_LAST_VERSION} goes on to the newest version of the row.
 */
final class RowLocker {
  private final HeapContext ctx;
  private final MemorySegment mem;

  RowLocker(HeapContext ctx) {
    this.ctx = ctx;
    this.mem = ctx.mem;
  }

  TmResult lock(
      TableHandle table,
      long tid,
      int cid,
      RowLockMode mode,
      RowWait wait,
      int options,
      TupleBatch out,
      TmInfo info) {
    long current = tid;
    boolean followed = false;
    while (true) {
      ctx.interrupts.check();
      TmResult result = lockVersion(table, current, cid, mode, wait, out, info);
      if (result == TmResult.OK) {
        info.locked(current, followed);
        return result;
      }
      if (result != TmResult.UPDATED || (options & HeapAccess.LOCK_LAST_VERSION) == 0) {
        return result;
      }
      long next = nextLive(table, current, info);
      if (next == 0) {
        return TmResult.DELETED;
      }
      current = next;
      followed = true;
    }
  }

  /**
   * Follows the updates from a version to one worth locking; 0 if the row is gone. A version whose
   * inserter is not the previous one's updater does not belong to the row.
   */
  private long nextLive(TableHandle table, long tid, TmInfo info) {
    long next = info.tid();
    long updater = info.xmax();
    if (next == tid || !Tid.isValid(next)) {
      return 0;
    }
    int buffer = ctx.pool.read(table.locator(), Fork.MAIN, Tid.block(next));
    try {
      ctx.pool.lockShared(buffer);
      try {
        long page = ctx.pool.page(buffer);
        long tuple = ctx.tuple(page, next);
        if (tuple < 0 || HeapTupleLayout.xmin(mem, tuple) != updater) {
          info.failed(tid, updater, -1);
          return 0;
        }
        return next;
      } finally {
        ctx.unlock(buffer);
      }
    } finally {
      ctx.pool.unpin(buffer);
    }
  }

  private TmResult lockVersion(
      TableHandle table,
      long tid,
      int cid,
      RowLockMode mode,
      RowWait wait,
      TupleBatch out,
      TmInfo info) {
    RowWaiter waiter = new RowWaiter(ctx);
    // Taken before any buffer is locked: giving out an id may read a page.
    long xid = ctx.tm.currentXid();
    int buffer = ctx.pool.read(table.locator(), Fork.MAIN, Tid.block(tid));
    try {
      ctx.pool.lockExclusive(buffer);
      try {
        TmResult result = acquire(waiter, table, buffer, tid, xid, cid, mode, wait);
        if (result == TmResult.OK) {
          if (out != null) {
            append(buffer, tid, out);
          }
        } else {
          waiter.explain(result, buffer, tid, info);
        }
        return result;
      } finally {
        ctx.unlock(buffer);
      }
    } finally {
      ctx.pool.unpin(buffer);
      waiter.release();
    }
  }

  private TmResult acquire(
      RowWaiter waiter,
      TableHandle table,
      int buffer,
      long tid,
      long xid,
      int cid,
      RowLockMode mode,
      RowWait wait) {
    long page = ctx.pool.page(buffer);
    boolean laterLocked = false;
    while (true) {
      long tuple = ctx.tuple(page, tid);
      if (tuple < 0) {
        return TmResult.INVISIBLE;
      }
      TmResult result = ctx.visibility.forUpdate(page, tuple, tid, cid);
      int mask = HeapTupleLayout.mask(mem, tuple);
      boolean keyKept =
          mode == RowLockMode.KEY_SHARE
              && (HeapTupleLayout.mask2(mem, tuple) & HeapTupleLayout.KEYS_UPDATED) == 0;
      switch (result) {
        case INVISIBLE, SELF_MODIFIED, DELETED, WOULD_BLOCK -> {
          return result;
        }
        case UPDATED -> {
          if (!keyKept) {
            return result;
          }
        }
        case OK, BEING_MODIFIED -> {}
      }
      ctx.rowLocks.load(tuple);
      if (result == TmResult.BEING_MODIFIED) {
        if (ctx.rowLocks.held(mode)) {
          return TmResult.OK;
        }
        long[] conflicts = ctx.rowLocks.conflicts(mode);
        if (conflicts != null) {
          TmResult waited = await(waiter, table, buffer, tid, mode, wait, conflicts);
          if (waited != TmResult.OK) {
            return waited;
          }
          continue;
        }
      }
      long updater = ctx.visibility.updateXid(tuple, mask);
      if (updater != 0 && (ctx.visibility.running(updater) || ctx.visibility.committed(updater))) {
        if (!keyKept) {
          // It committed between the two looks.
          continue;
        }
        if (!laterLocked) {
          long next = HeapTupleLayout.ctid(mem, tuple);
          ctx.unlock(buffer);
          try {
            TmResult later = lockLaterVersions(table, next, updater, mode, wait);
            if (later != TmResult.OK) {
              return later;
            }
          } finally {
            ctx.pool.lockExclusive(buffer);
          }
          laterLocked = true;
          continue;
        }
      }
      ctx.rowLocks.join(tuple, xid, mode, false);
      writeLock(ctx, table, buffer, tid, xid);
      return TmResult.OK;
    }
  }

  /** Waits for those in the way, with the buffer unlocked meanwhile. */
  private TmResult await(
      RowWaiter waiter,
      TableHandle table,
      int buffer,
      long tid,
      RowLockMode mode,
      RowWait wait,
      long[] conflicts) {
    ctx.unlock(buffer);
    try {
      if (wait == RowWait.BLOCK) {
        waiter.enqueue(table, tid, mode, WaitPolicy.BLOCK);
      }
      return awaitAll(table, wait, conflicts);
    } finally {
      ctx.pool.lockExclusive(buffer);
    }
  }

  /** Waits for transactions to end, or says as the policy wants that they have not. */
  private TmResult awaitAll(TableHandle table, RowWait wait, long[] conflicts) {
    for (long other : conflicts) {
      if (wait == RowWait.BLOCK) {
        ctx.tm.waitForXid(other);
      } else if (ctx.visibility.running(other)) {
        if (wait == RowWait.SKIP) {
          return TmResult.WOULD_BLOCK;
        }
        throw SqlException.error(
            SqlState.LOCK_NOT_AVAILABLE,
            "could not obtain lock on row in relation \"%s\"",
            table.name());
      }
    }
    return TmResult.OK;
  }

  /** Puts a key-share lock on all versions that followed one whose key was not changed. */
  private TmResult lockLaterVersions(
      TableHandle table, long first, long firstUpdater, RowLockMode mode, RowWait wait) {
    long xid = ctx.tm.currentXid();
    long tid = first;
    long expected = firstUpdater;
    while (Tid.isValid(tid)) {
      ctx.interrupts.check();
      int buffer = ctx.pool.read(table.locator(), Fork.MAIN, Tid.block(tid));
      try {
        ctx.pool.lockExclusive(buffer);
        try {
          long page = ctx.pool.page(buffer);
          long tuple = ctx.tuple(page, tid);
          if (tuple < 0
              || HeapTupleLayout.xmin(mem, tuple) != expected
              || !ctx.visibility.running(expected) && !ctx.visibility.committed(expected)) {
            return TmResult.OK;
          }
          ctx.rowLocks.load(tuple);
          if (!ctx.rowLocks.held(mode)) {
            long[] conflicts = ctx.rowLocks.conflicts(mode);
            if (conflicts != null) {
              ctx.unlock(buffer);
              try {
                TmResult waited = awaitAll(table, wait, conflicts);
                if (waited != TmResult.OK) {
                  return waited;
                }
              } finally {
                ctx.pool.lockExclusive(buffer);
              }
              continue;
            }
            if (ctx.rowLocks.supersededFor(mode)) {
              // Deleted, or its key changed: the version asked for cannot be held on to either.
              return TmResult.UPDATED;
            }
            ctx.rowLocks.join(tuple, xid, mode, false);
            writeLock(ctx, table, buffer, tid, xid);
          }
          long next = HeapTupleLayout.ctid(mem, tuple);
          expected = ctx.visibility.updateXid(tuple, HeapTupleLayout.mask(mem, tuple));
          if (expected == 0 || next == tid) {
            return TmResult.OK;
          }
          tid = next;
        } finally {
          ctx.unlock(buffer);
        }
      } finally {
        ctx.pool.unpin(buffer);
      }
    }
    return TmResult.OK;
  }

  /** Writes the lock that {@link RowLocks#join} computed into the version's header. */
  static void writeLock(HeapContext ctx, TableHandle table, int buffer, long tid, long xid) {
    MemorySegment mem = ctx.mem;
    long page = ctx.pool.page(buffer);
    long tuple = ctx.tuple(page, tid);
    long block = Tid.block(tid);
    // A locked row is still visible to all, but its xmax is no longer free of xids.
    boolean thaw =
        PageLayout.hasFlag(mem, page, PageLayout.FLAG_ALL_VISIBLE)
            && (ctx.map.get(table, block) & VisibilityMap.ALL_FROZEN) != 0;
    if (thaw) {
      ctx.edit.prepareMap(table, block);
    }
    try (HeapEdit edit = ctx.edit.begin(table, HeapWal.LOCK, xid)) {
      int index = edit.add(buffer);
      if (thaw) {
        edit.setMap(block, VisibilityMap.ALL_VISIBLE);
      }
      int mask = HeapTupleLayout.mask(mem, tuple) & ~HeapTupleLayout.XMAX_BITS;
      int mask2 = HeapTupleLayout.mask2(mem, tuple) & ~HeapTupleLayout.KEYS_UPDATED;
      HeapTupleLayout.setXmax(mem, tuple, ctx.rowLocks.newXmax);
      HeapTupleLayout.setMask(mem, tuple, mask | ctx.rowLocks.newMask);
      HeapTupleLayout.setMask2(mem, tuple, mask2 | ctx.rowLocks.newMask2);
      if (HeapTupleLayout.lockedOnly(ctx.rowLocks.newMask)) {
        // Whoever replaced this version before was rolled back: it is the newest again.
        HeapTupleLayout.setMask2(
            mem, tuple, HeapTupleLayout.mask2(mem, tuple) & ~HeapTupleLayout.HOT_UPDATED);
        if (!HeapTupleLayout.isSpeculative(mem, tuple)) {
          HeapTupleLayout.setCtid(mem, tuple, tid);
        }
      }
      HeapWal.header(mem, page, Tid.item(tid), edit.out(index));
      edit.end();
    }
  }

  private void append(int buffer, long tid, TupleBatch out) {
    HeapReader.append(mem, ctx.pool.page(buffer), tid, out);
  }
}
