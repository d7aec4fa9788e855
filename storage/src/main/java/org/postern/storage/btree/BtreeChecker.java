package org.postern.storage.btree;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.postern.storage.access.IndexEntryVisitor;
import org.postern.storage.access.IndexHandle;
import org.postern.storage.error.SqlException;
import org.postern.storage.page.PageLayout;
import org.postern.storage.page.SlottedPage;

/**
 * Looks for violations of the tree's rules and reports the first as XX002, worded as
 * contrib/amcheck does. The per-level check locks one page at a time in shared mode and tolerates
 * concurrent insertions; the parent check needs an index that nobody changes.
 *
 * <p>Source: PostgreSQL documentation, "amcheck".
 */
public final class BtreeChecker {
  private final BtreePages pages;
  private final MemorySegment mem;
  private final BtreeDescent descent;
  private final BtreeKey key = new BtreeKey();
  private final BtreeKey bound = new BtreeKey();
  private byte[] copy = new byte[8192];
  private long entries;

  BtreeChecker(BtreePages pages, BtreeDescent descent) {
    this.pages = pages;
    this.mem = pages.memory();
    this.descent = descent;
  }

  /**
   * Checks all levels; returns the number of leaf entries that are not known dead.
   *
   * @param parents check also that each child lies within its parent's bounds
   * @param visitor may be null
   */
  public long check(IndexHandle index, boolean parents, IndexEntryVisitor visitor) {
    BtreeState state = BtreeState.of(index);
    entries = 0;
    int meta = pages.readMeta(index, false);
    long root = BtreeMetaLayout.root(mem, pages.page(meta));
    int top = BtreeMetaLayout.level(mem, pages.page(meta));
    pages.release(meta);
    if (root == BtreePageLayout.NONE) {
      return 0;
    }
    for (int level = top; level >= 0; level--) {
      checkLevel(index, state, level, parents, visitor);
    }
    return entries;
  }

  /**
   * Looks up each leaf entry from the root, by its key and tid, as an insertion or a deletion
   * would: finds entries on pages that the way down does not lead to.
   */
  public void checkSearch(IndexHandle index) {
    BtreeState state = BtreeState.of(index);
    BtreeStack stack = new BtreeStack();
    int buffer = descent.descendToEnd(index, state, 0, false, false);
    while (buffer >= 0) {
      long page = pages.page(buffer);
      long block = pages.block(buffer);
      long next = BtreePageLayout.isRightmost(mem, page) ? -1 : BtreePageLayout.right(mem, page);
      int first = BtreePageLayout.firstData(mem, page);
      int count = SlottedPage.itemCount(mem, page);
      byte[][] tuples = new byte[Math.max(count - first + 1, 0)][];
      for (int number = first; number <= count; number++) {
        long tuple = SlottedPage.item(mem, page, number);
        byte[] bytes = new byte[BtreeTupleLayout.size(mem, tuple)];
        MemorySegment.copy(mem, ValueLayout.JAVA_BYTE, tuple, bytes, 0, bytes.length);
        tuples[number - first] = bytes;
      }
      pages.release(buffer);
      for (int i = 0; i < tuples.length; i++) {
        if (!isFound(index, state, stack, tuples[i])) {
          throw broken(
              "could not find tuple using search from root page in index \"%s\"",
              index, block, first + i);
        }
      }
      pages.checkInterrupts();
      buffer = next < 0 ? -1 : pages.readShared(index, next);
    }
  }

  private boolean isFound(IndexHandle index, BtreeState state, BtreeStack stack, byte[] tuple) {
    key.load(index.layout(), state.reader, tuple, 0);
    MemorySegment bytes = MemorySegment.ofArray(tuple);
    key.tid = BtreeTupleLayout.tid(bytes, 0);
    int buffer = descent.descend(index, state, key, stack, 0, false);
    if (buffer < 0) {
      return false;
    }
    long page = pages.page(buffer);
    int number = state.comparer.search(mem, page, key);
    boolean found =
        number <= SlottedPage.itemCount(mem, page)
            && state.comparer.compare(mem, SlottedPage.item(mem, page, number), key) == 0;
    pages.release(buffer);
    return found;
  }

