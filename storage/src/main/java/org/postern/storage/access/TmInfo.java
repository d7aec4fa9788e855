package org.postern.storage.access;

/**
 * The details behind a {@link TmResult}; one reusable object per caller.
 *
 * <p>After OK of an update: {@link #newTid}, and {@link #heapOnly} tells that no index needs an
 * entry for it. After a failure: {@link #tid} is the version to go on with (the same one if
 * deleted), {@link #xmax} who did it and {@link #cmax} by which command if it was this transaction.
 */
public final class TmInfo {
  private long tid;
  private long xmax;
  private int cmax;
  private long newTid;
  private boolean heapOnly;
  private boolean traversed;

  public void failed(long nextTid, long deleter, int command) {
    tid = nextTid;
    xmax = deleter;
    cmax = command;
  }

  public void updated(long successor, boolean isHeapOnly) {
    newTid = successor;
    heapOnly = isHeapOnly;
  }

  /** The row lock was taken on {@code lockedTid}, {@code followed} if that is a later version. */
  public void locked(long lockedTid, boolean followed) {
    tid = lockedTid;
    traversed = followed;
  }

  public long tid() {
    return tid;
  }

  public long xmax() {
    return xmax;
  }

  public int cmax() {
    return cmax;
  }

  public long newTid() {
    return newTid;
  }

  public boolean heapOnly() {
    return heapOnly;
  }

  /** Whether a lock was taken on a later version: its quals must be checked again. */
  public boolean traversed() {
    return traversed;
  }
}
