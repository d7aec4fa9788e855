package org.postern.storage.btree;

import java.lang.foreign.MemorySegment;
import org.postern.storage.access.IndexHandle;
import org.postern.storage.buffer.PageEdit;
import org.postern.storage.page.SlottedPage;

/**
 * The way from the root to the page a key belongs to. One page is locked at a time; a split between
 * reading a downlink and locking the child is noticed by the child's high key, and made good by
 * following right links. A descent that will change something also completes any incomplete split
 * that it meets.
 *
 * <p>Source: Lehman and Yao, "Efficient Locking for Concurrent Operations on B-Trees" (1981); Lanin
 * and Shasha, "A Symmetric Concurrent B-Tree Algorithm" (1986).
 */
final class BtreeDescent {
  private final BtreePages pages;
  private final MemorySegment mem;
  private BtreeSplit split;

  BtreeDescent(BtreePages pages) {
    this.pages = pages;
    this.mem = pages.memory();
  }

  /** The two know each other: a descent finishes splits, a split looks for parents. */
  void use(BtreeSplit value) {
    this.split = value;
  }

  /**
   * Returns the page of {@code level} that the key belongs to, locked; -1 when the index is empty
   * and {@code forUpdate} is false.
   */
  int descend(
      IndexHandle index,
      BtreeState state,
      BtreeKey key,
      BtreeStack stack,
      int level,
      boolean forUpdate) {
    int buffer = root(index, state, level, forUpdate);
    if (buffer < 0) {
      return -1;
    }
    boolean exclusive = lockedExclusively(buffer, level, forUpdate);
    stack.begin(BtreePageLayout.level(mem, pages.page(buffer)));
    for (; ; ) {
      buffer = moveRight(index, state, key, stack, buffer, exclusive, forUpdate);
      long page = pages.page(buffer);
      int at = BtreePageLayout.level(mem, page);
      stack.set(at, pages.block(buffer));
      if (at == level) {
        return buffer;
      }
      long item = SlottedPage.item(mem, page, state.comparer.search(mem, page, key));
      long child = BtreeTupleLayout.child(mem, item);
      exclusive = forUpdate && at - 1 == level;
      pages.release(buffer);
      buffer = pages.read(index, child, exclusive);
      if (BtreePageLayout.level(mem, pages.page(buffer)) != at - 1) {
        throw BtreePages.corrupted(
            index,
            "btree level %d of index \"%s\" is wrong at block %d",
            at - 1,
            index.name(),
            child);
      }
    }
  }

  /** The root comes share-locked; it is locked again if it is the page to be changed. */
  private boolean lockedExclusively(int buffer, int level, boolean forUpdate) {
    if (forUpdate && BtreePageLayout.level(mem, pages.page(buffer)) == level) {
      pages.relock(buffer);
      return true;
    }
    return false;
  }

  /** The leftmost or rightmost page of a level, locked; -1 for an empty index. */
  int descendToEnd(
      IndexHandle index, BtreeState state, int level, boolean last, boolean exclusive) {
    int buffer = root(index, state, level, false);
    if (buffer < 0) {
      return -1;
    }
    boolean locked = lockedExclusively(buffer, level, exclusive);
    for (; ; ) {
      long page = pages.page(buffer);
      boolean goRight = last ? !BtreePageLayout.isRightmost(mem, page) : false;
      if (BtreePageLayout.isDeleted(mem, page) || goRight) {
        buffer = pages.stepRight(index, buffer, locked);
        continue;
      }
      int at = BtreePageLayout.level(mem, page);
      if (at == level) {
        return buffer;
      }
      int number = last ? SlottedPage.itemCount(mem, page) : BtreePageLayout.firstData(mem, page);
      long child = BtreeTupleLayout.child(mem, SlottedPage.item(mem, page, number));
      locked = exclusive && at - 1 == level;
      pages.release(buffer);
      buffer = pages.read(index, child, locked);
    }
  }

