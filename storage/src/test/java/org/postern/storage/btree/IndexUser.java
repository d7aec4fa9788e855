package org.postern.storage.btree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.postern.storage.access.FreeBlocks;
import org.postern.storage.access.IndexBatch;
import org.postern.storage.access.IndexHandle;
import org.postern.storage.access.IndexLayout;
import org.postern.storage.access.IndexScan;
import org.postern.storage.access.IndexTupleReader;
import org.postern.storage.access.InsertResult;
import org.postern.storage.access.ScanDirection;
import org.postern.storage.access.ScanKey;
import org.postern.storage.access.UniqueCheck;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.testkit.StorageFixture;
import org.postern.storage.testkit.TestProcess;

/** One process of a test with its access method, and shorthands. */
final class IndexUser {
  /** Free blocks shared by the users of one test. */
  static final class Blocks implements FreeBlocks {
    private final Set<Long> blocks = ConcurrentHashMap.newKeySet();

    @Override
    public long take(RelFileLocator index) {
      for (Long block : blocks) {
        if (blocks.remove(block)) {
          return block;
        }
      }
      return -1;
    }

    @Override
    public void put(RelFileLocator index, long block) {
      blocks.add(block);
    }

    int count() {
      return blocks.size();
    }
  }

  private final TestProcess process;
  private final BtreeAccess access;

  IndexUser(StorageFixture fixture, TestProcess process, FreeBlocks blocks) {
    this(fixture, process, blocks, () -> Long.MAX_VALUE);
  }

  IndexUser(StorageFixture fixture, TestProcess process, FreeBlocks blocks, LongSupplier horizon) {
    this.process = process;
    this.access =
        new BtreeAccess(
            process.slot().interrupts(),
            process.pool(),
            process.edits(),
            fixture.wal(),
            fixture.files(),
            blocks,
            horizon);
  }

  /** A finished operation holds no lock and no pin. */
  void assertNothingHeld() {
    assertThat(process.locks().heldCount()).isZero();
    assertThat(process.pool().pinnedBuffers()).isZero();
  }

  static IndexHandle handle(RelFileLocator locator, IndexLayout layout, boolean unique) {
    return new IndexHandle(locator, 1, "test_idx", layout, unique, false, true, 90);
  }

  BtreeAccess access() {
    return access;
  }

  TestProcess process() {
    return process;
  }

  void insert(IndexHandle index, IndexModel model, IndexModel.Row row) {
    int length = model.form(row);
    InsertResult result =
        access.insert(index, model.builder().bytes(), length, row.tid(), UniqueCheck.NO, null);
    if (result != InsertResult.INSERTED) {
      throw new AssertionError(result);
    }
  }

  /** The tids a whole scan gives. */
  List<Long> scan(IndexHandle index, ScanKey[] keys, ScanDirection direction) {
    List<Long> tids = new ArrayList<>();
    IndexBatch batch = new IndexBatch();
    try (IndexScan scan = access.openScan(index, keys, false, null)) {
      while (scan.nextBatch(batch, direction)) {
        for (int i = 0; i < batch.count(); i++) {
          tids.add(batch.tid(i));
        }
      }
    }
    return tids;
  }

  /** The rows that an index-only scan of everything gives. */
  List<IndexModel.Row> rows(IndexHandle index, IndexModel model) {
    List<IndexModel.Row> rows = new ArrayList<>();
    IndexBatch batch = new IndexBatch();
    IndexTupleReader reader = new IndexTupleReader(model.layout());
    try (IndexScan scan = access.openScan(index, new ScanKey[0], true, null)) {
      while (scan.nextBatch(batch, ScanDirection.FORWARD)) {
        for (int i = 0; i < batch.count(); i++) {
          rows.add(model.read(reader, batch.tuples(), batch.tupleOffset(i), batch.tid(i)));
        }
      }
    }
    return rows;
  }

  static TreeSet<IndexModel.Row> treeOf(IndexModel model) {
    return new TreeSet<>(model.order());
  }
}
