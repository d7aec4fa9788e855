package org.postern.storage.heap;

import java.lang.foreign.MemorySegment;
import org.postern.storage.access.IndexBuildScan;
import org.postern.storage.access.TableHandle;
import org.postern.storage.access.Tid;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.buffer.BufferStrategy;
import org.postern.storage.page.PageLayout;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.smgr.Fork;
import org.postern.storage.transam.Snapshot;

/**
 * Reads everything that is not dead to all, with the root of each HOT chain. README rules 9 to 11.
 */
final class HeapIndexBuildScan implements IndexBuildScan {
  private final HeapContext ctx;
  private final MemorySegment mem;
  private final TableHandle table;
  private final Snapshot snapshot;
  private final BufferStrategy strategy;
  private final long blocks;
  private final int[] root = new int[SlottedPage.MAX_ITEMS + 1];
  private final boolean[] alive = new boolean[SlottedPage.MAX_ITEMS + 1];
  private long next;

  /** {@code snapshot}: leave out what it does not see inserted; null for everything. */
  HeapIndexBuildScan(HeapContext ctx, TableHandle table, Snapshot snapshot) {
    this.snapshot = snapshot;
    this.ctx = ctx;
    this.mem = ctx.mem;
    this.table = table;
    this.blocks = ctx.pool.nblocks(table.locator(), Fork.MAIN);
    this.strategy = BufferStrategy.of(BufferStrategy.Kind.BULK_READ, ctx.bufferCount);
  }

  @Override
  public long blockCount() {
    return blocks;
  }

  @Override
  public boolean alive(int i) {
    return alive[i];
  }

  @Override
  public boolean nextBatch(TupleBatch batch) {
    while (next < blocks) {
      ctx.interrupts.check();
      batch.clear();
      readPage(next++, batch);
      if (batch.count() > 0) {
        return true;
      }
    }
    batch.clear();
    return false;
  }

  private void readPage(long block, TupleBatch batch) {
    int buffer = ctx.pool.read(table.locator(), Fork.MAIN, block, strategy);
    try {
      ctx.pruner.maybePrune(table, buffer);
      ctx.pool.lockShared(buffer);
      try {
        long page = ctx.pool.page(buffer);
        if (!SlottedPage.isNew(mem, page)) {
          collect(page, block, batch);
        }
      } finally {
        ctx.unlock(buffer);
      }
    } finally {
      ctx.pool.unpin(buffer);
    }
  }

  private void collect(long page, long block, TupleBatch batch) {
    long horizon = ctx.tm.horizons().oldestSnapshotCsn();
    int count = SlottedPage.itemCount(mem, page);
    findRoots(page, count);
    for (int item = 1; item <= count; item++) {
      if (SlottedPage.itemFlags(mem, page, item) != PageLayout.LP_NORMAL || root[item] == 0) {
        continue;
      }
      long tuple = SlottedPage.item(mem, page, item);
      HeapVisibility.Fate fate = ctx.visibility.fate(page, tuple, horizon);
      boolean live =
          fate == HeapVisibility.Fate.LIVE || fate == HeapVisibility.Fate.INSERT_IN_PROGRESS;
      if (snapshot != null && !ctx.visibility.insertedBefore(tuple, snapshot)) {
        continue;
      }
      if (fate == HeapVisibility.Fate.DEAD || !live && HeapTupleLayout.isHotUpdated(mem, tuple)) {
        continue;
      }
      alive[batch.count()] = live;
      HeapReader.append(mem, page, Tid.of(block, item), batch);
      batch.setTid(batch.count() - 1, Tid.of(block, root[item]));
    }
  }

  /** For each tuple the line pointer that starts its chain; 0 for orphans. */
  private void findRoots(long page, int count) {
    java.util.Arrays.fill(root, 0, count + 1, 0);
    for (int item = 1; item <= count; item++) {
      int flags = SlottedPage.itemFlags(mem, page, item);
      int at = item;
      if (flags == PageLayout.LP_REDIRECT) {
        at = SlottedPage.itemOffset(mem, page, item);
      } else if (flags != PageLayout.LP_NORMAL
          || HeapTupleLayout.isHeapOnly(mem, SlottedPage.item(mem, page, item))) {
        continue;
      }
      long priorXmax = 0;
      while (at >= 1
          && at <= count
          && root[at] == 0
          && SlottedPage.itemFlags(mem, page, at) == PageLayout.LP_NORMAL) {
        long tuple = SlottedPage.item(mem, page, at);
        if (priorXmax != 0 && HeapTupleLayout.xmin(mem, tuple) != priorXmax) {
          break;
        }
        root[at] = item;
        if (!HeapTupleLayout.isHotUpdated(mem, tuple)) {
          break;
        }
        priorXmax = ctx.visibility.updateXid(tuple, HeapTupleLayout.mask(mem, tuple));
        at = Tid.item(HeapTupleLayout.ctid(mem, tuple));
      }
    }
  }

  @Override
  public void close() {
    next = blocks;
  }
}
