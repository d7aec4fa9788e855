package org.postern.wal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.storage.access.HeapAccess;
import org.postern.storage.access.Persistence;
import org.postern.storage.access.RowLockMode;
import org.postern.storage.access.RowWait;
import org.postern.storage.access.TableHandle;
import org.postern.storage.access.TmResult;
import org.postern.storage.heap.Heap;
import org.postern.storage.heap.HeapChecker;
import org.postern.storage.heap.HeapCleaner;
import org.postern.storage.heap.HeapSession;
import org.postern.storage.heap.ToastChunks;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.transam.IsolationLevel;
import org.postern.storage.vacuum.IndexCleaner;
import org.postern.storage.vacuum.TableVacuum;
import org.postern.storage.vacuum.VacuumOptions;
import org.postern.wal.checkpoint.CheckpointKind;

/** Rows, transactions and the log over files that lose what was not synced: nothing is lost. */
final class HeapCrashTest {
  private static final Path ROOT = Path.of("/data");
  private static final RelFileLocator TABLE = new RelFileLocator(1663, 5, 16384);
  private static final RelFileLocator TOAST = new RelFileLocator(1663, 5, 16385);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldHoldExactlyWhatWasCommitted(long seed) {
    Random random = new Random(seed);
    MemoryFileSystem files = newCluster();
    TreeMap<Integer, Long> model = new TreeMap<>();
    int nextId = 1;
    for (int life = 0; life < 6; life++) {
      try (Cluster cluster = new Cluster(files, ROOT, 24 + random.nextInt(60))) {
        HeapSession s = session(cluster);
        s.begin();
        assertThat(s.rows()).as("seed %d life %d", seed, life).isEqualTo(model);
        s.commit();
        assertSound(s, seed, life);
        for (int i = random.nextInt(60); i >= 0; i--) {
          TreeMap<Integer, Long> next = new TreeMap<>(model);
          s.begin();
          for (int n = random.nextInt(12); n >= 0; n--) {
            nextId = change(s, random, next, nextId);
          }
          if (random.nextInt(5) == 0) {
            s.abort();
          } else {
            s.commit();
            model = next;
          }
          if (random.nextInt(20) == 0) {
            cluster.checkpoint(CheckpointKind.REQUESTED);
          }
          if (random.nextInt(10) == 0) {
            vacuum(s, random.nextBoolean() ? VacuumOptions.plain() : VacuumOptions.freeze());
          }
        }
        if (random.nextBoolean()) {
          s.begin();
          nextId = change(s, random, new TreeMap<>(model), nextId);
        }
      }
      files.crash(random);
    }
  }

  /** One statement; {@code model} is what the table holds if the transaction commits. */
  private static int change(
      HeapSession s, Random random, TreeMap<Integer, Long> model, int nextId) {
    List<Long> tids = s.tids();
    int what = tids.isEmpty() ? 0 : random.nextInt(10);
    String note = note(random);
    if (what < 3) {
      s.insert(nextId, nextId * 10L, note);
      model.put(nextId, nextId * 10L);
      return nextId + 1;
    }
    long tid = tids.get(random.nextInt(tids.size()));
    int id = s.idAt(tid);
    if (what < 7) {
      int changed = random.nextInt(4) == 0 ? HeapAccess.CHANGED_INDEXED : 0;
      long value = random.nextInt(1000);
      assertThat(s.update(tid, id, value, note, changed, true)).isEqualTo(TmResult.OK);
      model.put(id, value);
    } else if (what < 8) {
      assertThat(s.delete(tid)).isEqualTo(TmResult.OK);
      model.remove(id);
    } else if (what < 9) {
      s.lock(tid, RowLockMode.values()[random.nextInt(4)], RowWait.SKIP);
    } else {
      s.tm.beginSub();
      s.lock(tid, RowLockMode.SHARE, RowWait.SKIP);
      assertThat(s.update(tid, id, -1, note)).isEqualTo(TmResult.OK);
      s.tm.abortSub();
    }
    return nextId;
  }

  private static String note(Random random) {
    int length = random.nextInt(10) == 0 ? 2000 + random.nextInt(8000) : random.nextInt(100);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) (' ' + random.nextInt(90)));
    }
    return text.toString();
  }

  private static void vacuum(HeapSession s, VacuumOptions options) {
    for (TableHandle table : List.of(s.table.toast(), s.table)) {
      IndexCleaner none =
          new IndexCleaner() {
            @Override
            public long bulkDelete(LongPredicate dead) {
              return 0;
            }

            @Override
            public void cleanup() {}
          };
      new TableVacuum(
              new HeapCleaner(s.heap),
              null,
              (relation, fork, blocks, logged) ->
                  s.tm.truncateFiles(relation, new long[] {blocks, -1, -1, -1}, logged),
              table,
              List.of(none),
              options)
          .run();
    }
  }

  private static void assertSound(HeapSession s, long seed, int life) {
    assertThat(new HeapChecker(s.heap, s.table).check())
        .as("seed %d life %d", seed, life)
        .isEmpty();
    assertThat(new HeapChecker(s.heap, s.table.toast()).check())
        .as("toast, seed %d life %d", seed, life)
        .isEmpty();
  }

  private static MemoryFileSystem newCluster() {
    MemoryFileSystem files = new MemoryFileSystem();
    Cluster.initialize(files, ROOT);
    try (Cluster cluster = new Cluster(files, ROOT, 32)) {
      ClusterSession session = cluster.session();
      session.transactions().begin(IsolationLevel.READ_COMMITTED, false);
      session.transactions().createFiles(TABLE, true);
      session.transactions().createFiles(TOAST, true);
      session.transactions().commit();
      cluster.checkpoint(CheckpointKind.SHUTDOWN);
    }
    return files;
  }

  private static HeapSession session(Cluster cluster) {
    ClusterSession session = cluster.session();
    Heap heap =
        new Heap(
            session.pool(),
            session.edits(),
            session.storage(),
            session.transactions(),
            session.lockManager(),
            session.wal(),
            session.slot().interrupts(),
            session.pool().bufferCount(),
            0);
    Persistence logged = Persistence.PERMANENT;
    TableHandle toast =
        new TableHandle(
            TOAST, 16387, ToastChunks.LAYOUT, logged, null, 100, "pg_toast_16386", false);
    TableHandle table =
        new TableHandle(TABLE, 16386, HeapSession.LAYOUT, logged, toast, 100, "t", false);
    return new HeapSession(null, session.transactions(), heap, table);
  }
}
