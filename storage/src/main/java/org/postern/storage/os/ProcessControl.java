package org.postern.storage.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Signals to other processes, and whether they still live.
 *
 * <p>Source: Linux manual, kill(2) and proc_pid_stat(5).
 */
public final class ProcessControl {
  public static final int SIGHUP = 1;
  public static final int SIGINT = 2;
  public static final int SIGQUIT = 3;
  public static final int SIGKILL = 9;
  public static final int SIGUSR1 = 10;
  public static final int SIGTERM = 15;
  public static final int SIGCONT = 18;
  public static final int SIGSTOP = 19;

  private static final int STAT_STATE = 0;
  private static final int STAT_THREADS = 17;
  private static final int STAT_START_TIME = 19;

  private ProcessControl() {}

  /** This process's id. */
  public static int pid() {
    return (int) ProcessHandle.current().pid();
  }

  /** Sends a signal; false when there is no such process or it may not be signalled. */
  public static boolean kill(int pid, int signal) {
    return NativeCalls.AVAILABLE && NativeCalls.call(NativeCalls.Call.KILL, pid, signal, 0, 0) == 0;
  }

  /** False for no process and for one that has ended but was not yet waited for. */
  public static boolean isAlive(int pid) {
    if (!NativeCalls.LINUX) {
      return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
    return isAlive(stat(pid));
  }

  /**
   * A process whose first thread has ended shows as a zombie while others still run, and may still
   * be writing to a file: it counts as dead only when they are gone too.
   */
  static boolean isAlive(String[] fields) {
    if (fields == null || fields[STAT_STATE].equals("X")) {
      return false;
    }
    return !fields[STAT_STATE].equals("Z") || Integer.parseInt(fields[STAT_THREADS]) > 1;
  }

  /** True when the process lives and is the one that started at {@code startTime}. */
  public static boolean isAlive(int pid, long startTime) {
    return isAlive(pid) && (startTime == 0 || startTime(pid) == startTime);
  }

  /** The kernel's start time of the process (clock ticks since boot), 0 for no process. */
  public static long startTime(int pid) {
    if (!NativeCalls.LINUX) {
      return ProcessHandle.of(pid)
          .flatMap(p -> p.info().startInstant())
          .map(Instant::toEpochMilli)
          .orElse(0L);
    }
    String[] fields = stat(pid);
    return fields == null ? 0 : Long.parseLong(fields[STAT_START_TIME]);
  }

  /** The fields of /proc/PID/stat behind the command name, which may hold spaces itself. */
  static String[] stat(int pid) {
    try {
      String line =
          new String(
              Files.readAllBytes(Path.of("/proc", Integer.toString(pid), "stat")),
              StandardCharsets.ISO_8859_1);
      int end = line.lastIndexOf(')');
      return end < 0 ? null : line.substring(end + 2).trim().split(" ");
    } catch (IOException e) {
      return null;
    }
  }
}
