package org.postern.storage.heap;

import java.lang.foreign.MemorySegment;
import org.postern.storage.access.HeapAccess;
import org.postern.storage.access.RowLockMode;
import org.postern.storage.access.TableHandle;
import org.postern.storage.access.Tid;
import org.postern.storage.access.TmInfo;
import org.postern.storage.access.TmResult;
import org.postern.storage.page.PageLayout;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.smgr.Fork;
import org.postern.storage.transam.Snapshot;

/**
 * Deletes and replaces row versions.
 *
 * <p>A new version that fits beside the old one is written in one go. Otherwise the old version is
 * locked in the row's own header first, so that the page can be let go while values move to the
 * toast relation and another page is found; nobody can change the row meanwhile.
 */
final class HeapUpdater {
  private final HeapContext ctx;
  private final MemorySegment mem;

  HeapUpdater(HeapContext ctx) {
    this.ctx = ctx;
    this.mem = ctx.mem;
  }

  TmResult delete(
      TableHandle table, long tid, int cid, Snapshot crosscheck, boolean wait, TmInfo info) {
    long xid = ctx.tm.currentXid();
    RowWaiter waiter = new RowWaiter(ctx);
    byte[] old;
    int buffer = ctx.pool.read(table.locator(), Fork.MAIN, Tid.block(tid));
    try {
      ctx.pool.lockExclusive(buffer);
      try {
        long page = ctx.pool.page(buffer);
        TmResult result = waiter.settle(table, buffer, tid, cid, RowLockMode.UPDATE, wait);
        result = crosscheck(result, page, tid, crosscheck);
        if (result != TmResult.OK) {
          waiter.explain(result, buffer, tid, info);
          return result;
        }
        long tuple = ctx.tuple(page, tid);
        old = ctx.toaster.copyIfExternal(page, tid);
        ctx.rowLocks.join(tuple, xid, RowLockMode.UPDATE, true);
        ctx.edit.prepare(table, buffer);
        try (HeapEdit edit = ctx.edit.begin(table, HeapWal.DELETE, xid)) {
          int index = edit.add(buffer);
          edit.clearVisible(index);
          replaceXmax(tuple, cid);
          HeapTupleLayout.setCtid(mem, tuple, tid);
          HeapWal.header(mem, page, Tid.item(tid), edit.out(index));
          HeapWal.prunable(mem, page, xid, edit.out(index));
          edit.end();
        }
      } finally {
        ctx.unlock(buffer);
      }
    } finally {
      ctx.pool.unpin(buffer);
      waiter.release();
    }
    if (old != null) {
      ctx.toaster.deleteExternal(table, old, 0);
    }
    return TmResult.OK;
  }

  /**
   * Deletes a chunk of a value that its row let go of; the chunk may have been written by the
   * running command. Nobody but the row's own changer deletes a chunk.
   */
  void deleteChunk(TableHandle toast, long tid, TmInfo info) {
    TmResult result = delete(toast, tid, Integer.MAX_VALUE, null, true, info);
    if (result != TmResult.OK) {
      throw new IllegalStateException(
          "toast chunk could not be deleted: tid=" + Tid.toString(tid) + ", result=" + result);
    }
  }

