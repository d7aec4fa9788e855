package org.postern.storage.btree;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import org.postern.storage.access.IndexBuild;
import org.postern.storage.access.IndexHandle;
import org.postern.storage.buffer.PageEdit;
import org.postern.storage.smgr.Fork;
import org.postern.storage.vfs.FileSystem;

/**
 * Builds an index bottom-up from sorted tuples. The meta page is written twice: first without a
 * root, so that block 0 is taken, at the end with the finished root.
 */
final class BtreeBuild implements IndexBuild {
  /** Marks, in the unused header bit, a tuple that no unique check applies to; sorting only. */
  private static final int INFO_UNCHECKED = 0x4000;

  private final BtreePages pages;
  private final IndexHandle index;
  private final BtreeSortOrder order;
  private final BtreeSorter sorter;
  private byte[] candidate;
  private byte[] duplicate;

  BtreeBuild(
      BtreePages pages, IndexHandle index, FileSystem files, Path directory, long memoryBytes) {
    this.pages = pages;
    this.index = index;
    this.order = new BtreeSortOrder(index.layout());
    Path path =
        directory.resolve(
            "pgsql_tmp_index_" + index.locator().relNumber() + "_" + System.nanoTime());
    this.sorter = new BtreeSorter(order, files, path, memoryBytes);
  }

  @Override
  public void add(byte[] tuple, int length, long tid, boolean checkUnique) {
    BtreeInsert.checkSize(index, length, tid);
    BtreeTupleLayout.setTid(tuple, 0, tid);
    boolean unchecked =
        index.unique() && (!checkUnique || !index.nullsNotDistinct() && order.hasNullKey(tuple, 0));
    int info = BtreeTupleLayout.info(tuple, 0);
    BtreeTupleLayout.setInfo(tuple, 0, unchecked ? info | INFO_UNCHECKED : info & ~INFO_UNCHECKED);
    sorter.add(tuple, length);
  }

  @Override
  public boolean finish() {
    sorter.sort();
    writeMeta(pages.pool().extend(index.locator(), Fork.MAIN), BtreePageLayout.NONE, 0);
    BtreeLevelWriter leaves = null;
    while (sorter.advance()) {
      pages.checkInterrupts();
      byte[] data = sorter.currentData();
      int at = sorter.currentOffset();
      if (index.unique() && !admits(data, at)) {
        if (leaves != null) {
          leaves.abandon();
        }
        return false;
      }
      if (leaves == null) {
        leaves = new BtreeLevelWriter(pages, index, 0);
      }
      BtreeTupleLayout.setInfo(data, at, BtreeTupleLayout.info(data, at) & ~INFO_UNCHECKED);
      leaves.addLeaf(data, at, BtreeTupleLayout.size(data, at));
    }
    if (leaves != null) {
      int level = leaves.finish();
      writeMeta(pages.readExclusive(index, BtreeMetaLayout.BLOCK), leaves.rootBlock(), level);
    }
    BtreeState.of(index).rootBlock = BtreePageLayout.NONE;
    return true;
  }

  /** Equal keys are neighbours; one live entry among them is allowed. */
  private boolean admits(byte[] data, int at) {
    if ((BtreeTupleLayout.info(data, at) & INFO_UNCHECKED) != 0) {
      return true;
    }
    int size = BtreeTupleLayout.size(data, at);
    if (candidate != null && order.compareKeys(candidate, 0, data, at) == 0) {
      duplicate = Arrays.copyOfRange(data, at, at + size);
      return false;
    }
    candidate = Arrays.copyOfRange(data, at, at + size);
    return true;
  }

  private void writeMeta(int meta, long root, int level) {
    MemorySegment mem = pages.memory();
    try (PageEdit edit = pages.begin(BtreeWal.META)) {
      edit.add(meta, BtreePages.META_PAGE);
      BtreeMetaLayout.init(mem, pages.page(meta), root, level);
      pages.finish(index, edit);
    }
    pages.release(meta);
  }

  @Override
  public byte[] duplicate() {
    return duplicate;
  }

  @Override
  public void close() {
    sorter.close();
  }
}
