package org.postern.storage.heap;

import java.lang.foreign.MemorySegment;
import org.postern.storage.access.TableHandle;
import org.postern.storage.access.Tid;
import org.postern.storage.buffer.BufferStrategy;
import org.postern.storage.page.PageLayout;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.smgr.Fork;

/**
 * VACUUM's work on single pages: prune, freeze, mark all-visible, and later free the line pointers
 * that no index entry leads to any more. Rules 11 to 18 of this package's README.
 */
public final class HeapCleaner {
  private final HeapContext ctx;
  private final MemorySegment mem;
  private final int[] freeze = new int[SlottedPage.MAX_ITEMS];
  private final int[] unlock = new int[SlottedPage.MAX_ITEMS];
  private int freezeCount;
  private int unlockCount;
  private BufferStrategy strategy;

  public HeapCleaner(Heap heap) {
    this.ctx = heap.context();
    this.mem = ctx.mem;
  }

  /** The table's length in blocks. */
  public long blockCount(TableHandle table) {
    return ctx.pool.nblocks(table.locator(), Fork.MAIN);
  }

  /** Whether the map says that there is nothing to do on the block. */
  public boolean skippable(TableHandle table, long block, boolean mustFreeze) {
    int wanted = mustFreeze ? VisibilityMap.ALL_FROZEN : VisibilityMap.ALL_VISIBLE;
    return (ctx.map.get(table, block) & wanted) != 0;
  }

  /**
   * Cleans one page.
   *
   * @param freezeLimit row versions made by older transactions are frozen
   * @param noIndexes dead line pointers may be freed at once
   */
  public void clean(
      TableHandle table, long block, long freezeLimit, boolean noIndexes, PageFindings out) {
    ctx.interrupts.check();
    out.reset();
    long horizon = ctx.tm.horizons().oldestSnapshotCsn();
    int buffer = read(table, block);
    try {
      ctx.pool.lockExclusive(buffer);
      try {
        long page = ctx.pool.page(buffer);
        if (!SlottedPage.isNew(mem, page)) {
          out.removed = ctx.pruner.prune(table, buffer, horizon);
          inspect(page, horizon, freezeLimit, out);
          if (noIndexes && out.deadCount > 0) {
            reclaim(table, buffer, out.dead, out.deadCount);
            out.deadCount = 0;
          }
          write(table, buffer, out);
        }
        out.freeBytes = ctx.finder.room(buffer);
      } finally {
        ctx.unlock(buffer);
      }
    } finally {
      ctx.pool.unpin(buffer);
    }
    ctx.freeSpace.record(table.locator(), block, out.freeBytes);
  }

  private int read(TableHandle table, long block) {
    if (strategy == null) {
      strategy = BufferStrategy.of(BufferStrategy.Kind.VACUUM, ctx.bufferCount);
    }
    return ctx.pool.read(table.locator(), Fork.MAIN, block, strategy);
  }

  private void inspect(long page, long horizon, long freezeLimit, PageFindings out) {
    freezeCount = 0;
    unlockCount = 0;
    int count = SlottedPage.itemCount(mem, page);
    for (int item = 1; item <= count; item++) {
      int flags = SlottedPage.itemFlags(mem, page, item);
      if (flags == PageLayout.LP_UNUSED) {
        continue;
      }
      out.hasItems = true;
      if (flags == PageLayout.LP_DEAD) {
        out.dead[out.deadCount++] = item;
      } else if (flags == PageLayout.LP_NORMAL) {
        inspectTuple(page, item, horizon, freezeLimit, out);
      }
    }
  }

  private void inspectTuple(long page, int item, long horizon, long freezeLimit, PageFindings out) {
    long tuple = SlottedPage.item(mem, page, item);
    switch (ctx.visibility.fate(page, tuple, horizon)) {
      case LIVE -> {
        out.live++;
        if (!ctx.visibility.inserterVisibleToAll(tuple, horizon)) {
          out.allVisible = false;
        }
      }
      case INSERT_IN_PROGRESS -> out.allVisible = false;
      case DELETE_IN_PROGRESS -> {
        out.live++;
        out.allVisible = false;
      }
      case RECENTLY_DEAD, DEAD -> {
        // A version can become dead after the page was pruned; it waits for the next round.
        out.recentlyDead++;
        out.allVisible = false;
      }
    }
    int mask = HeapTupleLayout.mask(mem, tuple);
    if ((mask & HeapTupleLayout.XMIN_FROZEN) != HeapTupleLayout.XMIN_FROZEN) {
      long xmin = HeapTupleLayout.xmin(mem, tuple);
      if (xmin < freezeLimit && ctx.visibility.inserterVisibleToAll(tuple, horizon)) {
        freeze[freezeCount++] = item;
      } else {
        out.allFrozen = false;
        out.noteXid(xmin);
      }
    }
    if ((mask & HeapTupleLayout.XMAX_INVALID) == 0) {
      inspectXmax(tuple, item, freezeLimit, out);
    } else if (HeapTupleLayout.xmax(mem, tuple) != 0
        && HeapTupleLayout.xmax(mem, tuple) < freezeLimit) {
      unlock[unlockCount++] = item;
    }
  }

  /** An xmax without effect is removed once it is old, so that nobody asks for its outcome. */
  private void inspectXmax(long tuple, int item, long freezeLimit, PageFindings out) {
    int members = ctx.rowLocks.load(tuple);
    boolean alive = false;
    long oldest = Long.MAX_VALUE;
    for (int i = 0; i < members; i++) {
      long member = ctx.rowLocks.memberAt(i);
      long xid = RowLocks.xid(member);
      oldest = Math.min(oldest, xid);
      alive |=
          ctx.visibility.running(xid)
              || RowLocks.status(member).isUpdate && ctx.visibility.committed(xid);
    }
    if (!alive && oldest < freezeLimit) {
      unlock[unlockCount++] = item;
    } else {
      out.allFrozen = false;
      out.noteXid(oldest);
    }
  }

