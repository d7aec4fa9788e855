package org.postern.storage.reaper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.storage.buffer.BufferPool;
import org.postern.storage.buffer.PageEdit;
import org.postern.storage.os.ProcessControl;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.ShmemConfig;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.testkit.SharedWalLog;
import org.postern.storage.testkit.TestProcess;
import org.postern.storage.vfs.PosixFileSystem;
import org.postern.storage.walapi.BlockFlags;
import org.postern.storage.walapi.RmgrId;

/** Real processes over one segment; some are killed, the others must not notice. */
final class MultiProcessStressTest {
  private static final int CHILDREN = 7;
  private static final long REPAIR_NANOS = 5_000_000_000L;

  @TempDir Path dir;
  private final RelFileLocator rel = new RelFileLocator(1663, 5, 16384);
  private final List<Process> children = new ArrayList<>();
  private final List<Path> outputs = new ArrayList<>();
  private final long seed = System.nanoTime();

  private Process spawn(int number) throws IOException {
    Path output = dir.resolve("child" + number);
    outputs.add(output);
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-ea",
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            StressChild.class.getName(),
            dir.resolve("shm").toString(),
            dir.toString(),
            Long.toString(rel.relNumber()),
            Long.toString(seed + number))
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private void awaitReady() throws IOException, InterruptedException {
    for (Path output : outputs) {
      for (int i = 0; i < 4000 && Files.size(output) == 0; i++) {
        Thread.sleep(5);
      }
    }
    checkOutputs();
  }

  private void checkOutputs() throws IOException {
    for (Path output : outputs) {
      try (BufferedReader reader = Files.newBufferedReader(output)) {
        assertThat(reader.readAllAsString()).as("seed %d", seed).isEqualTo("ready\n");
      }
    }
  }

  private void createPages(TestProcess p) {
    p.smgr().create(rel, Fork.MAIN, false);
    for (int i = 0; i < StressChild.PAGES; i++) {
      int buffer = p.pool().extend(rel, Fork.MAIN);
      try (PageEdit edit = p.edits().begin(RmgrId.GENERIC, 1)) {
        edit.add(buffer, BlockFlags.WILL_INIT);
        SlottedPage.init(p.pool().memory(), p.pool().page(buffer), 0);
        StressChild.fill(p.pool(), buffer, 1);
        edit.log();
      }
      p.pool().unlockUnpin(buffer);
    }
  }

  @Test
  void shouldRepairEverythingWhenProcessesAreKilled() throws Exception {
    Files.createDirectories(dir.resolve("base/5"));
    try (Arena arena = Arena.ofShared()) {
      SharedMemory memory =
          SharedMemory.create(dir.resolve("shm"), ShmemConfig.small(12, 32), arena);
      memory.publish(ProcessControl.pid());
      TestProcess p =
          new TestProcess(
              memory,
              new PosixFileSystem(),
              dir,
              (org.postern.storage.proc.ProcSlot slot) -> new SharedWalLog(memory, slot));
      createPages(p);
      SlotReaper reaper = new SlotReaper(memory, p.slot(), StressChild.hooks(memory));
      try {
        stress(reaper);
      } finally {
        for (Process child : children) {
          child.destroyForcibly().waitFor();
        }
      }
      for (ReapResult result : reaper.reapDead()) {
        assertThat(result.repaired()).isTrue();
      }
      checkOutputs();
      checkQuiet(p);
      p.smgr().closeAll();
    }
  }

  /** Kills one or two of the children at a time, until one is left. */
  private void stress(SlotReaper reaper) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < CHILDREN; i++) {
      children.add(spawn(i));
    }
    awaitReady();
    while (children.size() > 1) {
      Thread.sleep(100 + random.nextInt(200));
      int victims = Math.min(1 + random.nextInt(2), children.size() - 1);
      for (int i = 0; i < victims; i++) {
        Process child = children.remove(random.nextInt(children.size()));
        assertThat(child.isAlive()).as("a child died by itself: seed %d", seed).isTrue();
        ProcessControl.kill((int) child.pid(), ProcessControl.SIGKILL);
        assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
      }
      Thread.sleep(random.nextInt(20));
      long start = System.nanoTime();
      List<ReapResult> results = reaper.reapDead();
      assertThat(System.nanoTime() - start).isLessThan(REPAIR_NANOS);
      assertThat(results).hasSize(victims);
      assertThat(results).as("seed %d", seed).allMatch(ReapResult::repaired);
    }
    Thread.sleep(200);
    checkOutputs();
  }

  private void checkQuiet(TestProcess p) {
    BufferPool pool = p.pool();
    assertThat(p.lockManager().status()).isEmpty();
    for (int pair = 0; pair < StressChild.PAIRS; pair++) {
      int a = pool.read(rel, Fork.MAIN, 2L * pair);
      int b = pool.read(rel, Fork.MAIN, 2L * pair + 1);
      assertThat(pool.tryLockCleanup(a)).as("page %d is free", 2 * pair).isTrue();
      assertThat(pool.tryLockCleanup(b)).as("page %d is free", 2 * pair + 1).isTrue();
      assertThat(StressChild.check(pool, a)).isEqualTo(StressChild.check(pool, b));
      pool.unlockUnpin(b);
      pool.unlockUnpin(a);
    }
    pool.dropRelation(rel);
  }
}
