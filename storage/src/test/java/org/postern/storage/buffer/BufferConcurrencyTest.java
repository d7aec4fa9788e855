package org.postern.storage.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.testkit.StorageFixture;
import org.postern.storage.testkit.TestProcess;
import org.postern.storage.walapi.BlockFlags;
import org.postern.storage.walapi.FlushParticipant;
import org.postern.storage.walapi.RmgrId;

/** Several processes in one JVM on few buffers: no update is lost, no page mixed up. */
final class BufferConcurrencyTest {
  private static final int PAGES = 60;
  private static final int ROUNDS = 3000;

  @TempDir Path dir;

  @Test
  void shouldLoseNoUpdateWhenPagesAreEvictedAllTheTime() throws Exception {
    try (StorageFixture fixture = StorageFixture.create(dir, 8, 16);
        ExecutorService threads = Executors.newCachedThreadPool()) {
      RelFileLocator rel = fixture.createRelation();
      BufferPool first = fixture.process().pool();
      for (int i = 0; i < PAGES; i++) {
        int buffer = first.extend(rel, Fork.MAIN);
        SlottedPage.init(first.memory(), first.page(buffer), 0);
        first.memory().set(ValueLayout.JAVA_LONG, first.page(buffer) + 4096, i);
        first.markDirty(buffer);
        first.unlockUnpin(buffer);
      }
      AtomicBoolean stop = new AtomicBoolean();
      TestProcess checkpointer = fixture.newProcess();
      Future<?> checkpoints =
          threads.submit(() -> {
            while (!stop.get()) {
              new BufferSync(checkpointer.pool()).flush(0, FlushParticipant.Throttle.NONE);
              new BackgroundWriter(checkpointer.pool(), 100, 2).round();
            }
          });
      List<Future<?>> workers = new ArrayList<>();
      for (int t = 0; t < 3; t++) {
        TestProcess p = fixture.newProcess();
        int seed = t;
        workers.add(threads.submit((Runnable) () -> work(p, rel, new Random(seed))));
      }
      for (Future<?> f : workers) {
        f.get(60, TimeUnit.SECONDS);
      }
      stop.set(true);
      checkpoints.get(60, TimeUnit.SECONDS);
      long sum = 0;
      for (int i = 0; i < PAGES; i++) {
        int buffer = first.read(rel, Fork.MAIN, i);
        long value = first.memory().get(ValueLayout.JAVA_LONG, first.page(buffer) + 4096);
        assertThat(value % 1000).isEqualTo(i);
        sum += value / 1000;
        assertThat(first.tryLockCleanup(buffer)).isTrue();
        first.unlockUnpin(buffer);
      }
      assertThat(sum).isEqualTo(3L * ROUNDS);
    }
  }

  private static void work(TestProcess p, RelFileLocator rel, Random random) {
    BufferPool pool = p.pool();
    for (int i = 0; i < ROUNDS; i++) {
      int block = random.nextInt(PAGES);
      int buffer = pool.read(rel, Fork.MAIN, block);
      pool.lockExclusive(buffer);
      long at = pool.page(buffer) + 4096;
      long value = pool.memory().get(ValueLayout.JAVA_LONG, at);
      assertThat(value % 1000).isEqualTo(block);
      try (PageEdit edit = p.edits().begin(RmgrId.GENERIC, 1)) {
        edit.add(buffer, BlockFlags.NO_IMAGE);
        pool.memory().set(ValueLayout.JAVA_LONG, at, value + 1000);
        edit.log();
      }
      pool.unlockUnpin(buffer);
    }
  }

  @Test
  void shouldGetTheCleanupLockWhenTheOtherPinGoesAway() throws Exception {
    try (StorageFixture fixture = StorageFixture.create(dir, 8, 16);
        ExecutorService threads = Executors.newCachedThreadPool()) {
      RelFileLocator rel = fixture.createRelation();
      BufferPool a = fixture.process().pool();
      BufferPool b = fixture.newProcess().pool();
      a.unlockUnpin(a.extend(rel, Fork.MAIN));
      int buffer = a.read(rel, Fork.MAIN, 0);
      b.read(rel, Fork.MAIN, 0);
      assertThat(b.tryLockCleanup(buffer)).isFalse();
      Future<?> waiter =
          threads.submit(() -> {
            b.lockCleanup(buffer);
            b.unlockUnpin(buffer);
          });
      Thread.sleep(30);
      assertThat(waiter.isDone()).isFalse();
      a.unpin(buffer);
      waiter.get(5, TimeUnit.SECONDS);
    }
  }
}