  /** Carries out freezing and the page's visibility, as one change if there is any. */
  private void write(TableHandle table, int buffer, PageFindings out) {
    long page = ctx.pool.page(buffer);
    long block = ctx.pool.block(buffer);
    boolean visible = out.allVisible && out.deadCount == 0;
    int bits =
        visible ? VisibilityMap.ALL_VISIBLE | (out.allFrozen ? VisibilityMap.ALL_FROZEN : 0) : 0;
    out.bits = bits;
    boolean flagged = PageLayout.hasFlag(mem, page, PageLayout.FLAG_ALL_VISIBLE);
    boolean mark = visible && (!flagged || ctx.map.get(table, block) != bits);
    if (freezeCount == 0 && unlockCount == 0 && !mark) {
      return;
    }
    if (mark) {
      ctx.edit.prepareMap(table, block);
    }
    int kind = freezeCount + unlockCount > 0 ? HeapWal.FREEZE : HeapWal.VISIBLE;
    try (HeapEdit edit = ctx.edit.begin(table, kind, 0)) {
      int index = edit.add(buffer);
      for (int i = 0; i < unlockCount; i++) {
        long tuple = SlottedPage.item(mem, page, unlock[i]);
        int mask = HeapTupleLayout.mask(mem, tuple) & ~HeapTupleLayout.XMAX_BITS;
        int mask2 = HeapTupleLayout.mask2(mem, tuple);
        HeapTupleLayout.setXmax(mem, tuple, 0);
        HeapTupleLayout.setMask(mem, tuple, mask | HeapTupleLayout.XMAX_INVALID);
        HeapTupleLayout.setMask2(
            mem, tuple, mask2 & ~(HeapTupleLayout.KEYS_UPDATED | HeapTupleLayout.HOT_UPDATED));
        HeapTupleLayout.setCtid(mem, tuple, Tid.of(block, unlock[i]));
        HeapWal.header(mem, page, unlock[i], edit.out(index));
      }
      if (freezeCount > 0) {
        HeapWal.freeze(mem, page, freeze, freezeCount, edit.out(index));
      }
      if (mark) {
        edit.setVisible(index, bits);
      }
      edit.end();
    }
    out.frozen = freezeCount;
    ctx.visibility.takeHinted();
  }

  /** Frees line pointers whose index entries are gone. */
  public void reclaim(
      TableHandle table, long block, int[] items, int count, long freezeLimit, PageFindings out) {
    ctx.interrupts.check();
    out.reset();
    int buffer = read(table, block);
    try {
      ctx.pool.lockExclusive(buffer);
      try {
        reclaim(table, buffer, items, count);
        long horizon = ctx.tm.horizons().oldestSnapshotCsn();
        inspect(ctx.pool.page(buffer), horizon, freezeLimit, out);
        write(table, buffer, out);
        out.freeBytes = ctx.finder.room(buffer);
      } finally {
        ctx.unlock(buffer);
      }
    } finally {
      ctx.pool.unpin(buffer);
    }
    ctx.freeSpace.record(table.locator(), block, out.freeBytes);
  }

  private void reclaim(TableHandle table, int buffer, int[] items, int count) {
    long page = ctx.pool.page(buffer);
    for (int i = 0; i < count; i++) {
      if (SlottedPage.itemFlags(mem, page, items[i]) != PageLayout.LP_DEAD) {
        throw new IllegalStateException(
            "line pointer is not dead: tid="
                + Tid.toString(Tid.of(ctx.pool.block(buffer), items[i])));
      }
    }
    try (HeapEdit edit = ctx.edit.begin(table, HeapWal.VACUUM, 0)) {
      int index = edit.add(buffer);
      HeapWal.reclaim(mem, page, items, count, edit.out(index));
      edit.end();
    }
  }

  /** The number of blocks up to the last one with a used line pointer, counted from the end. */
  public long usedBlocks(TableHandle table, long from) {
    long blocks = from;
    while (blocks > 0) {
      ctx.interrupts.check();
      int buffer = read(table, blocks - 1);
      boolean used;
      try {
        ctx.pool.lockShared(buffer);
        try {
          used = hasItems(ctx.pool.page(buffer));
        } finally {
          ctx.unlock(buffer);
        }
      } finally {
        ctx.pool.unpin(buffer);
      }
      if (used) {
        return blocks;
      }
      blocks--;
    }
    return 0;
  }

  private boolean hasItems(long page) {
    if (SlottedPage.isNew(mem, page)) {
      return false;
    }
    int count = SlottedPage.itemCount(mem, page);
    for (int item = 1; item <= count; item++) {
      if (SlottedPage.itemFlags(mem, page, item) != PageLayout.LP_UNUSED) {
        return true;
      }
    }
    return false;
  }

  /** Clears what the maps say about blocks that are about to be cut off. */
  public void forgetBlocks(TableHandle table, long first, long end) {
    for (long block = first; block < end; block++) {
      if (ctx.map.get(table, block) != 0) {
        ctx.edit.prepareMap(table, block);
        try (HeapEdit edit = ctx.edit.begin(table, HeapWal.MAP_TRUNCATE, 0)) {
          edit.setMap(block, 0);
          edit.end();
        }
      }
    }
    ctx.freeSpace.forget(table.locator(), first, end);
    table.targetBlock(-1);
  }

  /** The oldest transaction that may still run. */
  public long oldestRunningXid() {
    return ctx.tm.horizons().refreshOldestRunningXid();
  }
}
