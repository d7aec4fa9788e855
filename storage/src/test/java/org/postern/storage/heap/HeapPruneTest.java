package org.postern.storage.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.storage.access.HeapAccess;
import org.postern.storage.access.Tid;
import org.postern.storage.access.TmResult;
import org.postern.storage.buffer.BufferPool;
import org.postern.storage.page.PageLayout;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.smgr.Fork;

/** Rules 9 to 15 of the heap's README. */
class HeapPruneTest {
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

  private int prune() {
    BufferPool pool = a.process.pool();
    int buffer = pool.read(world.locator, Fork.MAIN, 0);
    pool.lockExclusive(buffer);
    HeapContext ctx = a.heap.context();
    int removed = ctx.pruner.prune(a.table, buffer, a.tm.horizons().oldestSnapshotCsn());
    pool.unlockUnpin(buffer);
    return removed;
  }

  private int flags(long tid) {
    BufferPool pool = a.process.pool();
    int buffer = pool.read(world.locator, Fork.MAIN, Tid.block(tid));
    int flags = SlottedPage.itemFlags(pool.memory(), pool.page(buffer), Tid.item(tid));
    pool.unpin(buffer);
    return flags;
  }

  private long update(long tid, long value) {
    a.run(() -> assertThat(a.update(tid, 1, value, "x")).isEqualTo(TmResult.OK));
    return a.info.newTid();
  }

  @Test
  void shouldRedirectTheRootToTheLiveVersion() {
    a.run(() -> a.insert(1, 10, "x"));
    long root = Tid.of(0, 1);
    long second = update(root, 11);
    long third = update(second, 12);
    assertThat(prune()).isEqualTo(2);
    assertThat(flags(root)).isEqualTo(PageLayout.LP_REDIRECT);
    assertThat(flags(second)).isEqualTo(PageLayout.LP_UNUSED);
    assertThat(flags(third)).isEqualTo(PageLayout.LP_NORMAL);
    a.run(() -> assertThat(a.valueAt(root)).isEqualTo(12));
    long fourth = update(third, 13);
    assertThat(fourth).isEqualTo(second);
    assertThat(prune()).isEqualTo(1);
    a.run(() -> assertThat(a.valueAt(root)).isEqualTo(13));
    world.assertSound();
  }

  @Test
  void shouldKeepWhatAnOldSnapshotSees() {
    a.run(() -> a.insert(1, 10, "x"));
    b.beginRepeatable();
    assertThat(b.rows()).hasSize(1);
    long root = Tid.of(0, 1);
    long second = update(root, 11);
    update(second, 12);
    assertThat(prune()).isZero();
    assertThat(b.valueAt(root)).isEqualTo(10);
    b.commit();
    assertThat(prune()).isEqualTo(2);
    a.run(() -> assertThat(a.valueAt(root)).isEqualTo(12));
  }

  @Test
  void shouldLeaveADeadLinePointerForVacuum() {
    a.run(() -> a.insert(1, 10, "x"));
    long root = Tid.of(0, 1);
    a.run(() -> assertThat(a.delete(root)).isEqualTo(TmResult.OK));
    assertThat(prune()).isEqualTo(1);
    assertThat(flags(root)).isEqualTo(PageLayout.LP_DEAD);
    a.run(() -> {
      long other = a.insert(2, 20, "y");
      assertThat(other).isNotEqualTo(root);
      assertThat(a.valueAt(root)).isNull();
    });
    world.assertSound();
  }

  @Test
  void shouldFreeTheHeapOnlyTupleOfARolledBackUpdate() {
    a.run(() -> a.insert(1, 10, "x"));
    long root = Tid.of(0, 1);
    a.begin();
    assertThat(a.update(root, 1, 11, "x")).isEqualTo(TmResult.OK);
    long orphan = a.info.newTid();
    a.abort();
    assertThat(prune()).isEqualTo(1);
    assertThat(flags(orphan)).isEqualTo(PageLayout.LP_UNUSED);
    assertThat(flags(root)).isEqualTo(PageLayout.LP_NORMAL);
    a.run(() -> assertThat(a.valueAt(root)).isEqualTo(10));
    world.assertSound();
  }

