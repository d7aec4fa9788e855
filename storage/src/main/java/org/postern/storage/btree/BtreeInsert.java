package org.postern.storage.btree;

import java.lang.foreign.MemorySegment;
import org.postern.storage.access.IndexHandle;
import org.postern.storage.access.InsertResult;
import org.postern.storage.access.Liveness;
import org.postern.storage.access.LivenessCheck;
import org.postern.storage.access.Tid;
import org.postern.storage.access.UniqueCheck;
import org.postern.storage.buffer.PageEdit;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.page.PageLayout;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.walapi.BlockFlags;

/**
 * Insertion of one leaf tuple.
 *
 * <p>The unique check: two insertions of equal keys must not miss each other. Both lock the first
 * leaf page that the key could be on, exclusively, and keep it locked from the check to the
 * insertion, walking right with further locks; so the later one sees the entry of the earlier one.
 * When a transaction in progress decides, all locks are dropped, the caller waits for it, and
 * starts over.
 */
final class BtreeInsert {
  private final BtreePages pages;
  private final MemorySegment mem;
  private final BtreeDescent descent;
  private final BtreeSplit split;
  private final BtreeStack stack = new BtreeStack();
  private final Liveness liveness = new Liveness();
  private final int[] dead = new int[SlottedPage.MAX_ITEMS];
  private long conflictTid = Tid.INVALID;

  BtreeInsert(BtreePages pages, BtreeDescent descent, BtreeSplit split) {
    this.pages = pages;
    this.mem = pages.memory();
    this.descent = descent;
    this.split = split;
  }

  long conflictTid() {
    return conflictTid;
  }

  Liveness conflict() {
    return liveness;
  }

  InsertResult insert(
      IndexHandle index,
      byte[] tuple,
      int length,
      long tid,
      UniqueCheck check,
      LivenessCheck heap) {
    checkSize(index, length, tid);
    BtreeState state = BtreeState.of(index);
    BtreeTupleLayout.setTid(tuple, 0, tid);
    BtreeKey key = state.key;
    key.load(index.layout(), state.reader, tuple, 0);
    boolean unique = check != UniqueCheck.NO && (key.nulls == 0 || index.nullsNotDistinct());
    if (check == UniqueCheck.EXISTING && !unique) {
      return InsertResult.INSERTED;
    }
    key.tid = unique ? BtreeTupleLayout.NO_TID : tid;
    int buffer = descent.descend(index, state, key, stack, 0, true);
    InsertResult result = InsertResult.INSERTED;
    if (unique) {
      result = checkUnique(index, state, key, buffer, tid, check, heap);
      boolean refused = result == InsertResult.CONFLICT || result == InsertResult.MUST_WAIT;
      if (refused || check == UniqueCheck.EXISTING) {
        pages.release(buffer);
        return result;
      }
      key.tid = tid;
    }
    buffer = findPage(index, state, key, buffer, length);
    int number = state.comparer.search(mem, pages.page(buffer), key);
    split.insert(index, state, stack, buffer, number, tuple, length, -1);
    return result;
  }

  static void checkSize(IndexHandle index, int length, long tid) {
    if (length > BtreePageLayout.MAX_TUPLE_SIZE) {
      throw SqlException.error(
              SqlState.PROGRAM_LIMIT_EXCEEDED,
              "index row size %d exceeds btree version 4 maximum %d for index \"%s\"",
              length,
              BtreePageLayout.MAX_TUPLE_SIZE,
              index.name())
          .withDetail("Index row references tuple %s.", Tid.toString(tid))
          .withHint(
              "Values larger than 1/3 of a buffer page cannot be indexed.\n"
                  + "Consider a function index of an MD5 hash of the value, "
                  + "or use full text indexing.");
    }
  }

  /**
   * Goes right, locking the next page before this one is released, to the page where the key with
   * its tid belongs. Makes room there by removing entries known to be dead.
   */
  private int findPage(IndexHandle index, BtreeState state, BtreeKey key, int start, int length) {
    int buffer = start;
    for (; ; ) {
      long page = pages.page(buffer);
      assert !BtreePageLayout.isDeleted(mem, page);
      if (!state.comparer.isRightOf(mem, page, key)) {
        break;
      }
      buffer = stepRightCoupled(index, state, buffer);
    }
    long page = pages.page(buffer);
    if (!BtreePage.fits(mem, page, length)
        && BtreePageLayout.hasFlag(mem, page, BtreePageLayout.FLAG_HAS_DEAD)) {
      removeDead(index, buffer);
    }
    return buffer;
  }

