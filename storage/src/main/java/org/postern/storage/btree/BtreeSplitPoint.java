package org.postern.storage.btree;

import java.lang.foreign.MemorySegment;
import org.postern.storage.page.PageLayout;

/**
 * Chooses where a page is split. Both halves must hold their items; among such points the wanted
 * proportion of free space decides, and near the best proportion the point with the shortest
 * separator: on a leaf the one that needs the fewest attributes to tell its neighbours apart, on an
 * internal page the smallest tuple, which moves up.
 *
 * <p>The rightmost page of a level is left nearly full, since increasing keys only ever fill its
 * right half.
 *
 * <p>Source: PostgreSQL documentation, "B-Tree Implementation"; Bayer and Unterauer, "Prefix
 * B-Trees" (1977).
 */
final class BtreeSplitPoint {
  /** How far from the best proportion a shorter separator is looked for, in items. */
  private static final int LEAF_REACH = 9;

  private static final int INTERNAL_REACH = 18;
  private static final int INTERNAL_FILL = 70;
  private static final int SINGLE_VALUE_FILL = 96;

  private final BtreeComparer comparer;
  private final int keyCount;

  BtreeSplitPoint(BtreeComparer comparer) {
    this.comparer = comparer;
    this.keyCount = comparer.layout().keyCount();
  }

  /**
   * Index of the first item of the right half.
   *
   * @param fillFactor percent to which the left half of a rightmost leaf is filled
   * @param newIsLast the new item goes to the very end of the page
   */
  int choose(BtreeItems items, int fillFactor, boolean newIsLast) {
    int fill = 50;
    if (items.isRightmost()) {
      fill = items.isLeaf() ? fillFactor : INTERNAL_FILL;
    }
    int best = balance(items, fill);
    int found = cheapest(items, best, items.isLeaf() ? LEAF_REACH : INTERNAL_REACH, fill);
    if (!items.isLeaf() || penalty(items, found) <= keyCount) {
      return found;
    }
    // Only duplicates near the best point: look at the whole page before splitting between equals.
    int anywhere = cheapest(items, best, items.count(), fill);
    if (penalty(items, anywhere) <= keyCount) {
      return anywhere;
    }
    return newIsLast ? balance(items, SINGLE_VALUE_FILL) : best;
  }

  /** The legal point nearest to the wanted proportion. */
  private int balance(BtreeItems items, int fill) {
    int best = -1;
    long bestDelta = Long.MAX_VALUE;
    int total = total(items);
    int before = 0;
    for (int first = 1; first < items.count(); first++) {
      before += room(items.size(first - 1));
      long delta = delta(items, first, before, total, fill);
      if (delta < bestDelta) {
        bestDelta = delta;
        best = first;
      }
    }
    if (best < 0) {
      throw new IllegalStateException("no split point: items=" + items.count());
    }
    return best;
  }

  private int cheapest(BtreeItems items, int best, int reach, int fill) {
    int total = total(items);
    int found = best;
    int foundPenalty = penalty(items, best);
    long foundDelta = 0;
    int before = 0;
    for (int first = 1; first < items.count(); first++) {
      before += room(items.size(first - 1));
      if (first == best || Math.abs(first - best) > reach) {
        continue;
      }
      long delta = delta(items, first, before, total, fill);
      if (delta == Long.MAX_VALUE) {
        continue;
      }
      int penalty = penalty(items, first);
      if (penalty < foundPenalty || penalty == foundPenalty && delta < foundDelta) {
        found = first;
        foundPenalty = penalty;
        foundDelta = delta;
      }
    }
    return found;
  }

  private static int room(int size) {
    return size + PageLayout.LINE_POINTER_SIZE;
  }

  private static int total(BtreeItems items) {
    int total = 0;
    for (int i = 0; i < items.count(); i++) {
      total += room(items.size(i));
    }
    return total;
  }

  /** Distance from the wanted proportion; MAX_VALUE when a half would not fit. */
  private static long delta(BtreeItems items, int first, int before, int total, int fill) {
    int firstSize = items.size(first);
    // A leaf's high key is at most the first right tuple with a tid behind it.
    int newHighKey = items.isLeaf() ? firstSize + BtreeTupleLayout.TID_SIZE : firstSize;
    int left = BtreePageLayout.USABLE - before - room(newHighKey);
    int right = BtreePageLayout.USABLE - (total - before);
    if (items.highKey() >= 0) {
      right -= room(items.highKeySize());
    }
    if (!items.isLeaf()) {
      right += firstSize - BtreeTupleLayout.HEADER_SIZE;
    }
    if (left < 0 || right < 0) {
      return Long.MAX_VALUE;
    }
    return Math.abs((long) fill * left - (long) (100 - fill) * right);
  }

  /** Attributes of a leaf's separator, keyCount + 1 with a tid; an internal separator's size. */
  private int penalty(BtreeItems items, int first) {
    if (!items.isLeaf()) {
      return items.size(first);
    }
    MemorySegment mem = items.memory();
    long left = items.address(first - 1);
    long right = items.address(first);
    // Equal bytes are equal values; for unequal bytes of equal values the guess is only too low.
    for (int columns = 1; columns <= keyCount; columns++) {
      if (!sameBytes(mem, left, right, columns)) {
        return columns;
      }
    }
    return keyCount + 1;
  }

  private boolean sameBytes(MemorySegment mem, long left, long right, int columns) {
    int end = comparer.endOfColumns(mem, left, columns);
    if (end != comparer.endOfColumns(mem, right, columns)) {
      return false;
    }
    int leftNulls = BtreeTupleLayout.info(mem, left) & BtreeTupleLayout.HAS_NULLS;
    if (leftNulls != (BtreeTupleLayout.info(mem, right) & BtreeTupleLayout.HAS_NULLS)) {
      return false;
    }
    int start = BtreeTupleLayout.HEADER_SIZE;
    if (leftNulls != 0) {
      int mask = columns == 32 ? -1 : (1 << columns) - 1;
      int different =
          mem.get(BtreeTupleLayout.INT, left + start)
              ^ mem.get(BtreeTupleLayout.INT, right + start);
      if ((different & mask) != 0) {
        return false;
      }
      start += 8;
    }
    return MemorySegment.mismatch(mem, left + start, left + end, mem, right + start, right + end)
        < 0;
  }
}
