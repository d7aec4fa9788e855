package org.postern.storage.heap;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.postern.storage.access.TableHandle;
import org.postern.storage.access.Tid;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.error.SqlException;
import org.postern.storage.page.PageLayout;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.smgr.Fork;
import org.postern.storage.transam.Xid;
import org.postern.storage.tuple.TupleHeader;

/**
 * Looks for damage in a table without changing it: line pointers, tuple headers, transaction ids,
 * HOT chains, the visibility map, attributes and their toast pointers.
 *
 * <p>It may run beside writers: what it finds was wrong at one moment under the page's share lock.
 * Toast pointers are followed after the lock is gone, and only for rows that no one is removing.
 *
 * <p>Source: PostgreSQL documentation, "amcheck", function verify_heapam.
 */
public final class HeapChecker {
  private final HeapContext ctx;
  private final MemorySegment mem;
  private final TableHandle table;
  private final TupleChecker tuples;
  private final List<HeapProblem> problems = new ArrayList<>();
  private final TupleBatch toasted = new TupleBatch();
  private boolean stop;
  private boolean checkToast = true;
  private Skip skip = Skip.NONE;
  private long block;

  public HeapChecker(Heap heap, TableHandle table) {
    this.ctx = heap.context();
    this.mem = ctx.mem;
    this.table = table;
    this.tuples = new TupleChecker(table);
  }

  /** Which blocks are passed over, as far as the visibility map says so. */
  public enum Skip {
    NONE,
    ALL_VISIBLE,
    ALL_FROZEN
  }

  /**
   * @param stop end with the first block that has a problem
   * @param toast read toasted values
   */
  public HeapChecker options(boolean stop, boolean toast, Skip skipped) {
    this.stop = stop;
    this.checkToast = toast;
    this.skip = skipped;
    return this;
  }

  private boolean skipped() {
    int bits = skip == Skip.NONE ? 0 : ctx.map.get(table, block);
    return switch (skip) {
      case NONE -> false;
      case ALL_VISIBLE -> (bits & VisibilityMap.ALL_VISIBLE) != 0;
      case ALL_FROZEN -> (bits & VisibilityMap.ALL_FROZEN) != 0;
    };
  }

  /** Checks all blocks. */
  public List<HeapProblem> check() {
    return check(0, ctx.pool.nblocks(table.locator(), Fork.MAIN));
  }

  /** Checks the blocks from {@code first} to before {@code end}. */
  public List<HeapProblem> check(long first, long end) {
    problems.clear();
    for (block = first; block < end && !(stop && !problems.isEmpty()); block++) {
      ctx.interrupts.check();
      if (skipped()) {
        continue;
      }
      toasted.clear();
      int buffer;
      try {
        buffer = ctx.pool.read(table.locator(), Fork.MAIN, block);
      } catch (SqlException e) {
        report(0, -1, e.getMessage());
        continue;
      }
      try {
        ctx.pool.lockShared(buffer);
        try {
          checkPage(ctx.pool.page(buffer));
        } finally {
          ctx.unlock(buffer);
        }
      } finally {
        ctx.pool.unpin(buffer);
      }
      if (checkToast) {
        checkToasted();
      }
    }
    return List.copyOf(problems);
  }

  private void report(int item, int attribute, String message) {
    problems.add(new HeapProblem(block, item, attribute, message));
  }

  private void checkPage(long page) {
    if (SlottedPage.isNew(mem, page)) {
      return;
    }
    int lower = PageLayout.lower(mem, page);
    int upper = PageLayout.upper(mem, page);
    if (lower < PageLayout.HEADER_SIZE
        || lower > upper
        || upper > PageLayout.special(mem, page)
        || PageLayout.special(mem, page) != PageLayout.PAGE_SIZE) {
      report(0, -1, "page header is corrupt: lower=" + lower + ", upper=" + upper);
      return;
    }
    int count = SlottedPage.itemCount(mem, page);
    boolean[] sound = new boolean[count + 1];
    for (int item = 1; item <= count; item++) {
      sound[item] = checkPointer(page, item, count, lower, upper);
    }
    checkOverlap(page, count, sound);
    for (int item = 1; item <= count; item++) {
      if (sound[item] && SlottedPage.itemFlags(mem, page, item) == PageLayout.LP_NORMAL) {
        sound[item] = checkHeader(page, item);
      }
    }
    for (int item = 1; item <= count; item++) {
      if (sound[item]) {
        checkChain(page, item, count, sound);
      }
    }
    checkVisibility(page, count, sound);
  }

