package org.postern.storage.os;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Optional;

/** Finds the C library's functions, and says which platform this is. */
final class NativeCalls {
  static final boolean LINUX =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
  static final boolean X86_64 =
      switch (System.getProperty("os.arch", "")) {
        case "amd64", "x86_64" -> true;
        default -> false;
      };
  static final boolean AARCH64 = "aarch64".equals(System.getProperty("os.arch", ""));

  private NativeCalls() {}

  /** A handle for {@code name}, null where the C library has no such function. */
  @SuppressWarnings("restricted")
  static MethodHandle find(String name, FunctionDescriptor descriptor, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    SymbolLookup lookup = linker.defaultLookup();
    Optional<MemorySegment> symbol = lookup.find(name);
    return symbol.map(s -> linker.downcallHandle(s, descriptor, options)).orElse(null);
  }

  /** The memory at an absolute address of this process. */
  @SuppressWarnings("restricted")
  static MemorySegment at(long address, long size) {
    return MemorySegment.ofAddress(address).reinterpret(size);
  }

  /** {@code int name(int)}, {@code int name(int, int)} and so on. */
  static FunctionDescriptor ints(int parameters) {
    ValueLayout.OfInt[] layouts = new ValueLayout.OfInt[parameters];
    java.util.Arrays.fill(layouts, ValueLayout.JAVA_INT);
    return FunctionDescriptor.of(ValueLayout.JAVA_INT, layouts);
  }

  static IllegalStateException failure(Throwable cause) {
    return new IllegalStateException("native call failed", cause);
  }
}
