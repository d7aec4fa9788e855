package org.postern.wal.insert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.postern.storage.error.Severity;
import org.postern.storage.error.SqlException;
import org.postern.wal.MemoryFileSystem;
import org.postern.wal.WalFixture;

final class WalInsertTest {
  private static final int SEGMENT = 1 << 18;

  @Test
  void shouldReadBackRecordsInOrderWhenFlushed() {
    MemoryFileSystem files = new MemoryFileSystem();
    try (WalFixture fixture = WalFixture.started(files, 4)) {
      WalFixture.Process process = fixture.process();
      List<String> expected = new ArrayList<>();
      long end = 0;
      long start = process.wal().insertLsn();
      for (int i = 0; i < 5000; i++) {
        String text = "record " + i + "x".repeat(i % 200);
        expected.add(text);
        end = process.put(1, 0, text.getBytes());
      }
      process.wal().flush(end);
      assertThat(process.wal().flushedLsn()).isGreaterThanOrEqualTo(end);
      files.crash();
      assertThat(WalFixture.readAll(files, SEGMENT, start)).isEqualTo(expected);
      assertThat(process.wal().files().segments()).hasSizeGreaterThan(2);
    }
  }

  @Test
  void shouldLoseNothingAcknowledgedWhenThreadsInsertAndFlush() throws Exception {
    MemoryFileSystem files = new MemoryFileSystem();
    files.syncNanos(100_000);
    try (WalFixture fixture = new WalFixture(files, 16, 1 << 16, SEGMENT);
        ExecutorService pool = Executors.newFixedThreadPool(8)) {
      fixture.process().wal().open(fixture.firstLsn(), fixture.firstLsn());
      Map<String, Boolean> acknowledged = new ConcurrentHashMap<>();
      AtomicLong flushes = new AtomicLong();
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        int thread = t;
        running.add(
            pool.submit(() -> {
              WalFixture.Process process = fixture.process();
              Random random = new Random(thread);
              for (int i = 0; i < 1000; i++) {
                String text = thread + ":" + i + "y".repeat(random.nextInt(2000));
                long end = process.put(1, thread, text.getBytes());
                if (i % 20 == 0) {
                  process.wal().flush(end);
                  flushes.incrementAndGet();
                  acknowledged.put(text, true);
                }
              }
              return null;
            }));
      }
      for (Future<?> future : running) {
        future.get(60, TimeUnit.SECONDS);
      }
      files.crash();
      List<String> found = WalFixture.readAll(files, SEGMENT, fixture.firstLsn());
      assertThat(found).containsAll(acknowledged.keySet()).doesNotHaveDuplicates();
      assertThat(flushes.get()).isEqualTo(400);
    }
  }

  @Test
  void shouldShareSyncsWhenManyCommitTogether() throws Exception {
    MemoryFileSystem files = new MemoryFileSystem();
    files.syncNanos(3_000_000);
    try (WalFixture fixture = WalFixture.started(files, 16);
        ExecutorService pool = Executors.newFixedThreadPool(8)) {
      WalFixture.Process observer = fixture.process();
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        running.add(
            pool.submit(() -> {
              WalFixture.Process process = fixture.process();
              for (int i = 0; i < 50; i++) {
                process.wal().flush(process.put(1, 1, new byte[100]));
              }
              return null;
            }));
      }
      for (Future<?> future : running) {
        future.get(60, TimeUnit.SECONDS);
      }
      assertThat(observer.wal().syncCount()).isBetween(50L, 300L);
    }
  }

  @Test
  void shouldPanicForEverybodyWhenSyncFailsOnce() {
    MemoryFileSystem files = new MemoryFileSystem();
    try (WalFixture fixture = WalFixture.started(files, 4)) {
      WalFixture.Process one = fixture.process();
      WalFixture.Process two = fixture.process();
      two.wal().flush(two.put(1, 1, "kept".getBytes()));
      long end = one.put(1, 1, "lost".getBytes());
      files.fault((operation, path) -> {
        if (operation.equals("sync")) {
          throw new IOException("Input/output error");
        }
      });
      assertThatThrownBy(() -> one.wal().flush(end))
          .isInstanceOfSatisfying(
              SqlException.class, e -> assertThat(e.severity()).isEqualTo(Severity.PANIC));
      files.fault((operation, path) -> {});
      assertThatThrownBy(() -> two.wal().flush(end)).isInstanceOf(SqlException.class);
      assertThatThrownBy(() -> two.put(1, 1, new byte[1]))
          .isInstanceOfSatisfying(
              SqlException.class, e -> assertThat(e.severity()).isEqualTo(Severity.PANIC));
      files.crash();
      assertThat(WalFixture.readAll(files, SEGMENT, fixture.firstLsn())).containsExactly("kept");
    }
  }

  @Test
  void shouldPanicWithDiskFullWhenSegmentCannotBeMade() {
    MemoryFileSystem files = new MemoryFileSystem();
    try (WalFixture fixture = WalFixture.started(files, 4)) {
      WalFixture.Process one = fixture.process();
      files.fault((operation, path) -> {
        if (operation.equals("write") && path.getFileName().toString().startsWith("xlogtemp")) {
          throw new IOException("No space left on device");
        }
      });
      long end = one.put(1, 1, new byte[10]);
      assertThatThrownBy(() -> one.wal().flush(end))
          .isInstanceOfSatisfying(
              SqlException.class,
              e -> {
                assertThat(e.state().code()).isEqualTo("53100");
                assertThat(e.severity()).isEqualTo(Severity.PANIC);
              });
      assertThat(files.list(WalFixture.PG_WAL)).isEmpty();
    }
  }

  @Test
  void shouldRefuseFlushWhenLsnIsBeyondTheLog() {
    try (WalFixture fixture = WalFixture.started(new MemoryFileSystem(), 4)) {
      WalFixture.Process one = fixture.process();
      assertThatThrownBy(() -> one.wal().flush(one.wal().insertLsn() + 8))
          .hasMessageContaining("not satisfied");
    }
  }

  @Test
  void shouldReplaceNoFileWhenSegmentIsMadeTwice() {
    MemoryFileSystem files = new MemoryFileSystem();
    try (WalFixture fixture = WalFixture.started(files, 4)) {
      WalFixture.Process one = fixture.process();
      one.wal().flush(one.put(1, 1, "kept".getBytes()));
      assertThat(one.wal().files().create(fixture.firstLsn(), one.locks())).isFalse();
      assertThat(one.wal().files().create(fixture.firstLsn() + SEGMENT, one.locks())).isTrue();
      assertThat(WalFixture.readAll(files, SEGMENT, fixture.firstLsn())).containsExactly("kept");
      assertThat(files.list(WalFixture.PG_WAL)).hasSize(2);
    }
  }

  @Test
  void shouldReuseFilesWhenSegmentsAreRecycled() {
    MemoryFileSystem files = new MemoryFileSystem();
    try (WalFixture fixture = WalFixture.started(files, 4)) {
      WalFixture.Process one = fixture.process();
      long end = 0;
      while (one.wal().insertLsn() < fixture.firstLsn() + 5L * SEGMENT) {
        end = one.put(1, 1, new byte[5000]);
      }
      one.wal().flush(end);
      int recycled = one.wal().files().recycle(end, end, 2, one.locks());
      assertThat(recycled).isEqualTo(5);
      long current = end / SEGMENT;
      assertThat(one.wal().files().segments()).containsExactly(current, current + 1, current + 2);
      long start = end;
      for (int i = 0; i < 200; i++) {
        end = one.put(1, 1, "n".repeat(4000).getBytes());
      }
      one.wal().flush(end);
      assertThat(WalFixture.readAll(files, SEGMENT, start)).hasSize(200);
    }
  }
}