  /** Goes right while the key lies beyond the page or the page was deleted. */
  int moveRight(
      IndexHandle index,
      BtreeState state,
      BtreeKey key,
      BtreeStack stack,
      int start,
      boolean exclusive,
      boolean forUpdate) {
    int buffer = start;
    for (; ; ) {
      long page = pages.page(buffer);
      int flags = BtreePageLayout.flags(mem, page);
      if (forUpdate && (flags & BtreePageLayout.FLAG_INCOMPLETE_SPLIT) != 0) {
        buffer = finishSplit(index, state, stack, buffer, exclusive);
        continue;
      }
      boolean deleted = (flags & BtreePageLayout.FLAG_DELETED) != 0;
      if (!deleted && !state.comparer.isRightOf(mem, page, key)) {
        return buffer;
      }
      buffer = pages.stepRight(index, buffer, exclusive);
    }
  }

  private int finishSplit(
      IndexHandle index, BtreeState state, BtreeStack stack, int buffer, boolean exclusive) {
    long block = pages.block(buffer);
    if (!exclusive) {
      pages.relock(buffer);
    }
    long page = pages.page(buffer);
    if (BtreePageLayout.hasFlag(mem, page, BtreePageLayout.FLAG_INCOMPLETE_SPLIT)) {
      split.finish(index, state, stack, buffer);
    } else {
      pages.release(buffer);
    }
    return pages.read(index, block, exclusive);
  }

  /**
   * The root, share-locked. The remembered root is good as long as it says that it is the root: a
   * root that splits loses the flag. Otherwise the meta page knows.
   */
  private int root(IndexHandle index, BtreeState state, int level, boolean create) {
    if (state.rootBlock != BtreePageLayout.NONE && level <= state.rootLevel) {
      int buffer = pages.readShared(index, state.rootBlock);
      long page = pages.page(buffer);
      if (BtreePageLayout.hasFlag(mem, page, BtreePageLayout.FLAG_ROOT)
          && BtreePageLayout.level(mem, page) == state.rootLevel) {
        return buffer;
      }
      pages.release(buffer);
      state.rootBlock = BtreePageLayout.NONE;
    }
    for (; ; ) {
      int meta = pages.readMeta(index, false);
      long page = pages.page(meta);
      long block = BtreeMetaLayout.root(mem, page);
      int rootLevel = BtreeMetaLayout.level(mem, page);
      if (block == BtreePageLayout.NONE) {
        if (!create) {
          pages.release(meta);
          return -1;
        }
        createRoot(index, meta);
        continue;
      }
      pages.release(meta);
      if (level > rootLevel) {
        throw BtreePages.corrupted(
            index,
            "index \"%s\" has no level %d: root level is %d",
            index.name(),
            level,
            rootLevel);
      }
      // A root whose split is incomplete stays in the meta page: its right half is reached from it.
      int buffer = pages.readShared(index, block);
      if (BtreePageLayout.level(mem, pages.page(buffer)) != rootLevel) {
        throw BtreePages.corrupted(
            index, "root page %d of index \"%s\" has wrong level", block, index.name());
      }
      state.rootBlock = block;
      state.rootLevel = rootLevel;
      return buffer;
    }
  }

  /** Gives an empty index a leaf as root, unless someone else does; releases the meta page. */
  private void createRoot(IndexHandle index, int meta) {
    pages.relock(meta);
    long metaPage = pages.page(meta);
    if (BtreeMetaLayout.root(mem, metaPage) != BtreePageLayout.NONE) {
      pages.release(meta);
      return;
    }
    int root = pages.allocate(index);
    try (PageEdit edit = pages.begin(BtreeWal.NEW_ROOT)) {
      edit.add(root, BtreePages.NEW_PAGE);
      edit.add(meta, BtreePages.META_PAGE);
      BtreePageLayout.init(mem, pages.page(root), 0, BtreePageLayout.FLAG_ROOT);
      BtreeMetaLayout.setRoot(mem, metaPage, pages.block(root), 0);
      edit.data().putInt(0).putByte(0);
      pages.finish(index, edit);
    }
    pages.release(root);
    pages.release(meta);
  }
}
