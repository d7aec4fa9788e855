package org.postern.storage.os;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much of a busy machine single threads of this process get.
 *
 * <p>Source: Linux manual, setpriority(2) and proc_pid_task(5); on Linux a nice value belongs to a
 * thread.
 */
public final class ThreadPriorities {
  private static final long PRIO_PROCESS = 0;

  private ThreadPriorities() {}

  /**
   * Gives the threads whose kernel names begin with {@code prefix} a nice value, 0 to 19; returns
   * how many there were. Where there is no /proc nothing happens.
   */
  public static int nice(String prefix, int value) throws IOException {
    Path tasks = Path.of("/proc/self/task");
    if (!NativeCalls.AVAILABLE || !Files.isDirectory(tasks)) {
      return 0;
    }
    int found = 0;
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        Path name = thread.resolve("comm");
        if (Files.exists(name) && Files.readString(name).startsWith(prefix)) {
          long id = Long.parseLong(thread.getFileName().toString());
          NativeCalls.call(NativeCalls.Call.SETPRIORITY, PRIO_PROCESS, id, value, 0);
          found++;
        }
      }
    }
    return found;
  }
}