  private boolean checkPointer(long page, int item, int count, int lower, int upper) {
    int pointer = PageLayout.linePointer(mem, page, item);
    int offset = PageLayout.offsetOf(pointer);
    int length = PageLayout.lengthOf(pointer);
    return switch (PageLayout.flagsOf(pointer)) {
      case PageLayout.LP_NORMAL -> {
        if (offset % 8 != 0) {
          report(item, -1, "line pointer to page offset " + offset + " is not maximally aligned");
          yield false;
        }
        if (length < TupleHeader.MIN_SIZE) {
          report(
              item,
              -1,
              "line pointer length "
                  + length
                  + " is less than the minimum tuple header size "
                  + TupleHeader.MIN_SIZE);
          yield false;
        }
        if (offset < upper || offset < lower || offset + length > PageLayout.PAGE_SIZE) {
          report(
              item,
              -1,
              "line pointer to page offset "
                  + offset
                  + " with length "
                  + length
                  + " ends beyond maximum page offset "
                  + PageLayout.PAGE_SIZE);
          yield false;
        }
        yield true;
      }
      case PageLayout.LP_REDIRECT -> {
        if (offset < 1 || offset > count) {
          report(
              item,
              -1,
              "line pointer redirection to item at offset "
                  + offset
                  + " exceeds maximum offset "
                  + count);
          yield false;
        }
        if (SlottedPage.itemFlags(mem, page, offset) != PageLayout.LP_NORMAL) {
          report(
              item,
              -1,
              "line pointer redirection to item at offset " + offset + " that is no tuple");
          yield false;
        }
        yield true;
      }
      default -> {
        if (length != 0) {
          report(item, -1, "line pointer without storage has length " + length);
        }
        yield false;
      }
    };
  }

  private void checkOverlap(long page, int count, boolean[] sound) {
    long[] spans = new long[count];
    int n = 0;
    for (int item = 1; item <= count; item++) {
      int pointer = PageLayout.linePointer(mem, page, item);
      if (sound[item] && PageLayout.flagsOf(pointer) == PageLayout.LP_NORMAL) {
        spans[n++] = (long) PageLayout.offsetOf(pointer) << 32 | item;
      }
    }
    Arrays.sort(spans, 0, n);
    for (int i = 0; i + 1 < n; i++) {
      int item = (int) spans[i];
      int end = (int) (spans[i] >>> 32) + SlottedPage.itemLength(mem, page, item);
      if (end > (int) (spans[i + 1] >>> 32)) {
        report(item, -1, "tuple overlaps the one at line pointer " + (int) spans[i + 1]);
        sound[item] = false;
      }
    }
  }

  private boolean checkHeader(long page, int item) {
    long tuple = SlottedPage.item(mem, page, item);
    int mask = HeapTupleLayout.mask(mem, tuple);
    int mask2 = HeapTupleLayout.mask2(mem, tuple);
    boolean ok = checkXids(tuple, item, mask);
    if ((mask & HeapTupleLayout.XMAX_COMMITTED) != 0
        && (mask & HeapTupleLayout.XMAX_IS_MULTI) != 0) {
      report(item, -1, "multixact should not be marked committed");
      ok = false;
    }
    if ((mask2 & HeapTupleLayout.HOT_UPDATED) != 0
        && (mask & HeapTupleLayout.XMAX_INVALID) == 0
        && HeapTupleLayout.lockedOnly(mask)) {
      report(item, -1, "tuple is marked HOT updated, but only locked");
      ok = false;
    }
    long ctid = HeapTupleLayout.ctid(mem, tuple);
    if (!Tid.isValid(ctid)) {
      report(item, -1, "tuple has no ctid");
      ok = false;
    }
    int copied = toasted.count();
    HeapReader.append(mem, page, Tid.of(block, item), toasted);
    String wrong = tuples.check(toasted.data(), toasted.offset(copied), toasted.length(copied));
    if (wrong != null) {
      report(item, tuples.attribute(), wrong);
      ok = false;
    }
    return ok;
  }

  private boolean checkXids(long tuple, int item, int mask) {
    long next = ctx.tm.horizons().nextXid();
    long xmin = HeapTupleLayout.xmin(mem, tuple);
    boolean ok = true;
    if (xmin >= next) {
      report(item, -1, "xmin " + xmin + " equals or exceeds next valid transaction ID " + next);
      ok = false;
    } else if (xmin == Xid.INVALID && (mask & HeapTupleLayout.XMIN_INVALID) == 0) {
      report(item, -1, "xmin is 0, but not marked invalid");
      ok = false;
    }
    if ((mask & HeapTupleLayout.XMAX_INVALID) != 0) {
      return ok;
    }
    try {
      int members = ctx.rowLocks.load(tuple);
      if (members == 0) {
        report(item, -1, "xmax is 0, but not marked invalid");
        ok = false;
      }
      for (int i = 0; i < members; i++) {
        long xid = RowLocks.xid(ctx.rowLocks.memberAt(i));
        if (xid == Xid.INVALID || xid >= next) {
          report(item, -1, "xmax " + xid + " equals or exceeds next valid transaction ID " + next);
          ok = false;
        }
      }
    } catch (SqlException e) {
      report(item, -1, e.getMessage());
      ok = false;
    }
    return ok;
  }

