package org.postern.storage.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * Sleeping on a word of shared memory until somebody in any process wakes it.
 *
 * <p>The kernel compares the word with {@code expected} and goes to sleep in one step, so a waker
 * that changes the word first and wakes then is never missed. Waits may end early for no reason:
 * callers look again. Where there is no futex, a wait sleeps in slices of a millisecond.
 *
 * <p>Source: Linux manual, futex(2), FUTEX_WAIT and FUTEX_WAKE (the shared variants).
 */
public final class Futex {
  private static final int FUTEX_WAIT = 0;
  private static final int FUTEX_WAKE = 1;
  private static final long SLICE_NANOS = 1_000_000;
  private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

  private Futex() {}

  /** Sleeps while the word at {@code address} is {@code expected}, at most so long. */
  public static void wait(MemorySegment shm, long address, int expected, long timeoutNanos) {
    if (!NativeCalls.AVAILABLE) {
      waitInSlices(shm, address, expected, timeoutNanos);
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment timeout = arena.allocate(16, 8);
      timeout.set(ValueLayout.JAVA_LONG, 0, timeoutNanos / 1_000_000_000L);
      timeout.set(ValueLayout.JAVA_LONG, 8, timeoutNanos % 1_000_000_000L);
      long word = shm.asSlice(address, 4).address();
      NativeCalls.call(NativeCalls.Call.FUTEX, word, FUTEX_WAIT, expected, timeout.address());
    }
  }

  private static void waitInSlices(MemorySegment shm, long address, int expected, long nanos) {
    long deadline = System.nanoTime() + nanos;
    while ((int) INT.getAcquire(shm, address) == expected) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return;
      }
      LockSupport.parkNanos(Math.min(left, SLICE_NANOS));
    }
  }

  /** Wakes up to {@code count} sleepers of the word. */
  public static void wake(MemorySegment shm, long address, int count) {
    if (!NativeCalls.AVAILABLE) {
      return;
    }
    long word = shm.asSlice(address, 4).address();
    long woken = NativeCalls.call(NativeCalls.Call.FUTEX, word, FUTEX_WAKE, count, 0);
    assert woken >= 0 : "futex wake: result=" + woken;
  }
}
