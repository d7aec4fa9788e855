package org.postern.storage.os;

import java.lang.invoke.MethodHandle;

/** The process's file mode creation mask; the server sets 0077, or 0027 with group access. */
public final class Umask {
  private static final MethodHandle UMASK = NativeCalls.find("umask", NativeCalls.ints(1));

  private Umask() {}

  /** Sets the mask and returns the old one; -1 where there is none. */
  public static int set(int mask) {
    if (UMASK == null) {
      return -1;
    }
    try {
      return (int) UMASK.invokeExact(mask);
    } catch (Throwable e) {
      throw NativeCalls.failure(e);
    }
  }
}
