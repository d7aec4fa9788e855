package org.postern.storage.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.storage.access.HeapAccess;
import org.postern.storage.access.RowLockMode;
import org.postern.storage.access.RowWait;
import org.postern.storage.access.TmResult;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.transam.Snapshot;
import org.postern.storage.tuple.TupleReader;
import org.postern.storage.vacuum.IndexCleaner;
import org.postern.storage.vacuum.VacuumOptions;

/** Several processes at once on one table; no money may be made or lost. */
class HeapConcurrencyTest {
  private static final int ACCOUNTS = 40;
  private static final long START = 1000;

  @TempDir Path directory;
  private HeapWorld world;
  private ExecutorService pool;

  @BeforeEach
  void open() {
    world = new HeapWorld(directory);
    pool = Executors.newCachedThreadPool();
  }

  @AfterEach
  void close() throws InterruptedException {
    pool.shutdownNow();
    pool.awaitTermination(20, TimeUnit.SECONDS);
    world.close();
  }

  @Test
  void shouldKeepTheSumWhileMoneyMoves() throws Exception {
    HeapSession setup = world.session();
    KeyIndex index = new KeyIndex();
    setup.run(() -> {
      for (int i = 0; i < ACCOUNTS; i++) {
        index.add(i, setup.insert(i, START, "account " + i));
      }
    });
    AtomicBoolean stop = new AtomicBoolean();
    List<Future<?>> work = new ArrayList<>();
    for (int n = 0; n < 5; n++) {
      HeapSession session = world.session();
      long seed = System.nanoTime() + n;
      work.add(pool.submit(() -> transfers(session, index, new Random(seed), 250)));
    }
    List<Future<?>> background = new ArrayList<>();
    HeapSession auditor = world.session();
    background.add(pool.submit(() -> audit(auditor, stop)));
    HeapSession vacuum = world.session();
    background.add(
        pool.submit(() -> {
          while (!stop.get()) {
            world.vacuumOf(vacuum, vacuum.table, HeapWorld.NO_CUT, index).run();
            pause();
          }
        }));
    try {
      List<Future<?>> all = new ArrayList<>(work);
      await(all, 60, setup);
    } finally {
      stop.set(true);
    }
    for (Future<?> future : background) {
      future.get(20, TimeUnit.SECONDS);
    }
    setup.run(() -> {
      TreeMap<Integer, Long> rows = setup.rows();
      assertThat(rows).hasSize(ACCOUNTS);
      assertThat(rows.values().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(ACCOUNTS * START);
    });
    world.assertSound();
  }

  private void audit(HeapSession session, AtomicBoolean stop) {
    while (!stop.get()) {
      session.beginRepeatable();
      TreeMap<Integer, Long> rows = session.rows();
      assertThat(rows.keySet()).hasSize(ACCOUNTS);
      assertThat(rows.values().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(ACCOUNTS * START);
      assertThat(session.rows()).isEqualTo(rows);
      session.commit();
      pause();
    }
  }

  private static AssertionError failed(Throwable e) {
    return new AssertionError("a process failed: " + e, e);
  }

  /** The first failure of any, rather than that others wait for the one that failed. */
  private static void await(List<? extends Future<?>> work, long seconds, HeapSession session)
      throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!work.stream().allMatch(Future::isDone)) {
      for (Future<?> future : work) {
        if (future.state() == Future.State.FAILED) {
          future.get();
        }
      }
      if (System.nanoTime() - end > 0) {
        StringBuilder stacks = new StringBuilder();
        Thread.getAllStackTraces()
            .forEach((thread, stack) ->
                stacks.append(thread).append(' ').append(List.of(stack)).append('\n'));
        throw new AssertionError(
            "stuck: " + session.process.lockManager().status() + "\n" + stacks);
      }
      pause();
    }
    for (Future<?> future : work) {
      future.get();
    }
  }

  private static void pause() {
    LockSupport.parkNanos(2_000_000);
  }

  private static void transfers(HeapSession session, KeyIndex index, Random random, int count) {
    for (int i = 0; i < count; i++) {
      int from = random.nextInt(ACCOUNTS);
      int to = random.nextInt(ACCOUNTS);
      if (from == to || from > to && random.nextInt(20) > 0) {
        // Mostly in one order, so that deadlocks stay the exception.
        continue;
      }
      long amount = random.nextInt(20);
      session.begin();
      try {
        if (random.nextInt(8) == 0) {
          session.tm.beginSub();
          add(session, index, from, -5);
          session.tm.abortSub();
        }
        add(session, index, from, -amount);
        add(session, index, to, amount);
        if (random.nextInt(10) == 0) {
          session.abort();
        } else {
          session.commit();
        }
      } catch (SqlException e) {
        session.abort();
        if (e.state() != SqlState.DEADLOCK_DETECTED) {
          throw failed(e);
        }
      } catch (RuntimeException | AssertionError e) {
        // Others must not wait for this transaction, or they would hide why it failed.
        AssertionError first = failed(e);
        session.abort();
        throw first;
      }
    }
  }

