package org.postern.storage.heap;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.postern.storage.access.Liveness;
import org.postern.storage.access.TableHandle;
import org.postern.storage.access.Tid;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.page.PageLayout;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.smgr.Fork;
import org.postern.storage.transam.Snapshot;

/**
 * Copies rows out of pages: by tid, through HOT chains, or a page at a time. Each call pins, locks
 * and lets go again.
 */
final class HeapReader {
  /** {@link HeapAccess#fetchAll}: no version is visible. */
  static final int NONE = -1;

  /** … and none ever will be. */
  static final int DEAD_TO_ALL = -2;

  private final HeapContext ctx;
  private final MemorySegment mem;
  private final Liveness scratch = new Liveness();
  private boolean allDead;

  HeapReader(HeapContext ctx) {
    this.ctx = ctx;
    this.mem = ctx.mem;
  }

  /** Appends the version in line pointer {@code item} of the tid. */
  static void append(MemorySegment mem, long page, long tid, TupleBatch out) {
    int pointer = PageLayout.linePointer(mem, page, Tid.item(tid));
    int length = PageLayout.lengthOf(pointer);
    int at = out.reserve(length);
    MemorySegment.copy(
        mem, ValueLayout.JAVA_BYTE, page + PageLayout.offsetOf(pointer), out.data(), at, length);
    out.add(at, length, tid);
  }

  boolean fetch(TableHandle table, long tid, Snapshot snapshot, TupleBatch out) {
    int buffer = ctx.pool.read(table.locator(), Fork.MAIN, Tid.block(tid));
    try {
      ctx.pruner.maybePrune(table, buffer);
      ctx.pool.lockShared(buffer);
      try {
        return fetchHere(buffer, tid, snapshot, out) >= 0;
      } finally {
        ctx.unlock(buffer);
      }
    } finally {
      ctx.pool.unpin(buffer);
    }
  }

  void fetchAll(
      TableHandle table, long[] tids, int count, Snapshot snapshot, TupleBatch out, int[] found) {
    int i = 0;
    while (i < count) {
      long block = Tid.block(tids[i]);
      int buffer = ctx.pool.read(table.locator(), Fork.MAIN, block);
      try {
        ctx.pruner.maybePrune(table, buffer);
        ctx.pool.lockShared(buffer);
        try {
          while (i < count && Tid.block(tids[i]) == block) {
            int index = fetchHere(buffer, tids[i], snapshot, out);
            if (found != null) {
              found[i] = index;
            }
            i++;
          }
        } finally {
          ctx.unlock(buffer);
        }
      } finally {
        ctx.pool.unpin(buffer);
      }
    }
  }

  private int fetchHere(int buffer, long tid, Snapshot snapshot, TupleBatch out) {
    long page = ctx.pool.page(buffer);
    int item = search(page, tid, snapshot, null);
    if (item == 0) {
      return allDead ? DEAD_TO_ALL : NONE;
    }
    append(mem, page, Tid.of(Tid.block(tid), item), out);
    return out.count() - 1;
  }

  /**
   * Walks the HOT chain from a tid; returns the line pointer of the version visible to the
   * snapshot, 0 for none, and then notes whether the whole chain is dead to everybody. With {@code
   * liveness} the test is the one for unique keys.
   */
  private int search(long page, long tid, Snapshot snapshot, Liveness liveness) {
    int item = Tid.item(tid);
    int count = SlottedPage.itemCount(mem, page);
    boolean first = true;
    long priorXmax = 0;
    long horizon = 0;
    allDead = true;
    while (item >= 1 && item <= count) {
      int pointer = PageLayout.linePointer(mem, page, item);
      int flags = PageLayout.flagsOf(pointer);
      if (flags == PageLayout.LP_REDIRECT && first) {
        item = PageLayout.offsetOf(pointer);
        first = false;
        continue;
      }
      if (flags != PageLayout.LP_NORMAL) {
        return 0;
      }
      long tuple = page + PageLayout.offsetOf(pointer);
      if (first && HeapTupleLayout.isHeapOnly(mem, tuple)
          || priorXmax != 0 && HeapTupleLayout.xmin(mem, tuple) != priorXmax) {
        return 0;
      }
      if (liveness != null) {
        long here = Tid.of(Tid.block(tid), item);
        if (ctx.visibility.dirty(page, tuple, liveness, here) != Liveness.State.DEAD) {
          return item;
        }
      } else if (ctx.visibility.visible(page, tuple, snapshot)) {
        return item;
      }
      if (allDead) {
        horizon = horizon == 0 ? ctx.tm.horizons().oldestSnapshotCsn() : horizon;
        allDead = ctx.visibility.fate(page, tuple, horizon) == HeapVisibility.Fate.DEAD;
      }
      if (!HeapTupleLayout.isHotUpdated(mem, tuple)) {
        return 0;
      }
      priorXmax = ctx.visibility.updateXid(tuple, HeapTupleLayout.mask(mem, tuple));
      item = Tid.item(HeapTupleLayout.ctid(mem, tuple));
      first = false;
    }
    return 0;
  }