  @Test
  void shouldKeepUpdatingOnOnePageForEver() {
    long[] tid = new long[1];
    a.run(() -> tid[0] = a.insert(1, 0, "filler".repeat(20)));
    for (int i = 1; i <= 2000; i++) {
      int value = i;
      a.begin();
      assertThat(a.valueAt(Tid.of(0, 1))).isEqualTo(value - 1L);
      assertThat(a.update(a.tids().getFirst(), 1, value, "filler".repeat(20)))
          .isEqualTo(TmResult.OK);
      a.commit();
    }
    assertThat(a.heap.blockCount(a.table)).isEqualTo(1);
    world.assertSound();
  }

  @Test
  void shouldMoveToAnotherPageWhenFull() {
    a.run(() -> {
      for (int i = 0; i < 50; i++) {
        a.insert(i, i, "filler".repeat(16));
      }
    });
    assertThat(a.heap.blockCount(a.table)).isEqualTo(1);
    b.beginRepeatable();
    assertThat(b.rows()).hasSize(50);
    a.run(() -> {
      for (long tid : a.tids()) {
        assertThat(a.update(tid, Tid.item(tid), 7, "filler".repeat(16), 0, true))
            .isEqualTo(TmResult.OK);
      }
    });
    assertThat(a.heap.blockCount(a.table)).isGreaterThan(1);
    assertThat(b.rows()).hasSize(50).containsEntry(5, 5L);
    b.commit();
    a.run(() -> assertThat(a.rows().values()).hasSize(50).containsOnly(7L));
    world.assertSound();
  }

  @Test
  void shouldRespectTheFillFactor() {
    HeapSession half = world.session(org.postern.storage.access.Persistence.PERMANENT, 50);
    half.run(() -> {
      for (int i = 0; i < 50; i++) {
        half.insert(i, i, "filler".repeat(16));
      }
    });
    assertThat(half.heap.blockCount(half.table)).isEqualTo(2);
  }

  @Test
  void shouldBreakTheChainWhenAnIndexedAttributeChanges() {
    a.run(() -> a.insert(1, 10, "x"));
    long root = Tid.of(0, 1);
    long second = update(root, 11);
    a.run(() ->
        assertThat(a.update(second, 1, 12, "x", HeapAccess.CHANGED_INDEXED, true))
            .isEqualTo(TmResult.OK));
    long third = a.info.newTid();
    assertThat(prune()).isEqualTo(2);
    assertThat(flags(root)).isEqualTo(PageLayout.LP_DEAD);
    a.run(() -> {
      assertThat(a.valueAt(root)).isNull();
      assertThat(a.valueAt(third)).isEqualTo(12);
    });
    world.assertSound();
  }

  @Test
  void shouldOfferAnIndexTheRootsOfChains() {
    a.run(() -> {
      a.insert(1, 10, "x");
      a.insert(2, 20, "y");
      a.insert(3, 30, "z");
    });
    long root = Tid.of(0, 1);
    long second = update(root, 11);
    update(second, 12);
    a.run(() -> assertThat(a.delete(Tid.of(0, 2))).isEqualTo(TmResult.OK));
    assertThat(indexed()).containsExactlyInAnyOrder("(0,1) 12 true", "(0,3) 30 true");
    assertThat(prune()).isEqualTo(3);
    assertThat(indexed()).containsExactlyInAnyOrder("(0,1) 12 true", "(0,3) 30 true");
    b.beginRepeatable();
    assertThat(b.rows()).hasSize(2);
    a.run(() -> assertThat(a.delete(Tid.of(0, 3))).isEqualTo(TmResult.OK));
    assertThat(indexed()).containsExactlyInAnyOrder("(0,1) 12 true", "(0,3) 30 false");
    b.commit();
  }

  private java.util.List<String> indexed() {
    java.util.List<String> found = new java.util.ArrayList<>();
    org.postern.storage.access.TupleBatch batch = new org.postern.storage.access.TupleBatch();
    org.postern.storage.tuple.TupleReader reader =
        new org.postern.storage.tuple.TupleReader(HeapSession.LAYOUT);
    a.begin();
    try (org.postern.storage.access.IndexBuildScan scan = a.heap.indexBuildScan(a.table)) {
      while (scan.nextBatch(batch)) {
        for (int i = 0; i < batch.count(); i++) {
          reader.set(batch.data(), batch.offset(i));
          found.add(Tid.toString(batch.tid(i)) + " " + reader.getLong(1) + " " + scan.alive(i));
        }
      }
    }
    a.commit();
    return found;
  }
}
