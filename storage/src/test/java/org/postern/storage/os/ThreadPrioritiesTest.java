package org.postern.storage.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ThreadPrioritiesTest {
  /** The field of /proc/PID/task/TID/stat behind the command name. */
  private static final int NICE = 16;

  @Test
  void shouldChangeOnlyThreadsOfTheName() throws Exception {
    Assumptions.assumeTrue(NativeCalls.AVAILABLE, "no system calls here");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    Thread yielding =
        Thread.ofPlatform()
            .name("yielding-7")
            .start(() -> {
              begun.countDown();
              await(over);
            });
    // Only a thread that runs has told the kernel its name.
    begun.await();
    int before = niceOf("java");
    try {
      assertThat(ThreadPriorities.nice("yielding", 7)).isEqualTo(1);
      assertThat(niceOf("yielding-7")).isEqualTo(7);
      assertThat(niceOf("java")).isEqualTo(before);
    } finally {
      over.countDown();
      yielding.join();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int niceOf(String name) throws Exception {
    try (var tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path task : tasks) {
        if (Files.readString(task.resolve("comm")).strip().equals(name)) {
          String stat = Files.readString(task.resolve("stat"));
          return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[NICE]);
        }
      }
    }
    throw new AssertionError("no thread: " + name);
  }
}
