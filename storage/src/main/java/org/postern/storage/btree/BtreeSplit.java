package org.postern.storage.btree;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.postern.storage.access.IndexHandle;
import org.postern.storage.buffer.PageEdit;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.walapi.BlockFlags;
import org.postern.storage.walapi.WalOutput;

/**
 * Insertion of a tuple at a known place, and the splits that follow from it.
 *
 * <p>A split has two steps, each atomic by itself: first the page is divided and its left half
 * marked INCOMPLETE_SPLIT, then the downlink of the right half is put into the parent and the mark
 * is cleared. Between the two the right half is reached over its left sibling. The left half stays
 * locked from the first step to the second; a process that dies in between, or a crash, leaves the
 * mark, and the next insertion that comes by does the second step.
 *
 * <p>Locks are taken left to right within a level, a child before its parent, the meta page last.
 */
final class BtreeSplit {
  private final BtreePages pages;
  private final MemorySegment mem;
  private final BtreeDescent descent;
  private final BtreeItems items = new BtreeItems();

  BtreeSplit(BtreePages pages, BtreeDescent descent) {
    this.pages = pages;
    this.mem = pages.memory();
    this.descent = descent;
  }

  /**
   * Inserts a tuple as item {@code number} of a locked page, splitting it if need be, and releases
   * the page.
   *
   * @param child a locked page whose incomplete split this insertion completes, released as well;
   *     -1 for none
   */
  void insert(
      IndexHandle index,
      BtreeState state,
      BtreeStack stack,
      int buffer,
      int number,
      byte[] tuple,
      int size,
      int child) {
    long page = pages.page(buffer);
    if (BtreePage.fits(mem, page, size)) {
      place(index, buffer, number, tuple, size, child);
      if (child >= 0) {
        pages.release(child);
      }
      pages.release(buffer);
      return;
    }
    int right = divide(index, state, buffer, number, tuple, size, child);
    if (child >= 0) {
      pages.release(child);
    }
    insertParent(index, state, stack, buffer, right, wasRoot(index, stack, buffer));
  }

  private void place(IndexHandle index, int buffer, int number, byte[] tuple, int size, int child) {
    try (PageEdit edit = pages.begin(BtreeWal.INSERT)) {
      int block = edit.add(buffer, BlockFlags.STANDARD);
      if (child >= 0) {
        edit.add(child, BlockFlags.STANDARD);
        clearIncomplete(child);
      }
      BtreePage.insert(mem, pages.page(buffer), number, tuple, 0, size);
      edit.data().putShort(number).putByte(child >= 0 ? 1 : 0);
      edit.blockData(block).putBytes(tuple, 0, size);
      pages.finish(index, edit);
    }
  }

  private void clearIncomplete(int buffer) {
    BtreePageLayout.setFlag(mem, pages.page(buffer), BtreePageLayout.FLAG_INCOMPLETE_SPLIT, false);
  }

  /** The first step; returns the right half, locked, as the left half stays. */
  private int divide(
      IndexHandle index,
      BtreeState state,
      int buffer,
      int number,
      byte[] tuple,
      int size,
      int child) {
    long page = pages.page(buffer);
    items.load(mem, page, number, tuple, 0, size);
    boolean last = number == SlottedPage.itemCount(mem, page) + 1;
    int firstRight = state.splitPoint.choose(items, index.fillFactor(), last);
    BtreePivots pivots = state.pivots;
    if (items.isLeaf()) {
      pivots.truncate(items.memory(), items.address(firstRight - 1), items.address(firstRight));
    } else {
      pivots.copy(items.memory(), items.address(firstRight));
    }
    int right = pages.allocate(index);
    int sibling = items.isRightmost() ? -1 : lockSibling(index, buffer, items.right());
    try (PageEdit edit = pages.begin(BtreeWal.SPLIT)) {
      int leftBlock = edit.add(buffer, BlockFlags.STANDARD);
      edit.add(right, BtreePages.NEW_PAGE);
      if (sibling >= 0) {
        edit.add(sibling, BlockFlags.STANDARD);
      }
      if (child >= 0) {
        edit.add(child, BlockFlags.STANDARD);
        clearIncomplete(child);
      }
      items.writeRight(mem, pages.page(right), firstRight, pages.block(buffer));
      items.writeLeft(mem, page, firstRight, pivots.bytes(), 0, pages.block(right));
      if (sibling >= 0) {
        BtreePageLayout.setLeft(mem, pages.page(sibling), pages.block(right));
      }
      int flags =
          (sibling >= 0 ? BtreeWal.SPLIT_HAS_SIBLING : 0)
              | (child >= 0 ? BtreeWal.SPLIT_HAS_CHILD : 0);
      edit.data().putShort(firstRight).putShort(number).putByte(flags);
      WalOutput data = edit.blockData(leftBlock);
      data.putBytes(pivots.bytes(), 0, pivots.size()).putBytes(tuple, 0, size);
      pages.finish(index, edit);
    }
    if (sibling >= 0) {
      pages.release(sibling);
    }
    return right;
  }

