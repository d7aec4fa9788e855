package org.postern.storage.heap;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.postern.storage.access.TableHandle;
import org.postern.storage.access.TableScan;
import org.postern.storage.access.Tid;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.buffer.BufferStrategy;
import org.postern.storage.page.PageLayout;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.smgr.Fork;
import org.postern.storage.transam.Snapshot;

/**
 * Reads a table page by page. Each page is copied whole; on an all-visible page the copy's line
 * pointers are all that is looked at, without any lock.
 */
final class HeapTableScan implements TableScan {
  private static final ValueLayout.OfInt POINTER =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final HeapContext ctx;
  private final MemorySegment mem;
  private final TableHandle table;
  private final Snapshot snapshot;
  private final long first;
  private final long wanted;
  private final boolean backward;
  private BufferStrategy strategy;
  private long blocks;
  private long done;
  private boolean counted;
  private long current = -1;

  HeapTableScan(
      HeapContext ctx,
      TableHandle table,
      Snapshot snapshot,
      long first,
      long wanted,
      boolean backward) {
    this.ctx = ctx;
    this.mem = ctx.mem;
    this.table = table;
    this.snapshot = snapshot;
    this.first = first;
    this.wanted = wanted;
    this.backward = backward;
    rescan();
  }

  @Override
  public void rescan() {
    long end = ctx.pool.nblocks(table.locator(), Fork.MAIN);
    long available = Math.max(0, end - first);
    blocks = wanted < 0 ? available : Math.min(wanted, available);
    done = 0;
    counted = false;
    current = -1;
    // A large table must not push everything else out of memory.
    if (blocks > ctx.bufferCount / 4 && strategy == null) {
      strategy = BufferStrategy.of(BufferStrategy.Kind.BULK_READ, ctx.bufferCount);
    }
  }

  @Override
  public long blockCount() {
    return blocks;
  }

  @Override
  public long currentBlock() {
    return current;
  }

  @Override
  public boolean nextBatch(TupleBatch batch) {
    while (done < blocks) {
      ctx.interrupts.check();
      long block = backward ? first + blocks - 1 - done : first + done;
      done++;
      current = block;
      batch.clear();
      readPage(block, batch);
      if (batch.count() > 0) {
        if (backward) {
          batch.reverse();
        }
        ctx.changes.scanned(table, batch.count(), !counted);
        counted = true;
        return true;
      }
    }
    current = -1;
    batch.clear();
    if (!counted) {
      ctx.changes.scanned(table, 0, true);
      counted = true;
    }
    return false;
  }

  private void readPage(long block, TupleBatch batch) {
    int buffer =
        strategy == null
            ? ctx.pool.read(table.locator(), Fork.MAIN, block)
            : ctx.pool.read(table.locator(), Fork.MAIN, block, strategy);
    boolean allVisible;
    byte[] data;
    int count;
    try {
      ctx.pruner.maybePrune(table, buffer);
      long page = ctx.pool.page(buffer);
      ctx.pool.lockShared(buffer);
      try {
        if (SlottedPage.isNew(mem, page)) {
          return;
        }
        data = batch.pageData();
        allVisible =
            snapshot.isMvcc() && PageLayout.hasFlag(mem, page, PageLayout.FLAG_ALL_VISIBLE);
        count = SlottedPage.itemCount(mem, page);
        MemorySegment.copy(mem, ValueLayout.JAVA_BYTE, page, data, 0, PageLayout.PAGE_SIZE);
        if (!allVisible) {
          judge(page, count, block, batch);
        }
      } finally {
        ctx.unlock(buffer);
      }
    } finally {
      ctx.pool.unpin(buffer);
    }
    if (allVisible) {
      MemorySegment copy = MemorySegment.ofArray(data);
      for (int item = 1; item <= count; item++) {
        int pointer = copy.get(POINTER, pointerAt(item));
        if (PageLayout.flagsOf(pointer) == PageLayout.LP_NORMAL) {
          batch.add(
              PageLayout.offsetOf(pointer), PageLayout.lengthOf(pointer), Tid.of(block, item));
        }
      }
    }
  }

  private void judge(long page, int count, long block, TupleBatch batch) {
    for (int item = 1; item <= count; item++) {
      int pointer = PageLayout.linePointer(mem, page, item);
      if (PageLayout.flagsOf(pointer) == PageLayout.LP_NORMAL) {
        int offset = PageLayout.offsetOf(pointer);
        if (ctx.visibility.visible(page, page + offset, snapshot)) {
          batch.add(offset, PageLayout.lengthOf(pointer), Tid.of(block, item));
        }
      }
    }
  }

  private static long pointerAt(int item) {
    return PageLayout.HEADER_SIZE + (long) (item - 1) * PageLayout.LINE_POINTER_SIZE;
  }

  @Override
  public void close() {
    done = blocks;
  }
}
