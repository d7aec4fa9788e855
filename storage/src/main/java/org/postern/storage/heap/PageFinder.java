package org.postern.storage.heap;

import java.lang.foreign.MemorySegment;
import org.postern.storage.access.HeapAccess;
import org.postern.storage.access.TableHandle;
import org.postern.storage.error.SqlException;
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
    int buffer = tryTarget(table, needed, useMap);
    if (buffer < 0 && useMap) {
      buffer = tryMap(table, needed);
    }
    if (buffer < 0) {
      buffer = ctx.pool.extend(table.locator(), Fork.MAIN);
    }
    table.targetBlock(ctx.pool.block(buffer));
    return buffer;
  }

  /** The page of the last insertion; -1 if it has no room. */
  private int tryTarget(TableHandle table, int needed, boolean useMap) {
    long block = table.targetBlock();
    if (block < 0) {
      return -1;
    }
    int buffer;
    try {
      buffer = ctx.pool.read(table.locator(), Fork.MAIN, block);
    } catch (SqlException e) {
      if (block < ctx.pool.nblocks(table.locator(), Fork.MAIN)) {
        throw e;
      }
      // The table was cut off before the remembered page.
      table.targetBlock(-1);
      return -1;
    }
    return takeIfRoomy(table, buffer, needed, useMap);
  }

  /** A page that the free-space map names, or the last one; -1 if none has room. */
  private int tryMap(TableHandle table, int needed) {
    long blocks = ctx.pool.nblocks(table.locator(), Fork.MAIN);
    long block = ctx.freeSpace.search(table.locator(), needed);
    while (block >= 0) {
      if (block < blocks) {
        int buffer = ctx.pool.read(table.locator(), Fork.MAIN, block);
        buffer = takeIfRoomy(table, buffer, needed, true);
        if (buffer >= 0) {
          return buffer;
        }
      } else {
        // The map speaks of a block that was cut off since.
        ctx.freeSpace.record(table.locator(), block, 0);
      }
      block = ctx.freeSpace.search(table.locator(), needed);
    }
    if (blocks == 0 || blocks - 1 == table.targetBlock()) {
      return -1;
    }
    int last = ctx.pool.read(table.locator(), Fork.MAIN, blocks - 1);
    return takeIfRoomy(table, last, needed, true);
  }

  /** Locks the pinned page and keeps it if it has room; else tells the map and lets it go. */
  private int takeIfRoomy(TableHandle table, int buffer, int needed, boolean tellMap) {
    ctx.pool.lockExclusive(buffer);
    int room = room(buffer);
    if (room >= needed) {
      return buffer;
    }
    long block = ctx.pool.block(buffer);
    ctx.pool.unlockUnpin(buffer);
    if (tellMap) {
      ctx.freeSpace.record(table.locator(), block, room);
    }
    return -1;
  }

  /** The line pointer that the next tuple on the page gets. */
  int nextItem(long page) {
    int unused = SlottedPage.firstUnused(mem, page);
    return unused != 0 ? unused : SlottedPage.itemCount(mem, page) + 1;
  }
}