  private int lockSibling(IndexHandle index, int buffer, long right) {
    int sibling = pages.readExclusive(index, right);
    long found = BtreePageLayout.left(mem, pages.page(sibling));
    if (found != pages.block(buffer)) {
      throw BtreePages.corrupted(
          index,
          "right sibling's left-link doesn't match: block %d links to %d instead of expected %d"
              + " in index \"%s\"",
          right,
          found,
          pages.block(buffer),
          index.name());
    }
    return sibling;
  }

  /** Completes the split of a locked page and releases it. */
  void finish(IndexHandle index, BtreeState state, BtreeStack stack, int left) {
    int right = pages.readExclusive(index, BtreePageLayout.right(mem, pages.page(left)));
    insertParent(index, state, stack, left, right, wasRoot(index, stack, left));
  }

  /**
   * Whether the page with an incomplete split is what the meta page calls the root. The answer
   * holds while the page is locked: only completing its split makes another page the root.
   */
  private boolean wasRoot(IndexHandle index, BtreeStack stack, int left) {
    if (stack.knows(BtreePageLayout.level(mem, pages.page(left)) + 1)) {
      return false;
    }
    int meta = pages.readMeta(index, false);
    boolean isRoot = BtreeMetaLayout.root(mem, pages.page(meta)) == pages.block(left);
    pages.release(meta);
    return isRoot;
  }

  /** The second step; releases both pages. */
  private void insertParent(
      IndexHandle index, BtreeState state, BtreeStack stack, int left, int right, boolean wasRoot) {
    long leftPage = pages.page(left);
    long highKey = SlottedPage.item(mem, leftPage, 1);
    state.pivots.copy(mem, highKey);
    byte[] downlink = Arrays.copyOf(state.pivots.bytes(), state.pivots.size());
    long rightBlock = pages.block(right);
    BtreeTupleLayout.setChild(downlink, 0, rightBlock);
    if (wasRoot) {
      newRoot(index, state, left, right, downlink);
      return;
    }
    pages.release(right);
    int level = BtreePageLayout.level(mem, leftPage) + 1;
    long leftBlock = pages.block(left);
    int parent = lockParent(index, state, stack, level, leftBlock);
    if (parent < 0) {
      throw BtreePages.corrupted(
          index,
          "failed to re-find parent key in index \"%s\" for split pages %d/%d",
          index.name(),
          leftBlock,
          rightBlock);
    }
    int number = findChild(pages.page(parent), leftBlock) + 1;
    insert(index, state, stack, parent, number, downlink, downlink.length, left);
  }

  private void newRoot(IndexHandle index, BtreeState state, int left, int right, byte[] downlink) {
    int root = pages.allocate(index);
    int meta = pages.readMeta(index, true);
    int level = BtreePageLayout.level(mem, pages.page(left)) + 1;
    try (PageEdit edit = pages.begin(BtreeWal.NEW_ROOT)) {
      edit.add(root, BtreePages.NEW_PAGE);
      edit.add(meta, BtreePages.META_PAGE);
      edit.add(left, BlockFlags.STANDARD);
      long page = pages.page(root);
      BtreePageLayout.init(mem, page, level, BtreePageLayout.FLAG_ROOT);
      BtreePage.appendMinusInfinity(mem, page, pages.block(left));
      BtreePage.append(mem, page, downlink, 0, downlink.length);
      clearIncomplete(left);
      BtreeMetaLayout.setRoot(mem, pages.page(meta), pages.block(root), level);
      edit.data().putInt(level).putByte(1);
      pages.finish(index, edit);
    }
    state.rootBlock = pages.block(root);
    state.rootLevel = level;
    pages.release(meta);
    pages.release(root);
    pages.release(right);
    pages.release(left);
  }

  /**
   * The page of {@code level} that has the downlink to a child, exclusively locked; -1 when there
   * is none. The child must be locked by the caller, so that its downlink stays where it is found.
   */
  int lockParent(IndexHandle index, BtreeState state, BtreeStack stack, int level, long child) {
    int buffer =
        stack.knows(level)
            ? pages.readExclusive(index, stack.block(level))
            : descent.descendToEnd(index, state, level, false, true);
    for (; ; ) {
      long page = pages.page(buffer);
      if (BtreePageLayout.hasFlag(mem, page, BtreePageLayout.FLAG_INCOMPLETE_SPLIT)) {
        long block = pages.block(buffer);
        finish(index, state, stack, buffer);
        buffer = pages.readExclusive(index, block);
        continue;
      }
      if (!BtreePageLayout.isDeleted(mem, page) && findChild(page, child) > 0) {
        return buffer;
      }
      if (BtreePageLayout.isRightmost(mem, page)) {
        pages.release(buffer);
        return -1;
      }
      buffer = pages.stepRight(index, buffer, true);
    }
  }

  /** Number of the item with the downlink to a child, 0 for none. */
  int findChild(long page, long child) {
    int count = SlottedPage.itemCount(mem, page);
    for (int number = BtreePageLayout.firstData(mem, page); number <= count; number++) {
      if (BtreeTupleLayout.child(mem, SlottedPage.item(mem, page, number)) == child) {
        return number;
      }
    }
    return 0;
  }
}
