package org.postern.server.postmaster;

import org.postern.server.launch.ProcessKind;

/** Words for the end of a child, as PostgreSQL logs them. */
final class ExitText {
  /** Java reports the end by a signal as this plus the signal's number. */
  private static final int SIGNAL_BASE = 128;

  private ExitText() {}

  static String of(ProcessKind kind, long pid, int status) {
    String who = kind.logName() + " (PID " + pid + ")";
    if (status > SIGNAL_BASE) {
      int signal = status - SIGNAL_BASE;
      return "%s was terminated by signal %d: %s".formatted(who, signal, signalName(signal));
    }
    return "%s exited with exit code %d".formatted(who, status);
  }

  private static String signalName(int signal) {
    return switch (signal) {
      case 1 -> "Hangup";
      case 2 -> "Interrupt";
      case 3 -> "Quit";
      case 4 -> "Illegal instruction";
      case 6 -> "Aborted";
      case 7 -> "Bus error";
      case 9 -> "Killed";
      case 11 -> "Segmentation fault";
      case 13 -> "Broken pipe";
      case 15 -> "Terminated";
      default -> "Unknown signal " + signal;
    };
  }
}
