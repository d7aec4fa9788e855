package org.postern.storage.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.storage.access.HeapAccess;
import org.postern.storage.access.Liveness;
import org.postern.storage.access.TmResult;
import org.postern.storage.transam.Snapshot;

class HeapMvccTest {
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

  @Test
  void shouldShowARowToOthersOnlyAfterCommit() {
    a.begin();
    b.begin();
    a.insert(1, 10, "x");
    assertThat(a.rows()).containsEntry(1, 10L);
    assertThat(b.rows()).isEmpty();
    a.commit();
    assertThat(b.rows()).containsEntry(1, 10L);
    b.commit();
  }

  @Test
  void shouldHideRowsOfARolledBackTransaction() {
    a.begin();
    a.insert(1, 10, "x");
    a.abort();
    b.run(() -> assertThat(b.rows()).isEmpty());
    b.run(() -> assertThat(b.rows()).isEmpty());
  }

  @Test
  void shouldNotShowACommandItsOwnRows() {
    a.begin();
    Snapshot before = a.tm.snapshots().acquire();
    a.insert(1, 10, "x");
    assertThat(a.rows(before)).isEmpty();
    assertThat(a.rows()).hasSize(1);
    a.tm.snapshots().release(before);
    a.commit();
  }

  @Test
  void shouldKeepARepeatableSnapshotOverConcurrentChanges() {
    a.run(() -> {
      a.insert(1, 10, "x");
      a.insert(2, 20, "y");
    });
    b.beginRepeatable();
    Map<Integer, Long> first = b.rows();
    a.begin();
    long tid = a.tids().getFirst();
    assertThat(a.update(tid, 1, 11, "x")).isEqualTo(TmResult.OK);
    assertThat(a.delete(a.tids().getFirst())).isEqualTo(TmResult.OK);
    a.insert(3, 30, "z");
    a.commit();
    assertThat(b.rows()).isEqualTo(first);
    b.commit();
    b.run(() -> assertThat(b.rows()).isEqualTo(new TreeMap<>(Map.of(1, 11L, 3, 30L))));
  }

  @Test
  void shouldUseComboCidsForRowsMadeAndDeletedInOneTransaction() {
    a.begin();
    long tid = a.insert(1, 10, "x");
    Snapshot between = a.tm.snapshots().acquire();
    assertThat(a.update(tid, 1, 11, "x")).isEqualTo(TmResult.OK);
    Snapshot later = a.tm.snapshots().acquire();
    assertThat(a.delete(a.info.newTid())).isEqualTo(TmResult.OK);
    assertThat(a.rows(between)).containsEntry(1, 10L);
    assertThat(a.rows(later)).containsEntry(1, 11L);
    assertThat(a.rows()).isEmpty();
    a.tm.snapshots().release(between);
    a.tm.snapshots().release(later);
    a.commit();
    b.run(() -> assertThat(b.rows()).isEmpty());
  }

  @Test
  void shouldForgetTheWorkOfARolledBackSubtransaction() {
    a.run(() -> a.insert(1, 10, "x"));
    a.begin();
    long tid = a.tids().getFirst();
    a.tm.beginSub();
    a.insert(2, 20, "y");
    assertThat(a.update(tid, 1, 11, "x")).isEqualTo(TmResult.OK);
    assertThat(a.rows()).isEqualTo(new TreeMap<>(Map.of(1, 11L, 2, 20L)));
    a.tm.abortSub();
    assertThat(a.rows()).isEqualTo(new TreeMap<>(Map.of(1, 10L)));
    a.tm.beginSub();
    assertThat(a.update(tid, 1, 12, "x")).isEqualTo(TmResult.OK);
    a.tm.commitSub();
    assertThat(a.rows()).isEqualTo(new TreeMap<>(Map.of(1, 12L)));
    b.begin();
    assertThat(b.rows()).containsEntry(1, 10L);
    a.commit();
    assertThat(b.rows()).containsEntry(1, 12L);
    b.commit();
    world.assertSound();
  }

  @Test
  void shouldReportWhoDidWhat() {
    a.run(() -> a.insert(1, 10, "x"));
    a.begin();
    b.begin();
    long tid = a.tids().getFirst();
    assertThat(a.update(tid, 1, 11, "x")).isEqualTo(TmResult.OK);
    long newTid = a.info.newTid();
    assertThat(b.update(tid, 1, 12, "x", 0, false)).isEqualTo(TmResult.BEING_MODIFIED);
    a.commit();
    assertThat(b.update(tid, 1, 12, "x")).isEqualTo(TmResult.UPDATED);
    assertThat(b.info.tid()).isEqualTo(newTid);
    assertThat(b.update(newTid, 1, 12, "x")).isEqualTo(TmResult.OK);
    b.commit();
    a.begin();
    b.begin();
    long last = a.tids().getFirst();
    assertThat(a.delete(last)).isEqualTo(TmResult.OK);
    a.commit();
    assertThat(b.delete(last)).isEqualTo(TmResult.DELETED);
    assertThat(b.info.tid()).isEqualTo(last);
    b.commit();
  }

  @Test
  void shouldNoticeARowChangedByTheSameCommand() {
    a.begin();
    a.insert(1, 10, "x");
    int cid = a.tm.commandId(true);
    long tid = a.tids().getFirst();
    assertThat(a.heap.delete(a.table, tid, cid, null, true, a.info)).isEqualTo(TmResult.OK);
    assertThat(a.heap.delete(a.table, tid, cid, null, true, a.info))
        .isEqualTo(TmResult.SELF_MODIFIED);
    assertThat(a.info.cmax()).isEqualTo(cid);
    a.commit();
  }

