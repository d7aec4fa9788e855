package org.postern.storage.btree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.storage.access.BulkDeleteResult;
import org.postern.storage.access.IndexBatch;
import org.postern.storage.access.IndexBuild;
import org.postern.storage.access.IndexHandle;
import org.postern.storage.access.IndexLayout;
import org.postern.storage.access.IndexScan;
import org.postern.storage.access.KeyKind;
import org.postern.storage.access.ScanDirection;
import org.postern.storage.access.ScanKey;
import org.postern.storage.smgr.Fork;
import org.postern.storage.testkit.StorageFixture;

/** Random operations on an index and on a sorted set of rows must agree. */
class BtreeModelTest {
  @TempDir Path directory;
  private StorageFixture fixture;
  private IndexUser user;
  private IndexUser.Blocks blocks;

  @BeforeEach
  void open() {
    fixture = StorageFixture.create(directory, 4, 256);
    blocks = new IndexUser.Blocks();
    user = new IndexUser(fixture, fixture.process(), blocks);
  }

  @AfterEach
  void close() {
    user.assertNothingHeld();
    fixture.close();
  }

  private IndexHandle newIndex(IndexLayout layout) {
    IndexHandle index = IndexUser.handle(fixture.createRelation(), layout, false);
    user.access().createEmpty(index);
    return index;
  }

  private void compare(IndexHandle index, IndexModel model, TreeSet<IndexModel.Row> expected) {
    assertThat(user.rows(index, model)).isEqualTo(new ArrayList<>(expected));
    assertThat(user.access().checker().check(index, true, null)).isEqualTo(expected.size());
  }

  private void compareScans(
      IndexHandle index, IndexModel model, TreeSet<IndexModel.Row> expected, int scans) {
    for (int i = 0; i < scans; i++) {
      ScanKey[] keys = model.randomKeys();
      List<Long> tids = new ArrayList<>();
      for (IndexModel.Row row : expected) {
        if (model.matches(row, keys)) {
          tids.add(row.tid());
        }
      }
      String what = Arrays.toString(keys) + " on " + model.describe();
      assertThat(user.scan(index, keys, ScanDirection.FORWARD)).as(what).isEqualTo(tids);
      Collections.reverse(tids);
      assertThat(user.scan(index, keys, ScanDirection.BACKWARD)).as(what).isEqualTo(tids);
    }
  }

