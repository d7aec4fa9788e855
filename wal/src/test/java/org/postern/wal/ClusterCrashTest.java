package org.postern.wal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.storage.error.SqlException;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.transam.IsolationLevel;
import org.postern.storage.transam.Snapshot;
import org.postern.storage.transam.TransactionManager;
import org.postern.storage.vfs.PosixFileSystem;
import org.postern.wal.checkpoint.CheckpointKind;

/** Transactions, buffers, log and recovery together, over files that lose what was not synced. */
final class ClusterCrashTest {
  private static final Path ROOT = Path.of("/data");
  private static final RelFileLocator TABLE = new RelFileLocator(1663, 5, 16384);

  @TempDir private Path directory;

  private static MemoryFileSystem newCluster() {
    MemoryFileSystem files = new MemoryFileSystem();
    Cluster.initialize(files, ROOT);
    try (Cluster cluster = new Cluster(files, ROOT, 32)) {
      ClusterSession session = cluster.session();
      session.transactions().begin(IsolationLevel.READ_COMMITTED, false);
      session.transactions().createFiles(TABLE, true);
      session.transactions().commit();
      cluster.checkpoint(CheckpointKind.SHUTDOWN);
    }
    return files;
  }

  /** What one transaction of the history wrote, and how it ended as far as the client knows. */
  private record Attempt(List<Long> values, String end) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void shouldKeepTransactionsWholeWhenPowerFails(long seed) {
    Random random = new Random(seed);
    MemoryFileSystem files = newCluster();
    Map<Long, Attempt> settled = new HashMap<>();
    Map<Long, Attempt> attempts = new HashMap<>();
    long nextValue = 1;
    for (int life = 0; life < 6; life++) {
      try (Cluster cluster = new Cluster(files, ROOT, 16 + random.nextInt(40))) {
        ClusterSession session = cluster.session();
        verify(session, attempts, settled, "seed " + seed + " life " + life);
        attempts.clear();
        for (int i = random.nextInt(60); i >= 0; i--) {
          TransactionManager tm = session.transactions();
          tm.begin(IsolationLevel.READ_COMMITTED, false);
          tm.setSynchronousCommit(random.nextInt(3) != 0);
          List<Long> values = new ArrayList<>();
          for (int n = random.nextInt(30); n >= 0; n--) {
            boolean sub = random.nextInt(4) == 0;
            boolean keep = random.nextBoolean();
            if (sub) {
              tm.beginSub();
            }
            session.append(TABLE, nextValue);
            if (!sub || keep) {
              values.add(nextValue);
            }
            nextValue++;
            if (sub && keep) {
              tm.commitSub();
            } else if (sub) {
              tm.abortSub();
            }
          }
          long first = nextValue++;
          session.append(TABLE, first);
          values.add(first);
          if (random.nextInt(5) == 0) {
            tm.abort();
            attempts.put(first, new Attempt(values, "aborted"));
          } else {
            long flushed = session.wal().flushedLsn();
            tm.commit();
            boolean safe = session.wal().flushedLsn() > flushed;
            attempts.put(first, new Attempt(values, safe ? "committed" : "unknown"));
          }
          if (random.nextInt(15) == 0) {
            cluster.checkpoint(CheckpointKind.REQUESTED);
          }
        }
        if (random.nextBoolean()) {
          failCheckpoint(files, cluster, random.nextInt(60));
        }
        if (random.nextBoolean()) {
          session.transactions().begin(IsolationLevel.READ_COMMITTED, false);
          session.append(TABLE, nextValue);
          attempts.put(nextValue, new Attempt(List.of(nextValue), "aborted"));
          nextValue++;
        }
      }
      files.crash(random);
    }
  }

  /** A checkpoint that stops at the {@code left}-th operation on a file, if it comes to that. */
  private static void failCheckpoint(MemoryFileSystem files, Cluster cluster, int left) {
    AtomicInteger countdown = new AtomicInteger(left);
    files.fault((operation, path) -> {
      if (!path.toString().contains("pg_wal") && countdown.decrementAndGet() < 0) {
        throw new IOException("Input/output error");
      }
    });
    try {
      cluster.checkpoint(CheckpointKind.REQUESTED);
    } catch (SqlException e) {
      assertThat(e.getMessage()).contains("Input/output error");
    } finally {
      files.fault((operation, path) -> {});
    }
  }

  private static void verify(
      ClusterSession session,
      Map<Long, Attempt> attempts,
      Map<Long, Attempt> settled,
      String when) {
    session.transactions().begin(IsolationLevel.READ_COMMITTED, false);
    Snapshot snapshot = session.transactions().snapshots().acquire();
    List<Long> visible = session.values(TABLE, snapshot);
    assertThat(visible).as(when).doesNotHaveDuplicates();
    List<Long> expected = new ArrayList<>();
    attempts.forEach((key, attempt) -> {
      boolean there = visible.contains(key);
      if (!attempt.end().equals("unknown")) {
        assertThat(there).as("%s: %s", when, attempt).isEqualTo(attempt.end().equals("committed"));
      }
      settled.put(key, new Attempt(attempt.values(), there ? "committed" : "aborted"));
    });
    settled.forEach((key, attempt) -> {
      if (attempt.end().equals("committed")) {
        expected.addAll(attempt.values());
      }
    });
    assertThat(visible).as(when).containsExactlyInAnyOrderElementsOf(expected);
    session.transactions().commit();
  }

