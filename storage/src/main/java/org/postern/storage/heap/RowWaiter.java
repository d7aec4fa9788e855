package org.postern.storage.heap;

import java.lang.foreign.MemorySegment;
import org.postern.storage.access.RowLockMode;
import org.postern.storage.access.TableHandle;
import org.postern.storage.access.Tid;
import org.postern.storage.access.TmInfo;
import org.postern.storage.access.TmResult;
import org.postern.storage.lock.LockMode;
import org.postern.storage.lock.LockResult;
import org.postern.storage.lock.LockTag;
import org.postern.storage.lock.WaitPolicy;

/**
 * Gets a row version into a state in which it can be replaced, deleted or locked: waits for the
 * transactions in the way. Rules 4 and 5 of this package's README.
 *
 * <p>One object per operation; {@link #release} gives the row's queue lock back.
 */
final class RowWaiter {
  private final HeapContext ctx;
  private final MemorySegment mem;
  private LockTag queue;
  private LockMode queueMode;

  RowWaiter(HeapContext ctx) {
    this.ctx = ctx;
    this.mem = ctx.mem;
  }

  /**
   * Called and left with the buffer exclusively locked; the lock is given up while waiting. OK
   * means that the version may be replaced now.
   */
  TmResult settle(
      TableHandle table, int buffer, long tid, int cid, RowLockMode mode, boolean wait) {
    long page = ctx.pool.page(buffer);
    while (true) {
      long tuple = ctx.tuple(page, tid);
      if (tuple < 0) {
        return TmResult.INVISIBLE;
      }
      TmResult result = ctx.visibility.forUpdate(page, tuple, tid, cid);
      if (result != TmResult.BEING_MODIFIED) {
        return result;
      }
      ctx.rowLocks.load(tuple);
      long[] conflicts = ctx.rowLocks.conflicts(mode);
      if (conflicts == null) {
        long updater = ctx.visibility.updateXid(tuple, HeapTupleLayout.mask(mem, tuple));
        if (updater != 0 && ctx.visibility.committed(updater)) {
          // It committed between the two looks.
          continue;
        }
        return TmResult.OK;
      }
      if (!wait) {
        return TmResult.BEING_MODIFIED;
      }
      ctx.unlock(buffer);
      try {
        enqueue(table, tid, mode, WaitPolicy.BLOCK);
        for (long xid : conflicts) {
          ctx.tm.waitForXid(xid);
        }
      } finally {
        ctx.pool.lockExclusive(buffer);
      }
    }
  }

  /** Takes the row's heavyweight lock, which makes the waiters a queue; false if it is not free. */
  boolean enqueue(TableHandle table, long tid, RowLockMode mode, WaitPolicy policy) {
    if (queue != null) {
      return true;
    }
    LockTag tag =
        LockTag.tuple(table.locator().dbOid(), table.oid(), Tid.block(tid), Tid.item(tid));
    LockMode lockMode =
        switch (mode) {
          case KEY_SHARE -> LockMode.ACCESS_SHARE;
          case SHARE -> LockMode.ROW_SHARE;
          case NO_KEY_UPDATE -> LockMode.EXCLUSIVE;
          case UPDATE -> LockMode.ACCESS_EXCLUSIVE;
        };
    if (ctx.locks.acquire(tag, lockMode, false, policy) == LockResult.NOT_AVAILABLE) {
      return false;
    }
    queue = tag;
    queueMode = lockMode;
    return true;
  }

  void release() {
    if (queue != null) {
      ctx.locks.release(queue, queueMode, false);
      queue = null;
    }
  }

  /** Fills in what the caller must know after a failure. The buffer is locked. */
  void explain(TmResult result, int buffer, long tid, TmInfo info) {
    long tuple = ctx.tuple(ctx.pool.page(buffer), tid);
    if (tuple < 0) {
      info.failed(tid, 0, -1);
      return;
    }
    int mask = HeapTupleLayout.mask(mem, tuple);
    int cmax = result == TmResult.SELF_MODIFIED ? ctx.visibility.cmax(tuple) : -1;
    info.failed(HeapTupleLayout.ctid(mem, tuple), ctx.visibility.updateXid(tuple, mask), cmax);
  }
}
