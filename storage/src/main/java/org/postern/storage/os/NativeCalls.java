package org.postern.storage.os;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Optional;

/**
 * The one way down to the operating system: the C library's {@code syscall}, with every argument as
 * a long.
 *
 * <p>The JVM generates code for each shape of native call when it is first linked, tens of
 * milliseconds in a cold process, and no archive keeps it. With a single shape each process pays
 * once. Memory is passed by its address, so the caller must keep its segment reachable.
 */
final class NativeCalls {
  static final boolean LINUX =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
  private static final boolean X86_64 =
      switch (System.getProperty("os.arch", "")) {
        case "amd64", "x86_64" -> true;
        default -> false;
      };
  private static final boolean AARCH64 = "aarch64".equals(System.getProperty("os.arch", ""));

  /** Whether {@link #call} works here; without it, callers do with less. */
  static final boolean AVAILABLE = LINUX && (X86_64 || AARCH64);

  private static final MethodHandle SYSCALL = AVAILABLE ? find() : null;

  private NativeCalls() {}

  /** The system calls in use, with their numbers on both platforms. */
  enum Call {
    READ(0, 63),
    KILL(62, 129),
    UMASK(95, 166),
    SETPRIORITY(141, 140),
    FUTEX(202, 98),
    SIGNALFD4(289, 74);

    private final long number;

    Call(int x86, int aarch64) {
      this.number = X86_64 ? x86 : aarch64;
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle find() {
    Linker linker = Linker.nativeLinker();
    SymbolLookup lookup = linker.defaultLookup();
    Optional<MemorySegment> symbol = lookup.find("syscall");
    ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
    FunctionDescriptor shape =
        FunctionDescriptor.of(word, word, word, word, word, word, word, word);
    return linker.downcallHandle(symbol.orElseThrow(), shape, Linker.Option.firstVariadicArg(1));
  }

  /** Makes a system call; -1 is failure. */
  static long call(Call call, long a, long b, long c, long d) {
    try {
      return (long) SYSCALL.invokeExact(call.number, a, b, c, d, 0L, 0L);
    } catch (Throwable e) {
      throw new IllegalStateException("native call failed: " + call, e);
    }
  }

  /** The memory at an absolute address of this process. */
  @SuppressWarnings("restricted")
  static MemorySegment at(long address, long size) {
    return MemorySegment.ofAddress(address).reinterpret(size);
  }
}
