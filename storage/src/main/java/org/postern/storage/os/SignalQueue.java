package org.postern.storage.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Signals read from a descriptor instead of being handled.
 *
 * <p>A JVM keeps some signals for itself (QUIT prints its threads), so a handler is no way to get
 * them all. Here the process is launched with the signals blocked and the JVM told not to touch
 * them ({@code -Xrs}); every thread inherits the mask, the signals stay pending, and one thread
 * takes them from here. A process that was not launched so has no queue.
 *
 * <p>Source: Linux manual, signalfd(2) and proc_pid_status(5).
 */
public final class SignalQueue {
  private static final int SIGSET_BYTES = 8;
  private static final int INFO_BYTES = 128;
  private static final int SFD_CLOEXEC = 02000000;
  private static final int NEW_DESCRIPTOR = -1;

  private final long descriptor;
  private final MemorySegment info = Arena.ofAuto().allocate(INFO_BYTES, Long.BYTES);

  private SignalQueue(long descriptor) {
    this.descriptor = descriptor;
  }

  /** A queue of these signals, or null when one of them is not blocked. */
  public static SignalQueue open(int... signals) {
    if (!NativeCalls.AVAILABLE) {
      return null;
    }
    long wanted = 0;
    for (int signal : signals) {
      wanted |= 1L << (signal - 1);
    }
    if ((blocked() & wanted) != wanted) {
      return null;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mask = arena.allocate(SIGSET_BYTES, Long.BYTES);
      mask.set(ValueLayout.JAVA_LONG, 0, wanted);
      long descriptor =
          NativeCalls.call(
              NativeCalls.Call.SIGNALFD4,
              NEW_DESCRIPTOR,
              mask.address(),
              SIGSET_BYTES,
              SFD_CLOEXEC);
      return descriptor < 0 ? null : new SignalQueue(descriptor);
    }
  }

  /** The mask of the main thread, which all later threads have inherited. */
  private static long blocked() {
    try {
      for (String line :
          Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1)) {
        if (line.startsWith("SigBlk:")) {
          return Long.parseUnsignedLong(line.substring("SigBlk:".length()).strip(), 16);
        }
      }
    } catch (IOException e) {
      return 0;
    }
    return 0;
  }

  /** Waits for the next signal and gives its number. Called by one thread. */
  public int take() {
    long read;
    do {
      read = NativeCalls.call(NativeCalls.Call.READ, descriptor, info.address(), INFO_BYTES, 0);
    } while (read != INFO_BYTES);
    return info.get(ValueLayout.JAVA_INT, 0);
  }
}