  TmResult update(
      TableHandle table,
      long tid,
      byte[] tuple,
      int offset,
      int length,
      int cid,
      Snapshot crosscheck,
      boolean wait,
      int changed,
      TmInfo info) {
    RowLockMode mode =
        (changed & HeapAccess.CHANGED_KEY) != 0 ? RowLockMode.UPDATE : RowLockMode.NO_KEY_UPDATE;
    long xid = ctx.tm.currentXid();
    RowWaiter waiter = new RowWaiter(ctx);
    byte[] old = null;
    byte[] bytes = tuple;
    int from = offset;
    int size = length;
    int buffer = ctx.pool.read(table.locator(), Fork.MAIN, Tid.block(tid));
    try {
      ctx.pool.lockExclusive(buffer);
      try {
        long page = ctx.pool.page(buffer);
        TmResult result = waiter.settle(table, buffer, tid, cid, mode, wait);
        result = crosscheck(result, page, tid, crosscheck);
        if (result != TmResult.OK) {
          waiter.explain(result, buffer, tid, info);
          return result;
        }
        old = ctx.toaster.copyIfExternal(page, tid);
        boolean toast = old != null || Toaster.needed(table, tuple, offset, length);
        if (toast) {
          markLocked(table, buffer, tid, xid, mode);
          ctx.unlock(buffer);
          try {
            bytes = ctx.toaster.store(table, tuple, offset, length, old, 0, cid, 0);
            from = 0;
            size = bytes.length;
            HeapInserter.checkSize(size);
          } finally {
            ctx.pool.lockExclusive(buffer);
          }
        } else {
          HeapInserter.checkSize(size);
        }
        ctx.image.set(bytes, from, size, xid, cid);
        if (ctx.finder.room(buffer) >= SlottedPage.align(size)) {
          replaceHere(table, buffer, tid, xid, cid, mode, changed, info);
        } else {
          PageLayout.setFlag(mem, page, PageLayout.FLAG_FULL, true);
          replaceElsewhere(table, buffer, tid, xid, cid, mode, changed, info);
        }
      } finally {
        ctx.unlock(buffer);
      }
    } finally {
      ctx.pool.unpin(buffer);
      waiter.release();
    }
    if (old != null) {
      ctx.toaster.deleteDropped(table, old, 0, bytes, from);
    }
    return TmResult.OK;
  }

  private TmResult crosscheck(TmResult result, long page, long tid, Snapshot crosscheck) {
    if (result == TmResult.OK
        && crosscheck != null
        && !ctx.visibility.visible(page, ctx.tuple(page, tid), crosscheck)) {
      return TmResult.UPDATED;
    }
    return result;
  }

  /** Locks the version in its header, so that the page lock may be given up. */
  private void markLocked(TableHandle table, int buffer, long tid, long xid, RowLockMode mode) {
    long page = ctx.pool.page(buffer);
    long tuple = ctx.tuple(page, tid);
    ctx.rowLocks.load(tuple);
    if (ctx.rowLocks.held(mode)) {
      return;
    }
    ctx.rowLocks.join(tuple, xid, mode, false);
    RowLocker.writeLock(ctx, table, buffer, tid, xid);
  }

  private void replaceHere(
      TableHandle table,
      int buffer,
      long tid,
      long xid,
      int cid,
      RowLockMode mode,
      int changed,
      TmInfo info) {
    long page = ctx.pool.page(buffer);
    long block = ctx.pool.block(buffer);
    long tuple = ctx.tuple(page, tid);
    boolean hot = (changed & HeapAccess.CHANGED_INDEXED) == 0;
    TupleImage image = newVersion(tuple, block, hot);
    ctx.rowLocks.join(tuple, xid, mode, true);
    ctx.edit.prepare(table, buffer);
    try (HeapEdit edit = ctx.edit.begin(table, hot ? HeapWal.HOT_UPDATE : HeapWal.UPDATE, xid)) {
      int index = edit.add(buffer);
      edit.clearVisible(index);
      int item = ctx.finder.nextItem(page);
      HeapWal.put(mem, page, item, image, edit.out(index));
      long newTid = Tid.of(block, item);
      finishOld(tuple, newTid, cid, hot);
      HeapWal.header(mem, page, Tid.item(tid), edit.out(index));
      HeapWal.prunable(mem, page, xid, edit.out(index));
      edit.end();
      info.updated(newTid, hot);
    }
  }

  private void replaceElsewhere(
      TableHandle table,
      int buffer,
      long tid,
      long xid,
      int cid,
      RowLockMode mode,
      int changed,
      TmInfo info) {
    markLocked(table, buffer, tid, xid, mode);
    int other = lockWithOther(table, buffer);
    if (other == buffer) {
      replaceHere(table, buffer, tid, xid, cid, mode, changed, info);
      return;
    }
    try {
      long page = ctx.pool.page(buffer);
      long tuple = ctx.tuple(page, tid);
      long newBlock = ctx.pool.block(other);
      TupleImage image = newVersion(tuple, newBlock, false);
      ctx.rowLocks.join(tuple, xid, mode, true);
      boolean oldFirst = ctx.pool.block(buffer) < newBlock;
      ctx.edit.prepare(table, oldFirst ? buffer : other);
      ctx.edit.prepare(table, oldFirst ? other : buffer);
      try (HeapEdit edit = ctx.edit.begin(table, HeapWal.UPDATE, xid)) {
        int first = edit.add(oldFirst ? buffer : other);
        int second = edit.add(oldFirst ? other : buffer);
        int oldIndex = oldFirst ? first : second;
        int newIndex = oldFirst ? second : first;
        edit.clearVisible(oldIndex);
        edit.clearVisible(newIndex);
        long newPage = ctx.pool.page(other);
        int item = ctx.finder.nextItem(newPage);
        HeapWal.put(mem, newPage, item, image, edit.out(newIndex));
        HeapWal.prunable(mem, newPage, xid, edit.out(newIndex));
        long newTid = Tid.of(newBlock, item);
        finishOld(tuple, newTid, cid, false);
        HeapWal.header(mem, page, Tid.item(tid), edit.out(oldIndex));
        HeapWal.prunable(mem, page, xid, edit.out(oldIndex));
        edit.end();
        info.updated(newTid, false);
      }
    } finally {
      ctx.pool.unlockUnpin(other);
    }
  }

