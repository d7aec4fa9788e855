package org.postern.storage.btree;

import java.lang.foreign.MemorySegment;
import org.postern.storage.access.IndexHandle;
import org.postern.storage.buffer.PageEdit;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.walapi.BlockFlags;

/**
 * Takes an empty leaf out of the tree, in one atomic step: its parent's downlink and its siblings'
 * links go, its key space falls to the right sibling. The page keeps its right link, so that
 * whoever is on the way to it finds the keys where they went.
 *
 * <p>The rightmost child of a parent stays, since its key space would have to go to a page under
 * another parent; also a page of which one side is an incomplete split. Such pages are few, and
 * remain usable for their keys.
 *
 * <p>Source: Lanin and Shasha, "A Symmetric Concurrent B-Tree Algorithm" (1986), reduced to what
 * one record can do.
 */
final class BtreePageDeletion {
  private static final int REACH = 4;

  private final BtreePages pages;
  private final MemorySegment mem;
  private final BtreeDescent descent;
  private final BtreeSplit split;
  private final BtreeStack stack = new BtreeStack();
  private final BtreeKey key = new BtreeKey();

  BtreePageDeletion(BtreePages pages, BtreeDescent descent, BtreeSplit split) {
    this.pages = pages;
    this.mem = pages.memory();
    this.descent = descent;
    this.split = split;
  }

  /** Whether this locked page could be deleted as far as itself is concerned. */
  static boolean isCandidate(MemorySegment mem, long page) {
    int obstacles =
        BtreePageLayout.FLAG_DELETED
            | BtreePageLayout.FLAG_ROOT
            | BtreePageLayout.FLAG_INCOMPLETE_SPLIT;
    return BtreePageLayout.isLeaf(mem, page)
        && !BtreePageLayout.isRightmost(mem, page)
        && !BtreePageLayout.hasFlag(mem, page, obstacles)
        && SlottedPage.itemCount(mem, page) == 1;
  }

  /** Tries to delete the page; false when circumstances forbid it, now or altogether. */
  boolean delete(IndexHandle index, BtreeState state, long block) {
    long leftBlock = prepare(index, state, block);
    if (leftBlock < 0) {
      return false;
    }
    int left = -1;
    if (leftBlock != BtreePageLayout.NONE) {
      left = lockLeft(index, leftBlock, block);
      if (left < 0) {
        return false;
      }
    }
    int target = pages.readExclusive(index, block);
    boolean deleted = false;
    long page = pages.page(target);
    long expectedLeft = left < 0 ? BtreePageLayout.NONE : pages.block(left);
    if (isCandidate(mem, page) && BtreePageLayout.left(mem, page) == expectedLeft) {
      deleted = unlink(index, state, left, target);
    }
    pages.release(target);
    if (left >= 0) {
      pages.release(left);
    }
    return deleted;
  }

  /** Notes the way to the page's parent; returns the left sibling's block, -1 to give up. */
  private long prepare(IndexHandle index, BtreeState state, long block) {
    int buffer = pages.readShared(index, block);
    long page = pages.page(buffer);
    if (!isCandidate(mem, page)) {
      pages.release(buffer);
      return -1;
    }
    key.loadPivot(index.layout(), state.reader, mem, SlottedPage.item(mem, page, 1));
    long leftBlock = BtreePageLayout.left(mem, page);
    pages.release(buffer);
    int parent = descent.descend(index, state, key, stack, 1, false);
    pages.release(parent);
    return leftBlock;
  }

  /** Locks the page whose right link is {@code block}; -1 when it is not found or not usable. */
  private int lockLeft(IndexHandle index, long leftBlock, long block) {
    int buffer = pages.readExclusive(index, leftBlock);
    for (int i = 0; ; i++) {
      long page = pages.page(buffer);
      long right = BtreePageLayout.right(mem, page);
      if (right == block && !BtreePageLayout.isDeleted(mem, page)) {
        if (!BtreePageLayout.hasFlag(mem, page, BtreePageLayout.FLAG_INCOMPLETE_SPLIT)) {
          return buffer;
        }
        break;
      }
      if (right == BtreePageLayout.NONE || i == REACH) {
        break;
      }
      buffer = pages.stepRight(index, buffer, true);
    }
    pages.release(buffer);
    return -1;
  }

  /** Left sibling and page are locked; locks right sibling and parent, and does it. */
  private boolean unlink(IndexHandle index, BtreeState state, int left, int target) {
    long block = pages.block(target);
    long rightBlock = BtreePageLayout.right(mem, pages.page(target));
    int right = pages.readExclusive(index, rightBlock);
    if (BtreePageLayout.left(mem, pages.page(right)) != block) {
      throw BtreePages.corrupted(
          index,
          "right sibling's left-link doesn't match: block %d links to %d instead of expected %d"
              + " in index \"%s\"",
          rightBlock,
          BtreePageLayout.left(mem, pages.page(right)),
          block,
          index.name());
    }
    int parent = split.lockParent(index, state, stack, 1, block);
    if (parent < 0) {
      throw BtreePages.corrupted(
          index,
          "failed to re-find parent key in index \"%s\" for deletion target page %d",
          index.name(),
          block);
    }
    long parentPage = pages.page(parent);
    int number = split.findChild(parentPage, block);
    boolean possible = number < SlottedPage.itemCount(mem, parentPage);
    if (possible) {
      long next = SlottedPage.item(mem, parentPage, number + 1);
      if (BtreeTupleLayout.child(mem, next) != rightBlock) {
        throw BtreePages.corrupted(
            index,
            "right sibling %d of block %d is not next child %d of block %d in index \"%s\"",
            rightBlock,
            block,
            BtreeTupleLayout.child(mem, next),
            pages.block(parent),
            index.name());
      }
      log(index, left, target, right, parent, number);
    }
    pages.release(parent);
    pages.release(right);
    return possible;
  }

  private void log(IndexHandle index, int left, int target, int right, int parent, int number) {
    long deletedAt = pages.now();
    try (PageEdit edit = pages.begin(BtreeWal.UNLINK)) {
      edit.add(target, BlockFlags.STANDARD);
      edit.add(right, BlockFlags.STANDARD);
      edit.add(parent, BlockFlags.STANDARD);
      long leftBlock = BtreePageLayout.NONE;
      if (left >= 0) {
        edit.add(left, BlockFlags.STANDARD);
        leftBlock = pages.block(left);
        BtreePageLayout.setRight(mem, pages.page(left), pages.block(right));
      }
      BtreePageLayout.setLeft(mem, pages.page(right), leftBlock);
      removeDownlink(mem, pages.page(parent), number, pages.block(right));
      markDeleted(mem, pages.page(target), deletedAt);
      edit.data().putShort(number).putByte(left >= 0 ? 1 : 0).putLong(deletedAt);
      pages.finish(index, edit);
    }
  }

  /** The item of the deleted page gets the right sibling as child, whose own item goes. */
  static void removeDownlink(MemorySegment mem, long parent, int number, long rightBlock) {
    BtreeTupleLayout.setChild(mem, SlottedPage.item(mem, parent, number), rightBlock);
    SlottedPage.removeItem(mem, parent, number + 1);
  }

  static void markDeleted(MemorySegment mem, long page, long deletedAt) {
    BtreePageLayout.setFlag(mem, page, BtreePageLayout.FLAG_DELETED, true);
    BtreePageLayout.setDeletedAt(mem, page, deletedAt);
  }
}
