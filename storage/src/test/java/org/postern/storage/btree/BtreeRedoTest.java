package org.postern.storage.btree;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.storage.access.IndexBuild;
import org.postern.storage.access.IndexHandle;
import org.postern.storage.access.IndexLayout;
import org.postern.storage.access.KeyKind;
import org.postern.storage.page.PageLayout;
import org.postern.storage.smgr.Fork;
import org.postern.storage.testkit.PoolRedoBuffers;
import org.postern.storage.testkit.StorageFixture;
import org.postern.storage.testkit.TestProcess;
import org.postern.storage.walapi.CapturedRecord;

/** What redo makes of the log is what the forward path made, after each record and each crash. */
class BtreeRedoTest {
  @TempDir Path directory;
  private StorageFixture forward;
  private IndexUser user;
  private final BtreeRedo redo = new BtreeRedo();
  private final Arena arena = Arena.ofAuto();
  private final MemorySegment left = arena.allocate(PageLayout.PAGE_SIZE);
  private final MemorySegment right = arena.allocate(PageLayout.PAGE_SIZE);

  @BeforeEach
  void open() {
    forward = StorageFixture.create(directory.resolve("forward"), 4, 512);
    user = new IndexUser(forward, forward.process(), new IndexUser.Blocks());
  }

  @AfterEach
  void close() {
    user.assertNothingHeld();
    forward.close();
  }

  /** A second data directory in which relations get the same names. */
  private StorageFixture replica(String name, int relations) {
    StorageFixture replica = StorageFixture.create(directory.resolve(name), 4, 512);
    for (int i = 0; i < relations; i++) {
      replica.createRelation();
    }
    return replica;
  }

  private void comparePages(TestProcess other, CapturedRecord record) {
    for (int i = 0; i < record.blockCount(); i++) {
      mask(user.process(), record, i, left);
      mask(other, record, i, right);
      assertThat(right.mismatch(left))
          .as("%s block %d", redo.describe(record), record.block(i))
          .isEqualTo(-1);
    }
  }

  private void mask(TestProcess process, CapturedRecord record, int index, MemorySegment to) {
    int buffer = process.pool().read(record.locator(index), Fork.MAIN, record.block(index));
    process.pool().lockShared(buffer);
    MemorySegment.copy(
        process.pool().memory(), process.pool().page(buffer), to, 0, PageLayout.PAGE_SIZE);
    process.pool().unlockUnpin(buffer);
    redo.mask(to, 0, record.block(index));
    // A page in memory has no current checksum.
    to.set(ValueLayout.JAVA_INT_UNALIGNED, PageLayout.CHECKSUM, 0);
  }

