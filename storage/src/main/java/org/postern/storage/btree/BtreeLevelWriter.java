package org.postern.storage.btree;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.postern.storage.access.IndexHandle;
import org.postern.storage.buffer.PageEdit;
import org.postern.storage.page.PageLayout;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.smgr.Fork;

/**
 * Writes one level of a new index from left to right. A page is put together in private memory and
 * logged whole when it is full; its block is taken before, so that its neighbours can link to it.
 * When a second page begins, a writer for the level above begins too.
 */
final class BtreeLevelWriter {
  private static final int INTERNAL_FILL = 70;

  private final BtreePages pages;
  private final IndexHandle index;
  private final BtreePivots pivots;
  private final int level;
  private final int spare;
  private final MemorySegment scratch =
      Arena.ofAuto().allocate(PageLayout.PAGE_SIZE + 8192L, PageLayout.PAGE_SIZE);

  private BtreeLevelWriter above;
  private int buffer;
  private long leftBlock;
  private long rootBlock;

  BtreeLevelWriter(BtreePages pages, IndexHandle index, int level) {
    this.pages = pages;
    this.index = index;
    this.pivots = BtreeState.of(index).pivots;
    this.level = level;
    int fill = level == 0 ? index.fillFactor() : INTERNAL_FILL;
    this.spare = BtreePageLayout.USABLE * (100 - fill) / 100;
    this.buffer = newBlock();
    begin(BtreePageLayout.NONE);
  }

  /** Takes a block at the end of the file; only the pin is kept, so that nobody waits for us. */
  private int newBlock() {
    int fresh = pages.pool().extend(index.locator(), Fork.MAIN);
    pages.pool().unlock(fresh);
    return fresh;
  }

  private void begin(long left) {
    BtreePageLayout.init(scratch, 0, level, 0);
    leftBlock = left;
  }

  private boolean isFull(int size) {
    int count = SlottedPage.itemCount(scratch, 0);
    if (count < 2) {
      return false;
    }
    int free = SlottedPage.exactFreeSpace(scratch, 0);
    int needed = size + PageLayout.LINE_POINTER_SIZE;
    // A high key comes on top: at most as long as the next tuple, with a tid.
    int highKey = size + BtreeTupleLayout.TID_SIZE + PageLayout.LINE_POINTER_SIZE;
    return free - needed < highKey || free - needed < spare && free < BtreePageLayout.USABLE / 2;
  }

  /** Adds the next leaf tuple. */
  void addLeaf(byte[] tuple, int at, int size) {
    if (isFull(size)) {
      long last = SlottedPage.item(scratch, 0, SlottedPage.itemCount(scratch, 0));
      MemorySegment.copy(tuple, at, scratch, ValueLayout.JAVA_BYTE, PageLayout.PAGE_SIZE, size);
      pivots.truncate(scratch, last, PageLayout.PAGE_SIZE);
      next(Arrays.copyOf(pivots.bytes(), pivots.size()));
    }
    BtreePage.append(scratch, 0, tuple, at, size);
  }

  /** Adds the downlink to the first page of the level below. */
  private void addFirst(long child) {
    BtreePage.appendMinusInfinity(scratch, 0, child);
  }

  /** Adds the downlink to a page of the level below; the pivot is its lower bound. */
  private void addDownlink(byte[] pivot, long child) {
    if (isFull(pivot.length)) {
      next(pivot);
      addFirst(child);
      return;
    }
    byte[] downlink = pivot.clone();
    BtreeTupleLayout.setChild(downlink, 0, child);
    BtreePage.append(scratch, 0, downlink, 0, downlink.length);
  }

  /** Finishes the page under its high key and begins the one to its right. */
  private void next(byte[] highKey) {
    if (above == null) {
      above = new BtreeLevelWriter(pages, index, level + 1);
      above.addFirst(pages.block(buffer));
    }
    int right = newBlock();
    long block = pages.block(buffer);
    BtreePage.insert(scratch, 0, 1, highKey, 0, highKey.length);
    write(pages.block(right), 0);
    buffer = right;
    begin(block);
    above.addDownlink(highKey, pages.block(right));
  }

  /** Finishes the last page; returns the root's level, whose block {@link #rootBlock} tells. */
  int finish() {
    rootBlock = pages.block(buffer);
    if (above == null) {
      write(BtreePageLayout.NONE, BtreePageLayout.FLAG_ROOT);
      return level;
    }
    write(BtreePageLayout.NONE, 0);
    int top = above.finish();
    rootBlock = above.rootBlock;
    return top;
  }

  long rootBlock() {
    return rootBlock;
  }

  /** Copies the page into its block, logged; gives the block back. */
  private void write(long right, int flags) {
    BtreePageLayout.setLeft(scratch, 0, leftBlock);
    BtreePageLayout.setRight(scratch, 0, right);
    BtreePageLayout.setFlags(scratch, 0, flags);
    pages.pool().lockExclusive(buffer);
    try (PageEdit edit = pages.begin(BtreeWal.PAGE)) {
      edit.add(buffer, BtreePages.NEW_PAGE);
      MemorySegment.copy(scratch, 0, pages.memory(), pages.page(buffer), PageLayout.PAGE_SIZE);
      pages.finish(index, edit);
    }
    pages.release(buffer);
  }

  /** Gives back the pins of an unfinished build. */
  void abandon() {
    pages.pool().unpin(buffer);
    if (above != null) {
      above.abandon();
    }
  }
}