  void liveness(TableHandle table, long tid, Liveness result) {
    int buffer = ctx.pool.read(table.locator(), Fork.MAIN, Tid.block(tid));
    try {
      ctx.pool.lockShared(buffer);
      try {
        if (search(ctx.pool.page(buffer), tid, Snapshot.DIRTY, scratch) == 0) {
          Liveness.State state = allDead ? Liveness.State.DEAD_TO_ALL : Liveness.State.DEAD;
          result.set(state, 0, 0, Tid.INVALID);
        } else {
          result.set(scratch.state(), scratch.xid(), scratch.speculativeToken(), scratch.tid());
        }
      } finally {
        ctx.unlock(buffer);
      }
    } finally {
      ctx.pool.unpin(buffer);
    }
  }

  boolean fetchVersion(TableHandle table, long tid, Snapshot snapshot, TupleBatch out) {
    if (Tid.block(tid) >= ctx.pool.nblocks(table.locator(), Fork.MAIN)) {
      return false;
    }
    int buffer = ctx.pool.read(table.locator(), Fork.MAIN, Tid.block(tid));
    try {
      ctx.pool.lockShared(buffer);
      try {
        long page = ctx.pool.page(buffer);
        long tuple = ctx.tuple(page, tid);
        if (tuple < 0 || !ctx.visibility.visible(page, tuple, snapshot)) {
          return false;
        }
        append(mem, page, tid, out);
        return true;
      } finally {
        ctx.unlock(buffer);
      }
    } finally {
      ctx.pool.unpin(buffer);
    }
  }

  /** The visible tuples of one page, or those that the given root line pointers lead to. */
  void fetchPage(
      TableHandle table, long block, int[] items, int count, Snapshot snapshot, TupleBatch out) {
    int buffer = ctx.pool.read(table.locator(), Fork.MAIN, block);
    try {
      ctx.pruner.maybePrune(table, buffer);
      ctx.pool.lockShared(buffer);
      try {
        long page = ctx.pool.page(buffer);
        if (SlottedPage.isNew(mem, page)) {
          return;
        }
        if (items != null) {
          for (int i = 0; i < count; i++) {
            fetchHere(buffer, Tid.of(block, items[i]), snapshot, out);
          }
          return;
        }
        int last = SlottedPage.itemCount(mem, page);
        for (int item = 1; item <= last; item++) {
          long tid = Tid.of(block, item);
          long tuple = ctx.tuple(page, tid);
          if (tuple >= 0 && ctx.visibility.visible(page, tuple, snapshot)) {
            append(mem, page, tid, out);
          }
        }
      } finally {
        ctx.unlock(buffer);
      }
    } finally {
      ctx.pool.unpin(buffer);
    }
  }

  /** Follows the updates of a row, HOT or not, to the newest version that the snapshot sees. */
  long latestVersion(TableHandle table, long tid, Snapshot snapshot) {
    long latest = tid;
    long current = tid;
    long priorXmax = 0;
    while (true) {
      ctx.interrupts.check();
      int buffer = ctx.pool.read(table.locator(), Fork.MAIN, Tid.block(current));
      try {
        ctx.pool.lockShared(buffer);
        try {
          long page = ctx.pool.page(buffer);
          long tuple = ctx.tuple(page, current);
          if (tuple < 0 || priorXmax != 0 && HeapTupleLayout.xmin(mem, tuple) != priorXmax) {
            return latest;
          }
          if (ctx.visibility.visible(page, tuple, snapshot)) {
            latest = current;
          }
          long next = HeapTupleLayout.ctid(mem, tuple);
          priorXmax = ctx.visibility.updateXid(tuple, HeapTupleLayout.mask(mem, tuple));
          if (priorXmax == 0 || next == current || HeapTupleLayout.isSpeculative(mem, tuple)) {
            return latest;
          }
          current = next;
        } finally {
          ctx.unlock(buffer);
        }
      } finally {
        ctx.pool.unpin(buffer);
      }
    }
  }
}