  private void checkLevel(
      IndexHandle index, BtreeState state, int level, boolean parents, IndexEntryVisitor visitor) {
    int buffer = descent.descendToEnd(index, state, level, false, false);
    long previous = BtreePageLayout.NONE;
    boolean hasBound = false;
    while (buffer >= 0) {
      long page = pages.page(buffer);
      long block = pages.block(buffer);
      if (BtreePageLayout.isDeleted(mem, page)) {
        throw broken("downlink or sibling link points to deleted block in index \"%s\"", index);
      }
      if (BtreePageLayout.level(mem, page) != level) {
        throw broken(
            "leftmost down link for level points to block in index \"%s\" whose level is"
                + " not one level down",
            index);
      }
      if (parents && BtreePageLayout.left(mem, page) != previous) {
        throw broken("left link/right link pair in index \"%s\" not in agreement", index, block);
      }
      if (hasBound) {
        checkLowerBound(index, state, page, block);
      }
      checkPage(index, state, page, block, level == 0 ? visitor : null);
      if (level > 0 && parents) {
        buffer = checkChildren(index, state, buffer);
        page = pages.page(buffer);
      }
      hasBound = !BtreePageLayout.isRightmost(mem, page);
      if (!hasBound) {
        pages.release(buffer);
        return;
      }
      bound.loadPivot(index.layout(), state.reader, mem, SlottedPage.item(mem, page, 1));
      previous = block;
      long next = BtreePageLayout.right(mem, page);
      pages.release(buffer);
      pages.checkInterrupts();
      buffer = pages.readShared(index, next);
    }
  }

  private static SqlException broken(String format, IndexHandle index) {
    return BtreePages.corrupted(index, format, index.name());
  }

  private static SqlException broken(String format, IndexHandle index, long block) {
    return broken(format, index).withDetail("Block=%d.", block);
  }

  private static SqlException broken(String format, IndexHandle index, long block, int number) {
    return broken(format, index).withDetail("Index tid=(%d,%d).", block, number);
  }

  /** The first item with a key must not be less than the left sibling's high key. */
  private void checkLowerBound(IndexHandle index, BtreeState state, long page, long block) {
    int first = BtreePageLayout.firstData(mem, page) + (BtreePageLayout.isLeaf(mem, page) ? 0 : 1);
    if (first > SlottedPage.itemCount(mem, page)) {
      return;
    }
    if (state.comparer.compare(mem, SlottedPage.item(mem, page, first), bound) > 0) {
      throw broken("cross page item order invariant violated for index \"%s\"", index, block);
    }
  }

  private void checkPage(
      IndexHandle index, BtreeState state, long page, long block, IndexEntryVisitor visitor) {
    boolean leaf = BtreePageLayout.isLeaf(mem, page);
    int first = BtreePageLayout.firstData(mem, page);
    int count = SlottedPage.itemCount(mem, page);
    for (int number = 1; number <= count; number++) {
      long tuple = SlottedPage.item(mem, page, number);
      int size = SlottedPage.itemLength(mem, page, number);
      if (BtreeTupleLayout.size(mem, tuple) != size) {
        throw broken(
            "index tuple size does not equal lp_len in index \"%s\"", index, block, number);
      }
      boolean pivot = !leaf || number < first;
      if (BtreeTupleLayout.isPivot(mem, tuple) != pivot) {
        throw broken(
            "wrong number of index tuple attributes in index \"%s\"", index, block, number);
      }
    }
    for (int number = first; number < count; number++) {
      // Keyless items are minus infinity and compare as such.
      loadItem(index, state, SlottedPage.item(mem, page, number), leaf);
      if (state.comparer.compare(mem, SlottedPage.item(mem, page, number + 1), key) >= 0) {
        throw broken("item order invariant violated for index \"%s\"", index, block, number);
      }
    }
    if (first == 2 && count >= first) {
      loadItem(index, state, SlottedPage.item(mem, page, count), leaf);
      int order = state.comparer.compare(mem, SlottedPage.item(mem, page, 1), key);
      if (leaf ? order > 0 : order >= 0) {
        throw broken("high key invariant violated for index \"%s\"", index, block, count);
      }
    }
    if (leaf) {
      visitEntries(page, first, count, visitor);
    }
  }