  @Test
  void shouldLeaveNoFileWhenCrashedWhileCreating() {
    MemoryFileSystem files = newCluster();
    RelFileLocator early = new RelFileLocator(1663, 5, 20001);
    RelFileLocator late = new RelFileLocator(1663, 5, 20002);
    RelFileLocator dropped = new RelFileLocator(1663, 5, 20003);
    try (Cluster cluster = new Cluster(files, ROOT, 64)) {
      ClusterSession other = cluster.session();
      other.transactions().begin(IsolationLevel.READ_COMMITTED, false);
      other.transactions().createFiles(dropped, true);
      other.transactions().commit();
      ClusterSession session = cluster.session();
      session.transactions().begin(IsolationLevel.READ_COMMITTED, false);
      session.transactions().createFiles(early, true);
      session.append(early, 1);
      cluster.checkpoint(CheckpointKind.REQUESTED);
      session.transactions().createFiles(late, true);
      session.append(late, 1);
      other.transactions().begin(IsolationLevel.READ_COMMITTED, false);
      other.transactions().dropFilesAtCommit(dropped);
      other.transactions().commit();
      assertThat(session.storage().exists(early, Fork.MAIN)).isTrue();
    }
    files.crash();
    try (Cluster cluster = new Cluster(files, ROOT, 64)) {
      ClusterSession session = cluster.session();
      assertThat(session.storage().exists(early, Fork.MAIN)).isFalse();
      assertThat(session.storage().exists(late, Fork.MAIN)).isFalse();
      assertThat(session.storage().exists(dropped, Fork.MAIN)).isFalse();
      assertThat(session.storage().exists(TABLE, Fork.MAIN)).isTrue();
    }
  }

  @Test
  void shouldEmptyUnloggedRelationsWhenCrashed() throws Exception {
    PosixFileSystem files = new PosixFileSystem();
    Cluster.initialize(files, directory);
    RelFileLocator unlogged = new RelFileLocator(1663, 5, 20001);
    long first;
    try (Cluster cluster = new Cluster(files, directory, 64)) {
      ClusterSession session = cluster.session();
      session.transactions().begin(IsolationLevel.READ_COMMITTED, false);
      session.transactions().createFiles(unlogged, true);
      session.transactions().createFork(unlogged, Fork.INIT, true);
      session.append(unlogged, 1);
      first = session.transam().oids().next();
      session.transactions().commit();
      cluster.checkpoint(CheckpointKind.REQUESTED);
      session.transam().oids().next();
    }
    try (Cluster cluster = new Cluster(files, directory, 64)) {
      ClusterSession session = cluster.session();
      assertThat(session.storage().exists(unlogged, Fork.MAIN)).isTrue();
      assertThat(session.storage().nblocks(unlogged, Fork.MAIN)).isZero();
      assertThat(session.transam().oids().next()).isGreaterThan(first + 1);
    }
  }

  @Test
  void shouldNeverShowHalfACommitWhenManyCommitAtOnce() throws Exception {
    MemoryFileSystem files = newCluster();
    files.syncNanos(200_000);
    AtomicBoolean stop = new AtomicBoolean();
    try (Cluster cluster = new Cluster(files, ROOT, 256);
        ExecutorService executor = Executors.newFixedThreadPool(6)) {
      List<Future<?>> writers = new ArrayList<>();
      for (int w = 0; w < 4; w++) {
        int writer = w;
        ClusterSession session = cluster.session();
        writers.add(
            executor.submit(() -> {
              for (int i = 0; i < 150; i++) {
                session.transactions().begin(IsolationLevel.READ_COMMITTED, false);
                session.transactions().setSynchronousCommit(writer % 2 == 0);
                long value = writer * 1_000_000L + i;
                session.append(TABLE, value);
                session.transactions().beginSub();
                session.append(TABLE, value);
                session.transactions().commitSub();
                session.append(TABLE, value);
                if (i % 7 == 0) {
                  session.transactions().abort();
                } else {
                  session.transactions().commit();
                }
              }
              return null;
            }));
      }
      List<Future<Integer>> readers = new ArrayList<>();
      for (int r = 0; r < 2; r++) {
        ClusterSession session = cluster.session();
        readers.add(executor.submit(() -> readUntil(session, stop)));
      }
      for (Future<?> future : writers) {
        future.get(60, TimeUnit.SECONDS);
      }
      stop.set(true);
      for (Future<Integer> future : readers) {
        assertThat(future.get(60, TimeUnit.SECONDS)).isPositive();
      }
    }
  }

  private static int readUntil(ClusterSession session, AtomicBoolean stop) {
    long lastCsn = 0;
    int lastCount = 0;
    int rounds = 0;
    while (!stop.get() || rounds == 0) {
      session.transactions().begin(IsolationLevel.READ_COMMITTED, false);
      Snapshot snapshot = session.transactions().snapshots().acquire();
      assertThat(snapshot.csn()).isGreaterThanOrEqualTo(lastCsn);
      List<Long> first = session.values(TABLE, snapshot);
      List<Long> second = session.values(TABLE, snapshot);
      assertThat(second).as("one snapshot, read twice").isEqualTo(first);
      Map<Long, Integer> counts = new HashMap<>();
      first.forEach(value -> counts.merge(value, 1, Integer::sum));
      counts.forEach((value, count) -> assertThat(count).as("value %d", value).isEqualTo(3));
      assertThat(first.size()).isGreaterThanOrEqualTo(lastCount);
      lastCount = first.size();
      lastCsn = snapshot.csn();
      session.transactions().commit();
      rounds++;
    }
    return rounds;
  }
}
