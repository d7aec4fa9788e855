package org.postern.storage.btree;

import java.lang.foreign.MemorySegment;
import org.postern.storage.access.IndexHandle;

/**
 * Finds the left neighbour of a page that was read some time ago. Left links are not enough: after
 * the neighbour split, the link remembered leads to its left half, and pages in between were never
 * seen; after the page itself was deleted, nothing links to it.
 *
 * <p>The neighbour is the page whose right link is the page. It is looked for from the remembered
 * left link to the right, a few pages far; then the page is read again: if it was deleted, the next
 * page to the right took over its keys and its place as the point to go left from.
 */
final class BtreeLeftWalk {
  private static final int REACH = 4;

  /** The links may change between two looks; that often, they are wrong. */
  private static final int MAX_VAIN_LOOKS = 100;

  private final BtreePages pages;
  private final MemorySegment mem;

  BtreeLeftWalk(BtreePages pages) {
    this.pages = pages;
    this.mem = pages.memory();
  }

  /** The left neighbour, share-locked; -1 when there is none. */
  int step(IndexHandle index, long fromBlock, long fromLeft) {
    long origin = fromBlock;
    long left = fromLeft;
    int vain = 0;
    for (; ; ) {
      if (left == BtreePageLayout.NONE) {
        return -1;
      }
      int found = search(index, origin, left);
      if (found >= 0) {
        return found;
      }
      int buffer = pages.readShared(index, origin);
      while (BtreePageLayout.isDeleted(mem, pages.page(buffer))) {
        buffer = pages.stepRight(index, buffer, false);
      }
      long before = origin;
      origin = pages.block(buffer);
      long newLeft = BtreePageLayout.left(mem, pages.page(buffer));
      pages.release(buffer);
      vain = origin == before && newLeft == left ? vain + 1 : 0;
      if (vain > MAX_VAIN_LOOKS) {
        throw BtreePages.corrupted(
            index, "could not find left sibling of block %d in index \"%s\"", origin, index.name());
      }
      left = newLeft;
    }
  }

  private int search(IndexHandle index, long origin, long left) {
    int buffer = pages.readShared(index, left);
    for (int i = 0; ; i++) {
      long page = pages.page(buffer);
      long right = BtreePageLayout.right(mem, page);
      if (!BtreePageLayout.isDeleted(mem, page) && right == origin) {
        return buffer;
      }
      if (right == BtreePageLayout.NONE || i == REACH) {
        pages.release(buffer);
        return -1;
      }
      buffer = pages.stepRight(index, buffer, false);
    }
  }
}