  private void checkChain(long page, int item, int count, boolean[] sound) {
    int pointer = PageLayout.linePointer(mem, page, item);
    if (PageLayout.flagsOf(pointer) == PageLayout.LP_REDIRECT) {
      int target = PageLayout.offsetOf(pointer);
      if (sound[target] && !HeapTupleLayout.isHeapOnly(mem, SlottedPage.item(mem, page, target))) {
        report(
            item,
            -1,
            "redirected line pointer points to a non-heap-only tuple at offset " + target);
      }
      return;
    }
    if (PageLayout.flagsOf(pointer) != PageLayout.LP_NORMAL) {
      return;
    }
    long tuple = SlottedPage.item(mem, page, item);
    int mask = HeapTupleLayout.mask(mem, tuple);
    long updater = ctx.visibility.updateXid(tuple, mask);
    long ctid = HeapTupleLayout.ctid(mem, tuple);
    boolean hot = HeapTupleLayout.isHotUpdated(mem, tuple);
    if (hot && Tid.block(ctid) != block) {
      report(item, -1, "HOT updated tuple leads to another block: " + Tid.toString(ctid));
      return;
    }
    int next = Tid.item(ctid);
    if (updater == 0 || Tid.block(ctid) != block || next == item || next > count || !sound[next]) {
      return;
    }
    if (SlottedPage.itemFlags(mem, page, next) != PageLayout.LP_NORMAL) {
      return;
    }
    long successor = SlottedPage.item(mem, page, next);
    if (HeapTupleLayout.xmin(mem, successor) != updater) {
      return;
    }
    boolean heapOnly = HeapTupleLayout.isHeapOnly(mem, successor);
    if (hot && !heapOnly) {
      report(item, -1, "HOT updated tuple leads to a non-heap-only tuple at offset " + next);
    } else if (!hot && heapOnly && ctx.visibility.committed(updater)) {
      report(item, -1, "non-HOT updated tuple leads to a heap-only tuple at offset " + next);
    }
    if ((HeapTupleLayout.mask(mem, successor) & HeapTupleLayout.UPDATED) == 0) {
      report(next, -1, "tuple replaced another one, but is not marked so");
    }
  }

  private void checkVisibility(long page, int count, boolean[] sound) {
    boolean flagged = PageLayout.hasFlag(mem, page, PageLayout.FLAG_ALL_VISIBLE);
    int bits = ctx.map.get(table, block);
    if (bits != 0 && !flagged) {
      report(0, -1, "page is not marked all-visible, but its visibility map bit is set");
    }
    if (!flagged) {
      return;
    }
    long horizon = ctx.tm.horizons().oldestSnapshotCsn();
    for (int item = 1; item <= count; item++) {
      if (!sound[item] || SlottedPage.itemFlags(mem, page, item) != PageLayout.LP_NORMAL) {
        continue;
      }
      long tuple = SlottedPage.item(mem, page, item);
      if (ctx.visibility.fate(page, tuple, horizon) != HeapVisibility.Fate.LIVE) {
        report(item, -1, "page is marked all-visible, but the tuple is not");
      } else if ((bits & VisibilityMap.ALL_FROZEN) != 0
          && (HeapTupleLayout.mask(mem, tuple) & HeapTupleLayout.XMIN_FROZEN)
              != HeapTupleLayout.XMIN_FROZEN) {
        report(item, -1, "page is marked all-frozen, but the tuple is not frozen");
      }
    }
  }

  /** Reads the values that the page's live rows have in the toast relation. */
  private void checkToasted() {
    for (int i = 0; i < toasted.count(); i++) {
      byte[] data = toasted.data();
      int offset = toasted.offset(i);
      int mask = TupleHeader.infomask(data, offset);
      boolean removable =
          (mask & HeapTupleLayout.XMAX_INVALID) == 0
              || (mask & HeapTupleLayout.XMIN_COMMITTED) == 0;
      if ((mask & TupleHeader.HAS_EXTERNAL) == 0 || removable || table.toast() == null) {
        continue;
      }
      for (int at : tuples.externals(data, offset)) {
        try {
          ctx.toaster.detoast(table, data, at);
        } catch (SqlException | IllegalStateException e) {
          report(Tid.item(toasted.tid(i)), -1, e.getMessage());
        }
      }
    }
  }
}
