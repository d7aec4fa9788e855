package org.postern.storage.btree;

import java.lang.foreign.MemorySegment;
import java.util.function.LongPredicate;
import org.postern.storage.access.BulkDeleteResult;
import org.postern.storage.access.IndexHandle;
import org.postern.storage.buffer.PageEdit;
import org.postern.storage.page.PageLayout;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.smgr.Fork;
import org.postern.storage.walapi.BlockFlags;

/**
 * Removal of dead entries. The leaves are visited from left to right along their right links, so
 * that an entry moved by a concurrent split is met later, never missed.
 *
 * <p>Pages that became empty are taken out of the tree by {@link BtreePageDeletion}. A deleted page
 * may be used again when nobody can be on the way to it any more: when every snapshot was taken
 * after the deletion.
 */
final class BtreeVacuum {
  private final BtreePages pages;
  private final MemorySegment mem;
  private final BtreeDescent descent;
  private final BtreePageDeletion deletion;
  private final int[] dead = new int[SlottedPage.MAX_ITEMS];

  private long removed;
  private long left;
  private long pagesDeleted;

  BtreeVacuum(BtreePages pages, BtreeDescent descent, BtreeSplit split) {
    this.pages = pages;
    this.mem = pages.memory();
    this.descent = descent;
    this.deletion = new BtreePageDeletion(pages, descent, split);
  }

  BulkDeleteResult run(IndexHandle index, LongPredicate isDead, long horizon) {
    BtreeState state = BtreeState.of(index);
    removed = 0;
    left = 0;
    pagesDeleted = 0;
    long blocksBefore = pages.blockCount(index);
    long inTree = 1;
    int buffer = descent.descendToEnd(index, state, 0, false, true);
    while (buffer >= 0) {
      inTree++;
      buffer = visit(index, state, buffer, isDead);
    }
    inTree += countInternal(index, state);
    long free = 0;
    if (inTree - pagesDeleted < blocksBefore) {
      free = collectFree(index, blocksBefore, horizon);
    }
    return new BulkDeleteResult(pages.blockCount(index), removed, left, pagesDeleted, free);
  }

  /** Cleans one locked leaf; returns the next one, locked, or -1. */
  private int visit(IndexHandle index, BtreeState state, int buffer, LongPredicate isDead) {
    long page = pages.page(buffer);
    long block = pages.block(buffer);
    long next = BtreePageLayout.right(mem, page);
    if (!BtreePageLayout.isDeleted(mem, page)) {
      clean(index, buffer, isDead);
    }
    boolean empty = BtreePageDeletion.isCandidate(mem, page);
    pages.release(buffer);
    pages.checkInterrupts();
    if (empty && deletion.delete(index, state, block)) {
      pagesDeleted++;
    }
    return next == BtreePageLayout.NONE ? -1 : pages.readExclusive(index, next);
  }

  private void clean(IndexHandle index, int buffer, LongPredicate isDead) {
    long page = pages.page(buffer);
    int count = SlottedPage.itemCount(mem, page);
    int first = BtreePageLayout.firstData(mem, page);
    int found = 0;
    for (int number = first; number <= count; number++) {
      // Entries killed as a hint are dead to everyone too: they go along.
      if (SlottedPage.itemFlags(mem, page, number) == PageLayout.LP_DEAD
          || isDead.test(BtreeTupleLayout.tid(mem, SlottedPage.item(mem, page, number)))) {
        dead[found++] = number;
      }
    }
    left += count - first + 1 - found;
    removed += found;
    if (found == 0) {
      return;
    }
    try (PageEdit edit = pages.begin(BtreeWal.DELETE)) {
      edit.add(buffer, BlockFlags.STANDARD);
      BtreePage.remove(mem, page, dead, found);
      BtreeWal.putNumbers(edit.data(), dead, found);
      pages.finish(index, edit);
    }
  }

  private long countInternal(IndexHandle index, BtreeState state) {
    long count = 0;
    int meta = pages.readMeta(index, false);
    int top = BtreeMetaLayout.level(mem, pages.page(meta));
    pages.release(meta);
    for (int level = 1; level <= top; level++) {
      int buffer = descent.descendToEnd(index, state, level, false, false);
      while (buffer >= 0) {
        count++;
        if (BtreePageLayout.isRightmost(mem, pages.page(buffer))) {
          pages.release(buffer);
          break;
        }
        buffer = pages.stepRight(index, buffer, false);
      }
    }
    return count;
  }

  /** There are blocks outside the tree: remembers those that may be used again. */
  private long collectFree(IndexHandle index, long blocks, long horizon) {
    long free = 0;
    for (long block = 1; block < blocks; block++) {
      pages.checkInterrupts();
      int buffer = pages.pool().read(index.locator(), Fork.MAIN, block);
      // A page in somebody's hands is not free; one just added to the file is locked and zero.
      if (!pages.pool().tryLockExclusive(buffer)) {
        pages.pool().unpin(buffer);
        continue;
      }
      boolean reusable = pages.isReusable(pages.page(buffer), horizon);
      pages.release(buffer);
      if (reusable) {
        pages.freeBlocks().put(index.locator(), block);
        free++;
      }
    }
    return free;
  }
}