  private void loadItem(IndexHandle index, BtreeState state, long tuple, boolean leaf) {
    key.loadPivot(index.layout(), state.reader, mem, tuple);
    key.pivot = !leaf;
  }

  private void visitEntries(long page, int first, int count, IndexEntryVisitor visitor) {
    for (int number = first; number <= count; number++) {
      if (SlottedPage.itemFlags(mem, page, number) == PageLayout.LP_DEAD) {
        continue;
      }
      entries++;
      if (visitor != null) {
        long tuple = SlottedPage.item(mem, page, number);
        int size = BtreeTupleLayout.size(mem, tuple);
        MemorySegment.copy(mem, ValueLayout.JAVA_BYTE, tuple, copy, 0, size);
        visitor.visit(copy, size, BtreeTupleLayout.tid(mem, tuple));
      }
    }
  }

  /**
   * Each child must be one level down and bounded by the keys around its downlink. A child whose
   * split is incomplete has a right sibling that the parent does not know yet.
   */
  private int checkChildren(IndexHandle index, BtreeState state, int buffer) {
    long page = pages.page(buffer);
    int first = BtreePageLayout.firstData(mem, page);
    int count = SlottedPage.itemCount(mem, page);
    int level = BtreePageLayout.level(mem, page);
    for (int number = first; number <= count; number++) {
      long tuple = SlottedPage.item(mem, page, number);
      int child = pages.readShared(index, BtreeTupleLayout.child(mem, tuple));
      long childPage = pages.page(child);
      if (BtreePageLayout.level(mem, childPage) != level - 1
          || BtreePageLayout.isDeleted(mem, childPage)) {
        throw broken(
            "downlink to deleted or misplaced page found in index \"%s\"",
            index, pages.block(child));
      }
      checkChildBounds(index, state, page, number, count, child);
      pages.release(child);
    }
    return buffer;
  }

  private void checkChildBounds(
      IndexHandle index, BtreeState state, long page, int number, int count, int child) {
    long childPage = pages.page(child);
    int firstKey =
        BtreePageLayout.firstData(mem, childPage)
            + (BtreePageLayout.isLeaf(mem, childPage) ? 0 : 1);
    int childCount = SlottedPage.itemCount(mem, childPage);
    loadItem(index, state, SlottedPage.item(mem, page, number), false);
    if (firstKey <= childCount
        && state.comparer.compare(mem, SlottedPage.item(mem, childPage, firstKey), key) > 0) {
      throw broken(
          "down-link lower bound invariant violated for index \"%s\"", index, pages.block(child));
    }
    int upper = number < count ? number + 1 : 1;
    boolean bounded = number < count || !BtreePageLayout.isRightmost(mem, page);
    boolean incomplete =
        BtreePageLayout.hasFlag(mem, childPage, BtreePageLayout.FLAG_INCOMPLETE_SPLIT);
    if (bounded && !incomplete) {
      loadItem(index, state, SlottedPage.item(mem, page, upper), false);
      boolean same =
          !BtreePageLayout.isRightmost(mem, childPage)
              && state.comparer.compare(mem, SlottedPage.item(mem, childPage, 1), key) == 0;
      if (!same) {
        throw broken(
            "mismatch between parent key and child high key in index \"%s\"",
            index, pages.block(child));
      }
    }
  }
}
