package org.postern.storage.access;

/**
 * A row version's place, packed into a long: {@code block << 16 | item}, items counted from 1. The
 * packed form orders as PostgreSQL's type tid does.
 */
public final class Tid {
  /** No tuple. */
  public static final long INVALID = 0L;

  private Tid() {}

  public static long of(long block, int item) {
    return block << 16 | item;
  }

  public static long block(long tid) {
    return tid >>> 16;
  }

  /** The line pointer number, from 1. */
  public static int item(long tid) {
    return (int) tid & 0xffff;
  }

  public static boolean isValid(long tid) {
    return item(tid) != 0;
  }

  /** As tid's output function writes it. */
  public static String toString(long tid) {
    return "(" + block(tid) + "," + item(tid) + ")";
  }
}