  @Test
  void shouldGiveAnUpdateRefusedByTheCrosscheckSnapshot() {
    a.beginRepeatable();
    assertThat(a.rows()).isEmpty();
    b.run(() -> b.insert(1, 10, "x"));
    long tid = world.session().begin().tids().getFirst();
    Snapshot old = a.tm.snapshots().acquire();
    assertThat(a.heap.delete(a.table, tid, a.tm.commandId(true), old, true, a.info))
        .isEqualTo(TmResult.UPDATED);
    a.tm.snapshots().release(old);
    a.commit();
  }

  @Test
  void shouldTellTheStateOfAKeyToUniqueIndexes() {
    Liveness liveness = new Liveness();
    a.begin();
    b.begin();
    long tid = a.insert(1, 10, "x");
    a.heap.liveness(a.table, tid, liveness);
    assertThat(liveness.state()).isEqualTo(Liveness.State.LIVE);
    b.heap.liveness(b.table, tid, liveness);
    assertThat(liveness.state()).isEqualTo(Liveness.State.WAIT);
    assertThat(liveness.xid()).isEqualTo(a.tm.currentXid());
    a.commit();
    b.heap.liveness(b.table, tid, liveness);
    assertThat(liveness.state()).isEqualTo(Liveness.State.LIVE);
    b.delete(tid);
    b.heap.liveness(b.table, tid, liveness);
    assertThat(liveness.state()).isEqualTo(Liveness.State.DEAD);
    b.commit();
    a.heap.liveness(a.table, tid, liveness);
    assertThat(liveness.state()).isEqualTo(Liveness.State.DEAD_TO_ALL);
  }

  @Test
  void shouldFollowAHotChainToTheVisibleVersion() {
    a.run(() -> a.insert(1, 10, "x"));
    b.beginRepeatable();
    long root = b.tids().getFirst();
    a.run(() -> assertThat(a.update(root, 1, 11, "x")).isEqualTo(TmResult.OK));
    assertThat(a.info.heapOnly()).isTrue();
    a.run(() -> assertThat(a.update(a.info.newTid(), 1, 12, "x")).isEqualTo(TmResult.OK));
    assertThat(b.valueAt(root)).isEqualTo(10);
    b.commit();
    a.run(() -> assertThat(a.valueAt(root)).isEqualTo(12));
    a.begin();
    Snapshot now = a.tm.snapshots().acquire();
    assertThat(a.heap.latestVersion(a.table, root, now)).isEqualTo(a.tids().getFirst());
    a.tm.snapshots().release(now);
    a.commit();
  }

  @Test
  void shouldNotUpdateHotWhenAnIndexedAttributeChanged() {
    a.run(() -> a.insert(1, 10, "x"));
    a.begin();
    long root = a.tids().getFirst();
    assertThat(a.update(root, 1, 11, "x", HeapAccess.CHANGED_INDEXED, true)).isEqualTo(TmResult.OK);
    assertThat(a.info.heapOnly()).isFalse();
    a.commit();
    a.run(() -> {
      assertThat(a.valueAt(root)).isNull();
      assertThat(a.valueAt(a.info.newTid())).isEqualTo(11);
    });
    world.assertSound();
  }

  @Test
  void shouldDecideASpeculativeInsertion() {
    a.begin();
    b.begin();
    a.build(1, 10, "x");
    long tid = world.insertSpeculative(a, 77);
    Liveness liveness = new Liveness();
    b.heap.liveness(b.table, tid, liveness);
    assertThat(liveness.state()).isEqualTo(Liveness.State.WAIT);
    assertThat(liveness.speculativeToken()).isEqualTo(77);
    a.heap.killSpeculative(a.table, tid);
    b.heap.liveness(b.table, tid, liveness);
    assertThat(liveness.state()).isIn(Liveness.State.DEAD, Liveness.State.DEAD_TO_ALL);
    a.build(2, 20, "y");
    long second = world.insertSpeculative(a, 78);
    a.heap.confirmSpeculative(a.table, second);
    a.commit();
    assertThat(b.rows()).isEqualTo(new TreeMap<>(Map.of(2, 20L)));
    b.commit();
    world.assertSound();
  }

  @Test
  void shouldScanBackwardInReverseOrder() {
    a.run(() -> {
      for (int i = 0; i < 500; i++) {
        a.insert(i, i, "note " + i);
      }
    });
    a.begin();
    java.util.List<Long> forward = a.tids();
    java.util.List<Long> backward = new java.util.ArrayList<>();
    Snapshot snapshot = a.tm.snapshots().acquire();
    org.postern.storage.access.TupleBatch batch = new org.postern.storage.access.TupleBatch();
    try (org.postern.storage.access.TableScan scan = a.heap.scan(a.table, snapshot, 0, -1, true)) {
      while (scan.nextBatch(batch)) {
        for (int i = 0; i < batch.count(); i++) {
          backward.add(batch.tid(i));
        }
      }
    }
    a.tm.snapshots().release(snapshot);
    assertThat(backward).hasSize(500).isEqualTo(forward.reversed());
    a.commit();
  }

  @Test
  void shouldLogNothingForUnloggedTables() {
    HeapSession unlogged = world.session(org.postern.storage.access.Persistence.UNLOGGED, 100);
    unlogged.run(() -> {
      long tid = unlogged.insert(1, 10, "x".repeat(5000));
      assertThat(unlogged.update(tid, 1, 11, "y")).isEqualTo(TmResult.OK);
      assertThat(unlogged.rows()).containsEntry(1, 11L);
    });
    assertThat(world.fixture.wal().records())
        .noneMatch(r -> r.rmgr() == org.postern.storage.walapi.RmgrId.HEAP);
    unlogged.run(() -> assertThat(unlogged.rows()).containsEntry(1, 11L));
  }
}
