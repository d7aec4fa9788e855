package org.postern.storage.heap;

import java.lang.foreign.MemorySegment;
import org.postern.storage.access.TableHandle;
import org.postern.storage.access.Tid;
import org.postern.storage.page.PageLayout;
import org.postern.storage.page.SlottedPage;

/**
 * Removes row versions that no snapshot can see from one page, and shortens the HOT chains that led
 * over them. Rules 10 to 15 of this package's README.
 *
 * <p>The work is planned on the page as it is and then carried out as one logged change, so that
 * redo needs no judgement of its own.
 */
final class HeapPruner {
  private final HeapContext ctx;
  private final MemorySegment mem;
  private final PrunePlan plan = new PrunePlan();
  private final int[] chain = new int[SlottedPage.MAX_ITEMS + 1];
  private final HeapVisibility.Fate[] fates = new HeapVisibility.Fate[SlottedPage.MAX_ITEMS + 1];

  HeapPruner(HeapContext ctx) {
    this.ctx = ctx;
    this.mem = ctx.mem;
  }

  /**
   * Prunes a pinned, unlocked page if that is likely to give room. The first tests read the page
   * without a lock: they only decide whether to look closer.
   */
  void maybePrune(TableHandle table, int buffer) {
    long page = ctx.pool.page(buffer);
    long pruneXid = PageLayout.pruneXid(mem, page);
    if (pruneXid == 0 || !shortOfRoom(table, page)) {
      return;
    }
    long outcome = ctx.visibility.outcome(pruneXid);
    if (outcome == 0 || outcome > ctx.tm.horizons().oldestSnapshotCsn()) {
      return;
    }
    if (!ctx.pool.tryLockExclusive(buffer)) {
      return;
    }
    try {
      if (shortOfRoom(table, page)) {
        prune(table, buffer, ctx.tm.horizons().oldestSnapshotCsn());
      }
    } finally {
      ctx.pool.unlock(buffer);
    }
  }

  private boolean shortOfRoom(TableHandle table, long page) {
    int floor = Math.max(PageFinder.reserve(table), PageLayout.PAGE_SIZE / 10);
    return PageLayout.hasFlag(mem, page, PageLayout.FLAG_FULL)
        || SlottedPage.exactFreeSpace(mem, page) < floor;
  }

  /** Prunes an exclusively locked page; returns how many tuples lost their storage. */
  int prune(TableHandle table, int buffer, long horizon) {
    long page = ctx.pool.page(buffer);
    if (SlottedPage.isNew(mem, page)) {
      return 0;
    }
    int count = SlottedPage.itemCount(mem, page);
    plan.reset(count);
    for (int item = 1; item <= count; item++) {
      fates[item] =
          SlottedPage.itemFlags(mem, page, item) == PageLayout.LP_NORMAL
              ? ctx.visibility.fate(page, SlottedPage.item(mem, page, item), horizon)
              : null;
    }
    for (int item = 1; item <= count; item++) {
      if (!plan.marked[item]) {
        int flags = SlottedPage.itemFlags(mem, page, item);
        if (flags == PageLayout.LP_NORMAL || flags == PageLayout.LP_REDIRECT) {
          planChain(page, item, count, flags == PageLayout.LP_REDIRECT);
        }
      }
    }
    if (plan.isEmpty()) {
      settleHints(buffer, page);
      return 0;
    }
    try (HeapEdit edit = ctx.edit.begin(table, HeapWal.PRUNE, 0)) {
      int index = edit.add(buffer);
      HeapWal.prune(mem, page, plan, edit.out(index));
      edit.end();
    }
    ctx.visibility.takeHinted();
    return plan.removed;
  }

  /** Nothing to remove: at least let the next reader know when to try again. */
  private void settleHints(int buffer, long page) {
    boolean dirty = ctx.visibility.takeHinted();
    if (PageLayout.pruneXid(mem, page) != plan.newPruneXid
        || PageLayout.hasFlag(mem, page, PageLayout.FLAG_FULL)) {
      PageLayout.setPruneXid(mem, page, plan.newPruneXid);
      PageLayout.setFlag(mem, page, PageLayout.FLAG_FULL, false);
      dirty = true;
    }
    if (dirty) {
      ctx.pool.markDirtyHint(buffer);
    }
  }

  private void planChain(long page, int root, int count, boolean redirected) {
    if (!redirected) {
      long tuple = SlottedPage.item(mem, page, root);
      if (HeapTupleLayout.isHeapOnly(mem, tuple)) {
        // Members are reached from their root. One that is dead and leads nowhere may be an orphan.
        if (fates[root] == HeapVisibility.Fate.DEAD && !HeapTupleLayout.isHotUpdated(mem, tuple)) {
          plan.unused(root);
          plan.removed++;
        } else {
          notePrunable(page, root);
        }
        return;
      }
    }
    int length = 0;
    int latestDead = 0;
    int item = root;
    long priorXmax = 0;
    while (item >= 1 && item <= count && !plan.marked[item]) {
      int flags = SlottedPage.itemFlags(mem, page, item);
      if (flags == PageLayout.LP_REDIRECT) {
        if (length > 0) {
          break;
        }
        chain[length++] = item;
        item = SlottedPage.itemOffset(mem, page, root);
        continue;
      }
      if (flags != PageLayout.LP_NORMAL) {
        break;
      }
      long tuple = SlottedPage.item(mem, page, item);
      if (priorXmax != 0 && HeapTupleLayout.xmin(mem, tuple) != priorXmax) {
        break;
      }
      chain[length++] = item;
      HeapVisibility.Fate fate = fates[item];
      if (fate == HeapVisibility.Fate.DEAD) {
        latestDead = length;
      } else {
        notePrunable(page, item);
        if (fate != HeapVisibility.Fate.RECENTLY_DEAD) {
          break;
        }
      }
      if (!HeapTupleLayout.isHotUpdated(mem, tuple)) {
        break;
      }
      item = Tid.item(HeapTupleLayout.ctid(mem, tuple));
      priorXmax = ctx.visibility.updateXid(tuple, HeapTupleLayout.mask(mem, tuple));
    }
    if (latestDead > 0) {
      for (int i = 1; i < latestDead; i++) {
        plan.unused(chain[i]);
      }
      plan.removed += latestDead - (redirected ? 1 : 0);
      if (latestDead >= length) {
        plan.dead(root);
      } else {
        plan.redirect(root, chain[latestDead]);
      }
    } else if (redirected && length < 2) {
      plan.dead(root);
    }
  }

  /** Remembers the xid whose end may make the version removable. */
  private void notePrunable(long page, int item) {
    long tuple = SlottedPage.item(mem, page, item);
    switch (fates[item]) {
      case RECENTLY_DEAD, DELETE_IN_PROGRESS -> {
        long xmax = ctx.visibility.updateXid(tuple, HeapTupleLayout.mask(mem, tuple));
        if (xmax != 0) {
          plan.prunable(xmax);
        }
      }
      case INSERT_IN_PROGRESS -> plan.prunable(HeapTupleLayout.xmin(mem, tuple));
      case LIVE, DEAD -> {}
    }
  }
}