  /** UPDATE … SET value = value + amount WHERE id = …, READ COMMITTED, through the index's tid. */
  private static void add(HeapSession session, KeyIndex index, int id, long amount) {
    TupleBatch row = new TupleBatch();
    TupleReader reader = new TupleReader(HeapSession.LAYOUT);
    Snapshot snapshot = session.tm.snapshots().acquire();
    try {
      index.fetch(session, id, snapshot, row);
      long tid = row.tid(0);
      while (true) {
        reader.set(row.data(), row.offset(0));
        assertThat(reader.getLong(0)).isEqualTo(id);
        long value = reader.getLong(1) + amount;
        TmResult result = session.update(tid, id, value, "account " + id);
        if (result == TmResult.OK) {
          if (!session.info.heapOnly()) {
            index.add(id, session.info.newTid());
          }
          return;
        }
        assertThat(result).isEqualTo(TmResult.UPDATED);
        row.clear();
        assertThat(session.lockLast(tid, RowLockMode.NO_KEY_UPDATE, row)).isEqualTo(TmResult.OK);
        tid = session.info.tid();
      }
    } finally {
      session.tm.snapshots().release(snapshot);
    }
  }

  @Test
  void shouldGiveEachConcurrentInsertItsOwnPlace() throws Exception {
    List<Future<List<Long>>> work = new ArrayList<>();
    for (int n = 0; n < 6; n++) {
      HeapSession session = world.session();
      int base = n * 10_000;
      work.add(
          pool.submit(() -> {
            List<Long> tids = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
              session.begin();
              for (int j = 0; j < 50; j++) {
                tids.add(session.insert(base + i * 50 + j, 1, "some text to fill the page"));
              }
              session.commit();
            }
            return tids;
          }));
    }
    List<Long> all = new ArrayList<>();
    for (Future<List<Long>> future : work) {
      all.addAll(future.get(60, TimeUnit.SECONDS));
    }
    assertThat(all).hasSize(6000).doesNotHaveDuplicates();
    HeapSession reader = world.session();
    reader.run(() -> assertThat(reader.rows()).hasSize(6000));
    world.assertSound();
  }

  @Test
  void shouldCountRightlyWithManyKeySharersAndUpdaters() throws Exception {
    HeapSession setup = world.session();
    KeyIndex index = new KeyIndex();
    setup.run(() -> index.add(1, setup.insert(1, 0, "parent")));
    List<Future<?>> work = new ArrayList<>();
    for (int n = 0; n < 3; n++) {
      HeapSession session = world.session();
      work.add(
          pool.submit(() -> {
            for (int i = 0; i < 60; i++) {
              session.begin();
              add(session, index, 1, 1);
              session.commit();
            }
          }));
      HeapSession sharer = world.session();
      work.add(
          pool.submit(() -> {
            for (int i = 0; i < 60; i++) {
              sharer.begin();
              TupleBatch row = new TupleBatch();
              Snapshot snapshot = sharer.tm.snapshots().acquire();
              index.fetch(sharer, 1, snapshot, row);
              TmResult result =
                  sharer.heap.lock(
                      sharer.table,
                      row.tid(0),
                      sharer.tm.commandId(false),
                      RowLockMode.KEY_SHARE,
                      RowWait.BLOCK,
                      HeapAccess.LOCK_LAST_VERSION,
                      null,
                      sharer.info);
              assertThat(result).isEqualTo(TmResult.OK);
              sharer.tm.snapshots().release(snapshot);
              sharer.commit();
            }
          }));
    }
    await(work, 60, setup);
    setup.run(() -> assertThat(setup.rows()).containsEntry(1, 180L));
    world.vacuum(setup, VacuumOptions.freeze());
    setup.run(() -> assertThat(setup.rows()).containsEntry(1, 180L));
    world.assertSound();
  }

  /** Stands for a B-tree on id: the tids of chain roots, cleaned by VACUUM. */
  private static final class KeyIndex implements IndexCleaner {
    private final Map<Integer, Set<Long>> entries = new ConcurrentHashMap<>();

    void add(int id, long tid) {
      entries.computeIfAbsent(id, key -> ConcurrentHashMap.newKeySet()).add(tid);
    }

    /** Exactly one entry leads to a version that the snapshot sees. */
    void fetch(HeapSession session, int id, Snapshot snapshot, TupleBatch row) {
      for (long tid : entries.get(id)) {
        session.heap.fetch(session.table, tid, snapshot, row);
      }
      assertThat(row.count()).as("visible versions of row %d", id).isEqualTo(1);
    }

    @Override
    public long bulkDelete(LongPredicate dead) {
      entries.values().forEach(tids -> tids.removeIf(dead::test));
      return 0;
    }

    @Override
    public void cleanup() {}
  }
}
