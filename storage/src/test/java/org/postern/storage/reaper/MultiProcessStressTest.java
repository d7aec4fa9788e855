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
import org.postern.storage.buffer.BufferRepair.EditOutcome;
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
  private static final int CHILDREN = 3;
  private static final int KILLS = 5;
  private static final long REPAIR_NANOS = 1_000_000_000L;

  @TempDir Path dir;
  private final RelFileLocator rel = new RelFileLocator(1663, 5, 16384);
  private final List<Process> children = new ArrayList<>();
  private final List<Path> outputs = new ArrayList<>();
  private final long seed = System.nanoTime();

  private Process spawn(int number) throws IOException, InterruptedException {
    Path output = dir.resolve("child" + outputs.size());
    Process child =
        new ProcessBuilder(
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
    outputs.add(output);
    for (int i = 0; i < 2000 && Files.size(output) == 0; i++) {
      assertThat(child.isAlive()).isTrue();
      Thread.sleep(5);
    }
    return child;
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
        int edits = stress(reaper);
        assertThat(edits).isNotNegative();
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

  private int stress(SlotReaper reaper) throws Exception {
    Random random = new Random(seed);
    int edits = 0;
    for (int i = 0; i < CHILDREN; i++) {
      children.add(spawn(i));
    }
    for (int kill = 0; kill < KILLS; kill++) {
      Thread.sleep(100 + random.nextInt(200));
      int victim = random.nextInt(children.size());
      Process child = children.get(victim);
      assertThat(child.isAlive()).as("child died by itself").isTrue();
      ProcessControl.kill((int) child.pid(), ProcessControl.SIGKILL);
      assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
      Thread.sleep(random.nextInt(20));
      long start = System.nanoTime();
      List<ReapResult> results = reaper.reapDead();
      assertThat(System.nanoTime() - start).isLessThan(REPAIR_NANOS);
      assertThat(results).hasSize(1);
      assertThat(results.getFirst().repaired()).as("%s", results).isTrue();
      if (results.getFirst().edit() != EditOutcome.NONE) {
        edits++;
      }
      children.set(victim, spawn(100 + kill));
    }
    checkOutputs();
    return edits;
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