  /**
   * Locks the old page together with one that has room, in block order. Returns the old buffer
   * itself (not pinned again) if it has got room meanwhile.
   */
  private int lockWithOther(TableHandle table, int buffer) {
    int size = ctx.image.length();
    int needed = SlottedPage.align(size);
    while (true) {
      ctx.unlock(buffer);
      int other;
      try {
        other = ctx.finder.find(table, size, 0);
      } catch (RuntimeException e) {
        ctx.pool.lockExclusive(buffer);
        throw e;
      }
      if (other == buffer) {
        // Found locked and pinned once more: keep the lock, drop the second pin.
        ctx.pool.unpin(other);
        return buffer;
      }
      if (ctx.pool.block(other) < ctx.pool.block(buffer)) {
        ctx.pool.lockExclusive(buffer);
      } else {
        ctx.pool.unlock(other);
        ctx.pool.lockExclusive(buffer);
        ctx.pool.lockExclusive(other);
      }
      if (ctx.finder.room(buffer) >= needed) {
        ctx.pool.unlockUnpin(other);
        return buffer;
      }
      if (ctx.finder.room(other) >= needed) {
        return other;
      }
      ctx.pool.unlockUnpin(other);
      table.targetBlock(-1);
    }
  }

  /** Prepares the image of the version that follows {@code tuple}. */
  private TupleImage newVersion(long tuple, long block, boolean hot) {
    TupleImage image = ctx.image;
    ctx.rowLocks.carryOver(tuple);
    image.xmax = ctx.rowLocks.newXmax;
    image.mask = HeapTupleLayout.UPDATED | ctx.rowLocks.newMask;
    image.mask2 = ctx.rowLocks.newMask2 | (hot ? HeapTupleLayout.HEAP_ONLY : 0);
    image.block = block;
    return image;
  }

  private void finishOld(long tuple, long newTid, int cid, boolean hot) {
    replaceXmax(tuple, cid);
    HeapTupleLayout.setCtid(mem, tuple, newTid);
    if (hot) {
      HeapTupleLayout.setMask2(
          mem, tuple, HeapTupleLayout.mask2(mem, tuple) | HeapTupleLayout.HOT_UPDATED);
    }
  }

  /** Writes what {@link RowLocks#join} computed, and the deleting command. */
  private void replaceXmax(long tuple, int cid) {
    int mask = HeapTupleLayout.mask(mem, tuple);
    int command = cid;
    boolean combo = ctx.visibility.madeByCurrent(tuple);
    if (combo) {
      command = ctx.combos.number(ctx.visibility.cmin(tuple), cid);
    }
    mask &= ~(HeapTupleLayout.XMAX_BITS | HeapTupleLayout.COMBO_CID);
    mask |= ctx.rowLocks.newMask | (combo ? HeapTupleLayout.COMBO_CID : 0);
    int mask2 = HeapTupleLayout.mask2(mem, tuple);
    mask2 &= ~(HeapTupleLayout.KEYS_UPDATED | HeapTupleLayout.HOT_UPDATED);
    HeapTupleLayout.setXmax(mem, tuple, ctx.rowLocks.newXmax);
    HeapTupleLayout.setCid(mem, tuple, command);
    HeapTupleLayout.setMask(mem, tuple, mask);
    HeapTupleLayout.setMask2(mem, tuple, mask2 | ctx.rowLocks.newMask2);
  }
}