  @Test
  void shouldMakeTheSamePagesWhenEachRecordIsRedone() {
    Map<Kind, Integer> seen = new EnumMap<>(Kind.class);
    try (StorageFixture other = replica("other", 8)) {
      TestProcess process = other.process();
      PoolRedoBuffers buffers = new PoolRedoBuffers(process.pool());
      int done = 0;
      for (int seed = 0; seed < 8; seed++) {
        Random random = new Random(seed);
        IndexLayout layout = IndexModel.randomLayout(random);
        IndexModel model = new IndexModel(layout, random, 3000);
        IndexHandle index = IndexUser.handle(forward.createRelation(), layout, false);
        user.access().createEmpty(index);
        List<Long> tids = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
          if (i % 100 == 50) {
            forward.wal().imagesAfter();
          }
          step(random, index, model, tids, i + 1);
          List<CapturedRecord> records = forward.wal().records().subList(done, recordCount());
          for (CapturedRecord record : records) {
            buffers.redo(record, redo);
            seen.merge(Kind.of(record), 1, Integer::sum);
          }
          // Earlier records' pages may have changed since: compare those of the newest.
          if (!records.isEmpty()) {
            comparePages(process, records.getLast());
          }
          done = recordCount();
        }
      }
    }
    assertThat(seen.keySet())
        .contains(Kind.INSERT, Kind.SPLIT, Kind.NEW_ROOT, Kind.DELETE, Kind.UNLINK, Kind.META);
  }

  private int recordCount() {
    return forward.wal().records().size();
  }

  private void step(Random random, IndexHandle index, IndexModel model, List<Long> tids, long tid) {
    if (tid % 400 == 0) {
      Set<Long> dead = new HashSet<>(tids.subList(0, tids.size() * (int) (tid / 400 % 2 + 1) / 2));
      tids.removeAll(dead);
      user.access().bulkDelete(index, dead::contains, Long.MAX_VALUE);
      return;
    }
    IndexModel.Row row = model.randomRow(tid);
    user.insert(index, model, row);
    tids.add(random.nextInt(tids.size() + 1), tid);
  }

  /** The kinds of records. */
  private enum Kind {
    INSERT,
    SPLIT,
    NEW_ROOT,
    DELETE,
    UNLINK,
    META,
    PAGE;

    static Kind of(CapturedRecord record) {
      return values()[record.info() >> 4];
    }
  }

  /** Cuts the log behind each split and root record, and goes on from there. */
  @Test
  void shouldGoOnInsertingWhenTheLogEndsInTheMiddleOfASplit() {
    Random random = new Random(5);
    // Long common prefixes make long separators, so that a few rows make several levels.
    IndexLayout layout = IndexLayout.ofKeys(IndexModel.column(KeyKind.BYTES));
    IndexModel model = new IndexModel(layout, random, 1);
    IndexHandle index = IndexUser.handle(forward.createRelation(), layout, false);
    user.access().createEmpty(index);
    List<IndexModel.Row> rows = new ArrayList<>();
    List<Integer> recordsAfter = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      String value = "x".repeat(500) + random.nextInt(100_000);
      byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
      IndexModel.Row row = new IndexModel.Row(new Object[] {bytes}, i + 1);
      user.insert(index, model, row);
      rows.add(row);
      recordsAfter.add(recordCount());
    }
    List<CapturedRecord> records = forward.wal().records();
    assertThat(user.access().height(index)).isGreaterThan(1);
    int crashes = 0;
    for (int cut = 0; cut < records.size(); cut++) {
      Kind kind = Kind.of(records.get(cut));
      boolean internal = kind == Kind.SPLIT && records.get(cut).blockCount() > 3;
      boolean interesting = kind == Kind.NEW_ROOT || internal || kind == Kind.SPLIT && cut % 7 == 0;
      if (interesting) {
        crashAt(cut + 1, records, rows, recordsAfter, model);
        crashes++;
      }
    }
    assertThat(crashes).isGreaterThan(20);
  }

  private void crashAt(
      int cut,
      List<CapturedRecord> records,
      List<IndexModel.Row> rows,
      List<Integer> recordsAfter,
      IndexModel model) {
    try (StorageFixture other = replica("crash" + cut, 0)) {
      IndexHandle index = IndexUser.handle(other.createRelation(), model.layout(), false);
      PoolRedoBuffers buffers = new PoolRedoBuffers(other.process().pool());
      for (int i = 0; i < cut; i++) {
        buffers.redo(records.get(i), redo);
      }
      IndexUser survivor = new IndexUser(other, other.process(), new IndexUser.Blocks());
      TreeSet<IndexModel.Row> expected = IndexUser.treeOf(model);
      int next = 0;
      while (recordsAfter.get(next) <= cut) {
        expected.add(rows.get(next++));
      }
      // The insertion that was under way may be in already: its leaf split carries the tuple.
      List<IndexModel.Row> found = survivor.rows(index, model);
      if (found.size() == expected.size() + 1) {
        expected.add(rows.get(next++));
      }
      assertThat(found).isEqualTo(new ArrayList<>(expected));
      assertThat(survivor.access().checker().check(index, true, null)).isEqualTo(found.size());
      for (int i = next; i < Math.min(next + 600, rows.size()); i++) {
        survivor.insert(index, model, rows.get(i));
        expected.add(rows.get(i));
      }
      assertThat(survivor.rows(index, model)).isEqualTo(new ArrayList<>(expected));
      survivor.access().checker().check(index, true, null);
      survivor.access().bulkDelete(index, tid -> true, Long.MAX_VALUE);
      assertThat(survivor.access().checker().check(index, true, null)).isZero();
      survivor.assertNothingHeld();
    }
  }

  @Test
  void shouldRestoreABuiltIndexWhenItsLogIsRedone() {
    Random random = new Random(6);
    IndexLayout layout = IndexModel.randomLayout(random);
    IndexModel model = new IndexModel(layout, random, 5000);
    IndexHandle index = IndexUser.handle(forward.createRelation(), layout, false);
    try (IndexBuild build = user.access().beginBuild(index, directory, 1 << 20)) {
      for (int i = 0; i < 20_000; i++) {
        int length = model.form(model.randomRow(i + 1));
        build.add(model.builder().bytes(), length, i + 1, true);
      }
      assertThat(build.finish()).isTrue();
    }
    try (StorageFixture other = replica("built", 0)) {
      IndexHandle copy = IndexUser.handle(other.createRelation(), layout, false);
      PoolRedoBuffers buffers = new PoolRedoBuffers(other.process().pool());
      forward.wal().records().forEach(record -> buffers.redo(record, redo));
      IndexUser reader = new IndexUser(other, other.process(), new IndexUser.Blocks());
      assertThat(reader.access().checker().check(copy, true, null)).isEqualTo(20_000);
      assertThat(reader.rows(copy, model)).isEqualTo(user.rows(index, model));
    }
  }
}
