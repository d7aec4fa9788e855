package org.postern.storage.heap;

import java.lang.foreign.MemorySegment;
import org.postern.storage.access.HeapAccess;
import org.postern.storage.access.IndexBuildScan;
import org.postern.storage.access.Liveness;
import org.postern.storage.access.RowLockMode;
import org.postern.storage.access.RowWait;
import org.postern.storage.access.TableChanges;
import org.postern.storage.access.TableHandle;
import org.postern.storage.access.TableScan;
import org.postern.storage.access.Tid;
import org.postern.storage.access.TmInfo;
import org.postern.storage.access.TmResult;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.buffer.BufferPool;
import org.postern.storage.buffer.PageEdits;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.LockManager;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.proc.Interrupts;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.StorageManager;
import org.postern.storage.transam.Snapshot;
import org.postern.storage.transam.TransactionManager;
import org.postern.storage.tuple.TupleHeader;
import org.postern.storage.walapi.WalLog;

/** The heap of one process: joins the classes that each do one kind of work. */
public final class Heap implements HeapAccess {
  private final HeapContext ctx;
  private final HeapInserter inserter;
  private final HeapUpdater updater;
  private final RowLocker locker;
  private final HeapReader reader;

  /**
   * @param bufferCount size of the buffer pool: scans larger than a quarter of it use a ring
   * @param taste any number, different in each process, so that inserts spread over pages
   */
  public Heap(
      BufferPool pool,
      PageEdits edits,
      StorageManager files,
      TransactionManager transactions,
      LockManager locks,
      WalLog wal,
      Interrupts interrupts,
      int bufferCount,
      int taste) {
    this.ctx =
        new HeapContext(
            pool, edits, files, transactions, locks, wal, interrupts, bufferCount, taste);
    this.inserter = new HeapInserter(ctx);
    this.updater = new HeapUpdater(ctx);
    this.locker = new RowLocker(ctx);
    this.reader = new HeapReader(ctx);
  }

  /** Whom to tell of changes from now on. */
  public void changes(TableChanges listener) {
    ctx.changes = listener;
  }

  @Override
  public long insert(
      TableHandle table, byte[] tuple, int offset, int length, int cid, int options) {
    long tid = inserter.insert(table, tuple, offset, length, cid, options, 0);
    ctx.changes.inserted(table, 1);
    return tid;
  }

  @Override
  public void multiInsert(TableHandle table, TupleBatch rows, int cid, int options) {
    inserter.multiInsert(table, rows, cid, options);
    ctx.changes.inserted(table, rows.count());
  }

  @Override
  public long insertSpeculative(
      TableHandle table, byte[] tuple, int offset, int length, int cid, int token) {
    if (token == 0) {
      throw new IllegalArgumentException("a speculative insertion needs a token");
    }
    return inserter.insert(table, tuple, offset, length, cid, 0, token);
  }

  @Override
  public void confirmSpeculative(TableHandle table, long tid) {
    inserter.confirm(table, tid);
    ctx.changes.inserted(table, 1);
  }

  @Override
  public void killSpeculative(TableHandle table, long tid) {
    inserter.kill(table, tid);
  }

  @Override
  public TmResult delete(
      TableHandle table, long tid, int cid, Snapshot crosscheck, boolean wait, TmInfo info) {
    TmResult result = updater.delete(table, tid, cid, crosscheck, wait, info);
    if (result == TmResult.OK) {
      ctx.changes.deleted(table);
    }
    return result;
  }

  @Override
  public TmResult update(
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
    TmResult result =
        updater.update(table, tid, tuple, offset, length, cid, crosscheck, wait, changed, info);
    if (result == TmResult.OK) {
      ctx.changes.updated(table, info.heapOnly());
    }
    return result;
  }

  @Override
  public TmResult lock(
      TableHandle table,
      long tid,
      int cid,
      RowLockMode mode,
      RowWait wait,
      int options,
      TupleBatch out,
      TmInfo info) {
    return locker.lock(table, tid, cid, mode, wait, options, out, info);
  }

  @Override
  public boolean fetch(TableHandle table, long tid, Snapshot snapshot, TupleBatch out) {
    return reader.fetch(table, tid, snapshot, out);
  }

  @Override
  public void fetchAll(
      TableHandle table, long[] tids, int count, Snapshot snapshot, TupleBatch out, int[] found) {
    reader.fetchAll(table, tids, count, snapshot, out, found);
  }

  @Override
  public boolean fetchVersion(TableHandle table, long tid, Snapshot snapshot, TupleBatch out) {
    return reader.fetchVersion(table, tid, snapshot, out);
  }

  @Override
  public void fetchPage(
      TableHandle table, long block, int[] items, int count, Snapshot snapshot, TupleBatch out) {
    reader.fetchPage(table, block, items, count, snapshot, out);
  }

  @Override
  public long latestVersion(TableHandle table, long tid, Snapshot snapshot) {
    return reader.latestVersion(table, tid, snapshot);
  }

  @Override
  public void liveness(TableHandle table, long tid, Liveness result) {
    reader.liveness(table, tid, result);
  }

  @Override
  public boolean allVisible(TableHandle table, long block) {
    return (ctx.map.get(table, block) & VisibilityMap.ALL_VISIBLE) != 0;
  }

  @Override
  public void inplaceUpdate(TableHandle table, long tid, byte[] tuple, int offset, int length) {
    int buffer = ctx.pool.read(table.locator(), Fork.MAIN, Tid.block(tid));
    try {
      ctx.pool.lockExclusive(buffer);
      try {
        long page = ctx.pool.page(buffer);
        long at = ctx.tuple(page, tid);
        MemorySegment mem = ctx.mem;
        int hoff = TupleHeader.hoff(tuple, offset);
        int item = Tid.item(tid);
        if (at < 0
            || SlottedPage.itemLength(mem, page, item) != length
            || HeapTupleLayout.hoff(mem, at) != hoff) {
          throw SqlException.error(SqlState.INTERNAL_ERROR, "wrong tuple length");
        }
        try (HeapEdit edit = ctx.edit.begin(table, HeapWal.INPLACE, 0)) {
          int index = edit.add(buffer);
          HeapWal.body(mem, page, item, tuple, offset + hoff, length - hoff, edit.out(index));
          edit.end();
        }
      } finally {
        ctx.unlock(buffer);
      }
    } finally {
      ctx.pool.unpin(buffer);
    }
  }

  @Override
  public TableScan scan(TableHandle table, Snapshot snapshot) {
    return new HeapTableScan(ctx, table, snapshot, 0, -1, false);
  }

  @Override
  public TableScan scan(
      TableHandle table, Snapshot snapshot, long first, long count, boolean backward) {
    return new HeapTableScan(ctx, table, snapshot, first, count, backward);
  }

  @Override
  public IndexBuildScan indexBuildScan(TableHandle table) {
    return new HeapIndexBuildScan(ctx, table, null);
  }

  @Override
  public IndexBuildScan indexCheckScan(TableHandle table, Snapshot snapshot) {
    return new HeapIndexBuildScan(ctx, table, snapshot);
  }

  @Override
  public byte[] detoast(TableHandle table, byte[] base, int offset) {
    return ctx.toaster.detoast(table, base, offset);
  }

  @Override
  public byte[] detoastSlice(TableHandle table, byte[] base, int offset, int from, int length) {
    return ctx.toaster.detoastSlice(table, base, offset, from, length);
  }

  @Override
  public long blockCount(TableHandle table) {
    return ctx.pool.nblocks(table.locator(), Fork.MAIN);
  }

  /** For the parts of storage that clean up tables. */
  HeapContext context() {
    return ctx;
  }
}
