package org.postern.storage.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.storage.access.RowLockMode;
import org.postern.storage.access.RowWait;
import org.postern.storage.access.TmResult;
import org.postern.storage.vacuum.VacuumOptions;
import org.postern.storage.vacuum.VacuumResult;

/** Rules 14 to 18 of the heap's README. */
class HeapVacuumTest {
  @TempDir Path directory;
  private HeapWorld world;
  private HeapSession a;
  private HeapSession b;

  @BeforeEach
  void open() {
    world = new HeapWorld(directory);
    a = world.session();
    b = world.session();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void fill(int rows) {
    a.run(() -> {
      for (int i = 0; i < rows; i++) {
        a.insert(i, i, "filler".repeat(10));
      }
    });
  }

  @Test
  void shouldReuseTheRoomOfDeletedRows() {
    fill(1000);
    long blocks = a.heap.blockCount(a.table);
    for (int round = 0; round < 5; round++) {
      a.run(() -> {
        for (long tid : a.tids()) {
          a.delete(tid);
        }
      });
      VacuumResult result = world.vacuumWithoutCut(a);
      assertThat(result.removedTuples()).isEqualTo(1000);
      assertThat(result.deadItems()).isEqualTo(1000);
      a.table.targetBlock(-1);
      fill(1000);
      assertThat(a.heap.blockCount(a.table)).isLessThanOrEqualTo(blocks + 1);
    }
    world.assertSound();
  }

  @Test
  void shouldKeepRowsThatAnOldSnapshotSees() {
    fill(100);
    b.beginRepeatable();
    assertThat(b.rows()).hasSize(100);
    a.run(() -> {
      for (long tid : a.tids()) {
        a.delete(tid);
      }
    });
    VacuumResult result = world.vacuum(a, VacuumOptions.plain());
    assertThat(result.removedTuples()).isZero();
    assertThat(result.recentlyDead()).isEqualTo(100);
    assertThat(b.rows()).hasSize(100);
    b.commit();
    assertThat(world.vacuum(a, VacuumOptions.plain()).removedTuples()).isEqualTo(100);
    assertThat(a.heap.blockCount(a.table)).isZero();
  }

  @Test
  void shouldMarkPagesVisibleAndUnmarkThemOnChange() {
    fill(200);
    assertThat(a.heap.allVisible(a.table, 0)).isFalse();
    VacuumResult result = world.vacuum(a, VacuumOptions.plain());
    assertThat(result.visibleBlocks()).isEqualTo(result.blocks());
    assertThat(a.heap.allVisible(a.table, 0)).isTrue();
    world.assertSound();
    a.begin();
    long first = a.tids().getFirst();
    assertThat(a.update(first, 0, 5, "x")).isEqualTo(TmResult.OK);
    assertThat(b.heap.allVisible(b.table, 0)).isFalse();
    assertThat(b.heap.allVisible(b.table, 1)).isTrue();
    a.commit();
    b.run(() -> assertThat(b.rows()).hasSize(200).containsEntry(0, 5L));
    world.assertSound();
  }

  @Test
  void shouldFreezeAndKeepTheRowsReadable() {
    fill(200);
    VacuumResult result = world.vacuum(a, VacuumOptions.freeze());
    assertThat(result.frozenTuples()).isEqualTo(200);
    assertThat(result.frozenXid()).isGreaterThan(1000);
    b.run(() -> assertThat(b.rows()).hasSize(200));
    // A lock on a frozen page takes back the all-frozen bit only.
    a.begin();
    a.lock(a.tids().getFirst(), RowLockMode.UPDATE, RowWait.BLOCK);
    a.commit();
    assertThat(a.heap.allVisible(a.table, 0)).isTrue();
    assertThat(a.heap.context().map.get(a.table, 0)).isEqualTo(VisibilityMap.ALL_VISIBLE);
    assertThat(a.heap.context().map.get(a.table, 1))
        .isEqualTo(VisibilityMap.ALL_VISIBLE | VisibilityMap.ALL_FROZEN);
    assertThat(world.vacuum(a, VacuumOptions.freeze()).frozenTuples()).isZero();
    assertThat(a.heap.context().map.get(a.table, 0))
        .isEqualTo(VisibilityMap.ALL_VISIBLE | VisibilityMap.ALL_FROZEN);
    world.assertSound();
  }

  @Test
  void shouldNotFreezeWhatAnOldSnapshotDoesNotSee() {
    b.beginRepeatable();
    assertThat(b.rows()).isEmpty();
    fill(10);
    VacuumResult result = world.vacuum(a, VacuumOptions.freeze());
    assertThat(result.frozenTuples()).isZero();
    assertThat(a.heap.allVisible(a.table, 0)).isFalse();
    assertThat(b.rows()).isEmpty();
    b.commit();
  }

  @Test
  void shouldCutOffEmptyPagesAtTheEnd() {
    fill(1000);
    a.run(() -> {
      List<Long> tids = a.tids();
      for (long tid : tids.subList(100, tids.size())) {
        a.delete(tid);
      }
    });
    long before = a.heap.blockCount(a.table);
    VacuumResult result = world.vacuum(a, VacuumOptions.plain());
    assertThat(result.truncatedBlocks()).isPositive();
    assertThat(a.heap.blockCount(a.table)).isEqualTo(before - result.truncatedBlocks());
    b.run(() -> assertThat(b.rows()).hasSize(100));
    fill(0);
    b.begin();
    // This process still remembers a page that is gone.
    b.insert(5000, 1, "again");
    b.commit();
    a.run(() -> assertThat(a.rows()).hasSize(101));
    world.assertSound();
  }

  @Test
  void shouldCleanIndexesInBatchesWhenTheTidListIsFull() {
    fill(3000);
    a.run(() -> {
      for (long tid : a.tids()) {
        a.delete(tid);
      }
    });
    VacuumOptions small = new VacuumOptions(false, 0, false, true, false, 2500, () -> {});
    VacuumResult result = world.vacuumOf(a, a.table, small).run();
    assertThat(result.indexScans()).isGreaterThan(1);
    assertThat(result.deadItems()).isEqualTo(3000);
    world.assertSound();
  }

  @Test
  void shouldRememberTheOldestTransactionLeft() {
    fill(10);
    long before = a.tm.horizons().nextXid();
    VacuumResult plain = world.vacuum(a, VacuumOptions.plain());
    assertThat(plain.frozenXid()).isLessThan(before).isPositive();
    VacuumResult frozen = world.vacuum(a, VacuumOptions.freeze());
    assertThat(frozen.frozenXid()).isGreaterThanOrEqualTo(before);
  }

  @Test
  void shouldFindNothingToDoTwice() {
    fill(3000);
    world.vacuum(a, VacuumOptions.plain());
    int records = world.fixture.wal().records().size();
    VacuumResult again = world.vacuum(a, VacuumOptions.plain());
    assertThat(again.scannedBlocks()).isLessThan(3);
    assertThat(world.fixture.wal().records()).hasSize(records);
    a.run(() -> assertThat(a.rows()).hasSize(3000));
  }

  @Test
  void shouldFindDamage() {
    fill(5);
    HeapChecker checker = new HeapChecker(a.heap, a.table);
    assertThat(checker.check()).isEmpty();
    Map<String, Integer> damage = new TreeMap<>();
    damage.put("xmin", org.postern.storage.tuple.TupleHeader.XMIN + 5);
    damage.put("hoff", org.postern.storage.tuple.TupleHeader.HOFF);
    damage.put("natts", org.postern.storage.tuple.TupleHeader.MASK2);
    damage.put("varlena", 32 + 16);
    List<String> missed = new ArrayList<>();
    damage.forEach((what, at) -> {
      int buffer = a.process.pool().read(world.locator, org.postern.storage.smgr.Fork.MAIN, 0);
      long tuple =
          a.heap
              .context()
              .tuple(a.process.pool().page(buffer), org.postern.storage.access.Tid.of(0, 3));
      java.lang.foreign.MemorySegment mem = a.process.pool().memory();
      byte old = mem.get(java.lang.foreign.ValueLayout.JAVA_BYTE, tuple + at);
      mem.set(java.lang.foreign.ValueLayout.JAVA_BYTE, tuple + at, (byte) 0xfb);
      if (checker.check().isEmpty()) {
        missed.add(what);
      }
      mem.set(java.lang.foreign.ValueLayout.JAVA_BYTE, tuple + at, old);
      a.process.pool().unpin(buffer);
    });
    assertThat(missed).isEmpty();
    assertThat(checker.check()).isEmpty();
  }
}
