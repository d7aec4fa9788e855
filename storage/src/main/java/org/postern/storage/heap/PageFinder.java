package org.postern.storage.heap;

import java.lang.foreign.MemorySegment;
import org.postern.storage.access.HeapAccess;
import org.postern.storage.access.TableHandle;
import org.postern.storage.page.PageLayout;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.smgr.Fork;

/**
 * Finds the page that a new tuple goes to: the page of the last insertion, else one that the
 * free-space map knows of, else the table's last page, else a new one.
 */
final class PageFinder {
  private final HeapContext ctx;
  private final MemorySegment mem;

  PageFinder(HeapContext ctx) {
    this.ctx = ctx;
    this.mem = ctx.mem;
  }

  /** Room that inserts leave for later updates of a page's rows. */
  static int reserve(TableHandle table) {
    return PageLayout.PAGE_SIZE * (100 - table.fillfactor()) / 100;
  }

  /** Bytes that a tuple of up to a page could use. */
  int room(int buffer) {
    long page = ctx.pool.page(buffer);
    return SlottedPage.isNew(mem, page)
        ? HeapContext.MAX_TUPLE_SIZE
        : SlottedPage.heapFreeSpace(mem, page, HeapContext.MAX_TUPLES);
  }

  /** A page with room for {@code length} bytes, pinned and exclusively locked. */
  int find(TableHandle table, int length, int options) {
    int needed = Math.min(SlottedPage.align(length) + reserve(table), HeapContext.MAX_TUPLE_SIZE);
    boolean useMap = (options & HeapAccess.INSERT_SKIP_FSM) == 0;
    long block = table.targetBlock();
    if (block < 0 && useMap) {
      block = ctx.freeSpace.search(table.locator(), needed);
    }
    long blocks = ctx.pool.nblocks(table.locator(), Fork.MAIN);
    boolean lastTried = !useMap;
    if (block < 0 && !lastTried) {
      block = blocks - 1;
      lastTried = true;
    }
    while (block >= 0) {
      if (block < blocks) {
        int buffer = ctx.pool.read(table.locator(), Fork.MAIN, block);
        ctx.pool.lockExclusive(buffer);
        int room = room(buffer);
        if (room >= needed) {
          table.targetBlock(block);
          return buffer;
        }
        ctx.pool.unlockUnpin(buffer);
        if (!useMap) {
          break;
        }
        block = ctx.freeSpace.recordAndSearch(table.locator(), block, room, needed);
      } else {
        // The map speaks of blocks that were cut off since.
        ctx.freeSpace.record(table.locator(), block, 0);
        block = ctx.freeSpace.search(table.locator(), needed);
      }
      if (block < 0 && !lastTried) {
        block = ctx.pool.nblocks(table.locator(), Fork.MAIN) - 1;
        blocks = block + 1;
        lastTried = true;
      }
    }
    int buffer = ctx.pool.extend(table.locator(), Fork.MAIN);
    table.targetBlock(ctx.pool.block(buffer));
    return buffer;
  }

  /** The line pointer that the next tuple on the page gets. */
  int nextItem(long page) {
    int unused = SlottedPage.firstUnused(mem, page);
    return unused != 0 ? unused : SlottedPage.itemCount(mem, page) + 1;
  }
}
