package org.postern.storage.os;

/** The process's file mode creation mask; the server sets 0077, or 0027 with group access. */
public final class Umask {
  private Umask() {}

  /** Sets the mask, which child processes inherit, and returns the old one; -1 for none. */
  public static int set(int mask) {
    return NativeCalls.AVAILABLE
        ? (int) NativeCalls.call(NativeCalls.Call.UMASK, mask, 0, 0, 0)
        : -1;
  }
}