  private int stepRightCoupled(IndexHandle index, BtreeState state, int left) {
    long block = BtreePageLayout.right(mem, pages.page(left));
    for (; ; ) {
      if (block == BtreePageLayout.NONE) {
        throw BtreePages.corrupted(index, "fell off the end of index \"%s\"", index.name());
      }
      int right = pages.readExclusive(index, block);
      long page = pages.page(right);
      if (BtreePageLayout.hasFlag(mem, page, BtreePageLayout.FLAG_INCOMPLETE_SPLIT)) {
        split.finish(index, state, stack, right);
        continue;
      }
      if (!BtreePageLayout.isDeleted(mem, page)) {
        pages.release(left);
        return right;
      }
      block = BtreePageLayout.right(mem, page);
      pages.release(right);
    }
  }

  private void removeDead(IndexHandle index, int buffer) {
    long page = pages.page(buffer);
    int count = SlottedPage.itemCount(mem, page);
    int found = 0;
    for (int number = BtreePageLayout.firstData(mem, page); number <= count; number++) {
      if (SlottedPage.itemFlags(mem, page, number) == PageLayout.LP_DEAD) {
        dead[found++] = number;
      }
    }
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

  /**
   * Asks the heap about all entries with the key's values, on this page and those to the right of
   * it. The first page stays exclusively locked.
   */
  private InsertResult checkUnique(
      IndexHandle index,
      BtreeState state,
      BtreeKey key,
      int first,
      long ownTid,
      UniqueCheck check,
      LivenessCheck heap) {
    int buffer = first;
    int number = state.comparer.search(mem, pages.page(first), key);
    int columns = key.count;
    boolean foundOwn = false;
    InsertResult result = InsertResult.INSERTED;
    for (; ; ) {
      long page = pages.page(buffer);
      int count = SlottedPage.itemCount(mem, page);
      boolean ended = false;
      for (; number <= count && result == InsertResult.INSERTED; number++) {
        long tuple = SlottedPage.item(mem, page, number);
        int info = BtreeTupleLayout.info(mem, tuple);
        if (state.comparer.compareColumns(mem, tuple, info, key, columns) != 0) {
          ended = true;
          break;
        }
        long tid = BtreeTupleLayout.tid(mem, tuple);
        if (check == UniqueCheck.EXISTING && tid == ownTid) {
          foundOwn = true;
        } else if (SlottedPage.itemFlags(mem, page, number) != PageLayout.LP_DEAD) {
          result = judge(index, buffer, number, tid, check, heap);
        }
      }
      if (ended
          || result != InsertResult.INSERTED
          || BtreePageLayout.isRightmost(mem, page)
          || state.comparer.compare(mem, SlottedPage.item(mem, page, 1), key) < 0) {
        break;
      }
      buffer = nextToCheck(index, buffer, first);
      number = BtreePageLayout.firstData(mem, pages.page(buffer));
    }
    if (buffer != first) {
      pages.release(buffer);
    }
    if (check == UniqueCheck.EXISTING && !foundOwn && result == InsertResult.INSERTED) {
      throw SqlException.error(
              SqlState.INTERNAL_ERROR, "failed to re-find tuple within index \"%s\"", index.name())
          .withHint("This may be because of a non-immutable index expression.");
    }
    return result;
  }

  private InsertResult judge(
      IndexHandle index, int buffer, int number, long tid, UniqueCheck check, LivenessCheck heap) {
    heap.check(tid, liveness);
    switch (liveness.state()) {
      case DEAD -> {}
      case DEAD_TO_ALL -> markDead(index, buffer, number);
      case LIVE -> {
        conflictTid = tid;
        return check == UniqueCheck.PARTIAL ? InsertResult.INSERTED_RECHECK : InsertResult.CONFLICT;
      }
      case WAIT -> {
        conflictTid = tid;
        return check == UniqueCheck.PARTIAL
            ? InsertResult.INSERTED_RECHECK
            : InsertResult.MUST_WAIT;
      }
    }
    return InsertResult.INSERTED;
  }

  private void markDead(IndexHandle index, int buffer, int number) {
    if (!index.logged()) {
      return;
    }
    long page = pages.page(buffer);
    SlottedPage.markDead(mem, page, number);
    BtreePageLayout.setFlag(mem, page, BtreePageLayout.FLAG_HAS_DEAD, true);
    pages.pool().markDirtyHint(buffer);
  }

  /** The next page to look at, share-locked; the first page keeps its lock. */
  private int nextToCheck(IndexHandle index, int buffer, int first) {
    long block = BtreePageLayout.right(mem, pages.page(buffer));
    if (buffer != first) {
      pages.release(buffer);
    }
    for (; ; ) {
      int next = pages.readShared(index, block);
      long page = pages.page(next);
      if (!BtreePageLayout.isDeleted(mem, page)) {
        return next;
      }
      block = BtreePageLayout.right(mem, page);
      pages.release(next);
      if (block == BtreePageLayout.NONE) {
        throw BtreePages.corrupted(index, "fell off the end of index \"%s\"", index.name());
      }
    }
  }
}