  @Test
  void shouldAgreeWithASortedSetWhenRowsAndScansAreRandom() {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      IndexLayout layout = IndexModel.randomLayout(random);
      IndexModel model = new IndexModel(layout, random, 1 + random.nextInt(1 + seed * 20));
      IndexHandle index = newIndex(layout);
      TreeSet<IndexModel.Row> expected = IndexUser.treeOf(model);
      int count = random.nextInt(1500);
      for (int i = 0; i < count; i++) {
        IndexModel.Row row = model.randomRow(random.nextInt(1 << 20) << 8 | i & 0xFF | 1);
        if (expected.add(row)) {
          user.insert(index, model, row);
        }
      }
      compare(index, model, expected);
      compareScans(index, model, expected, 40);
    }
  }

  @Test
  void shouldAgreeWithASortedSetWhenEntriesAreDeletedAndPagesReused() {
    for (int seed = 0; seed < 12; seed++) {
      Random random = new Random(1000 + seed);
      IndexLayout layout = IndexModel.randomLayout(random);
      IndexModel model = new IndexModel(layout, random, 2000);
      IndexHandle index = newIndex(layout);
      TreeSet<IndexModel.Row> expected = IndexUser.treeOf(model);
      long nextTid = 1;
      for (int round = 0; round < 6; round++) {
        for (int i = 0; i < 800; i++) {
          IndexModel.Row row = model.randomRow(nextTid++ << 3 | 1);
          expected.add(row);
          user.insert(index, model, row);
        }
        Set<Long> dead = pickDead(random, expected);
        BulkDeleteResult result = user.access().bulkDelete(index, dead::contains, Long.MAX_VALUE);
        expected.removeIf(row -> dead.contains(row.tid()));
        assertThat(result.entriesRemoved()).isEqualTo(dead.size());
        assertThat(result.entriesLeft()).isEqualTo(expected.size());
        compare(index, model, expected);
        compareScans(index, model, expected, 10);
      }
    }
  }

  /** Sometimes scattered rows, sometimes a stretch of neighbours, sometimes all. */
  private static Set<Long> pickDead(Random random, TreeSet<IndexModel.Row> rows) {
    Set<Long> dead = new HashSet<>();
    int way = random.nextInt(4);
    int from = random.nextInt(rows.size());
    int i = 0;
    for (IndexModel.Row row : rows) {
      boolean chosen =
          switch (way) {
            case 0 -> random.nextBoolean();
            case 1 -> i >= from;
            case 2 -> i < from;
            default -> true;
          };
      if (chosen) {
        dead.add(row.tid());
      }
      i++;
    }
    return dead;
  }

  @Test
  void shouldReuseDeletedPagesWhenKeysMoveOn() {
    IndexLayout layout = IndexLayout.ofKeys(IndexModel.column(KeyKind.INT8));
    IndexHandle index = newIndex(layout);
    IndexModel model = new IndexModel(layout, new Random(7), 10);
    long blocksAfterFirst = 0;
    for (int round = 0; round < 8; round++) {
      for (long i = 0; i < 5000; i++) {
        long value = round * 5000L + i;
        user.insert(index, model, new IndexModel.Row(new Object[] {value}, value << 2 | 1));
      }
      long limit = round * 5000L;
      user.access().bulkDelete(index, tid -> tid >>> 2 < limit, Long.MAX_VALUE);
      if (round == 2) {
        blocksAfterFirst = user.process().pool().nblocks(index.locator(), FORK);
      }
    }
    assertThat(user.access().checker().check(index, true, null)).isEqualTo(5000);
    assertThat(user.process().pool().nblocks(index.locator(), FORK))
        .isLessThan(blocksAfterFirst + 10);
  }

  private static final Fork FORK = Fork.MAIN;

  @Test
  void shouldBuildTheSameIndexWhenEntriesAreSorted() {
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(2000 + seed);
      IndexLayout layout = IndexModel.randomLayout(random);
      IndexModel model = new IndexModel(layout, random, 1 + random.nextInt(3000));
      IndexHandle index = IndexUser.handle(fixture.createRelation(), layout, false);
      TreeSet<IndexModel.Row> expected = IndexUser.treeOf(model);
      int count = seed < 3 ? seed : random.nextInt(seed % 5 == 0 ? 15_000 : 2000);
      // The smallest memory makes the larger builds spill.
      try (IndexBuild build = user.access().beginBuild(index, directory, 1)) {
        for (int i = 0; i < count; i++) {
          IndexModel.Row row = model.randomRow(i * 3L + 1);
          expected.add(row);
          int length = model.form(row);
          build.add(model.builder().bytes(), length, row.tid(), true);
        }
        assertThat(build.finish()).isTrue();
      }
      compare(index, model, expected);
      compareScans(index, model, expected, 10);
      for (int i = 0; i < 200; i++) {
        IndexModel.Row row = model.randomRow(i * 3L + 2);
        expected.add(row);
        user.insert(index, model, row);
      }
      compare(index, model, expected);
    }
  }

  @Test
  void shouldTurnRoundAndReturnToMarksWhenAScanIsInterrupted() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(3000 + seed);
      IndexLayout layout = IndexModel.randomLayout(random);
      IndexModel model = new IndexModel(layout, random, 500);
      IndexHandle index = newIndex(layout);
      TreeSet<IndexModel.Row> rows = IndexUser.treeOf(model);
      for (int i = 0; i < 1200; i++) {
        IndexModel.Row row = model.randomRow(i + 1);
        rows.add(row);
        user.insert(index, model, row);
      }
      ScanKey[] keys = random.nextBoolean() ? model.randomKeys() : new ScanKey[0];
      List<Long> expected = new ArrayList<>();
      rows.stream().filter(row -> model.matches(row, keys)).forEach(r -> expected.add(r.tid()));
      walk(random, index, keys, expected);
    }
  }

  /** Moves a cursor over the scan at random and compares each entry with the list. */
  private void walk(Random random, IndexHandle index, ScanKey[] keys, List<Long> expected) {
    IndexBatch batch = new IndexBatch();
    try (IndexScan scan = user.access().openScan(index, keys, false, null)) {
      int at = -1;
      int inBatch = -1;
      boolean batchForward = true;
      int marked = -1;
      boolean markForward = true;
      for (int step = 0; step < 3000; step++) {
        if (marked >= 0 && random.nextInt(50) == 0) {
          inBatch = scan.restore(batch);
          batchForward = markForward;
          at = marked;
          continue;
        }
        boolean forward = step % 700 < 400 ? random.nextInt(10) > 0 : random.nextInt(10) == 0;
        if (at == -1 && !forward) {
          at = expected.size();
        }
        inBatch += forward == batchForward ? 1 : -1;
        at += forward ? 1 : -1;
        if (inBatch < 0 || inBatch >= batch.count()) {
          ScanDirection direction = forward ? ScanDirection.FORWARD : ScanDirection.BACKWARD;
          if (!scan.nextBatch(batch, direction)) {
            assertThat(at).isEqualTo(forward ? expected.size() : -1);
            scan.rescan(null);
            batch.clear();
            at = -1;
            inBatch = -1;
            batchForward = true;
            marked = -1;
            if (expected.isEmpty()) {
              return;
            }
            continue;
          }
          batchForward = forward;
          inBatch = 0;
        }
        assertThat(at).isBetween(0, expected.size() - 1);
        assertThat(batch.tid(inBatch)).isEqualTo(expected.get(at));
        if (random.nextInt(40) == 0) {
          scan.mark(inBatch);
          marked = at;
          markForward = batchForward;
        }
      }
    }
  }
}
