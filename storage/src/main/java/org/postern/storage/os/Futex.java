package org.postern.storage.os;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
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
  private static final long SYS_FUTEX_X86_64 = 202;
  private static final long SYS_FUTEX_AARCH64 = 98;
  private static final long SLICE_NANOS = 1_000_000;
  private static final long SYS_FUTEX = NativeCalls.X86_64 ? SYS_FUTEX_X86_64 : SYS_FUTEX_AARCH64;
  private static final AddressLayout POINTER = ValueLayout.ADDRESS;
  private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();
  private static final MethodHandle SYSCALL =
      NativeCalls.LINUX && (NativeCalls.X86_64 || NativeCalls.AARCH64)
          ? NativeCalls.find(
              "syscall",
              FunctionDescriptor.of(
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  POINTER,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  POINTER,
                  POINTER,
                  ValueLayout.JAVA_INT),
              Linker.Option.firstVariadicArg(1))
          : null;

  private Futex() {}

  /** Sleeps while the word at {@code address} is {@code expected}, at most so long. */
  public static void wait(MemorySegment shm, long address, int expected, long timeoutNanos) {
    if (SYSCALL == null) {
      waitInSlices(shm, address, expected, timeoutNanos);
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment timeout = arena.allocate(16, 8);
      timeout.set(ValueLayout.JAVA_LONG, 0, timeoutNanos / 1_000_000_000L);
      timeout.set(ValueLayout.JAVA_LONG, 8, timeoutNanos % 1_000_000_000L);
      MemorySegment word = shm.asSlice(address, 4);
      long ignored =
          (long)
              SYSCALL.invokeExact(
                  SYS_FUTEX, word, FUTEX_WAIT, expected, timeout, MemorySegment.NULL, 0);
      assert ignored <= 0 : "futex wait: result=" + ignored;
    } catch (Throwable e) {
      throw NativeCalls.failure(e);
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
    if (SYSCALL == null) {
      return;
    }
    try {
      MemorySegment word = shm.asSlice(address, 4);
      long ignored =
          (long)
              SYSCALL.invokeExact(
                  SYS_FUTEX, word, FUTEX_WAKE, count, MemorySegment.NULL, MemorySegment.NULL, 0);
      assert ignored >= 0 : "futex wake: result=" + ignored;
    } catch (Throwable e) {
      throw NativeCalls.failure(e);
    }
  }
}
