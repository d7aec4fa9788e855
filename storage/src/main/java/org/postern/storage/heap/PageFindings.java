package org.postern.storage.heap;

import org.postern.storage.page.SlottedPage;

/** What {@link HeapCleaner} found and did on one page. Reusable. */
public final class PageFindings {
  final int[] dead = new int[SlottedPage.MAX_ITEMS];
  int deadCount;
  int removed;
  int live;
  int recentlyDead;
  int frozen;
  int freeBytes;
  int bits;
  boolean allVisible;
  boolean allFrozen;
  boolean hasItems;
  private long oldestXid;

  void reset() {
    deadCount = 0;
    removed = 0;
    live = 0;
    recentlyDead = 0;
    frozen = 0;
    freeBytes = 0;
    bits = 0;
    allVisible = true;
    allFrozen = true;
    hasItems = false;
    oldestXid = Long.MAX_VALUE;
  }

  void noteXid(long xid) {
    oldestXid = Math.min(oldestXid, xid);
  }

  /**
   * Line pointers that wait for their index entries to be removed, the first {@link #deadCount}.
   */
  public int[] dead() {
    return dead;
  }

  public int deadCount() {
    return deadCount;
  }

  /** Tuples that lost their storage. */
  public int removed() {
    return removed;
  }

  public int live() {
    return live;
  }

  /** Dead tuples that an old snapshot may still see. */
  public int recentlyDead() {
    return recentlyDead;
  }

  public int frozen() {
    return frozen;
  }

  public int freeBytes() {
    return freeBytes;
  }

  public boolean markedVisible() {
    return (bits & VisibilityMap.ALL_VISIBLE) != 0;
  }

  public boolean markedFrozen() {
    return (bits & VisibilityMap.ALL_FROZEN) != 0;
  }

  /** Whether a line pointer is in use, so that the page cannot be cut off. */
  public boolean hasItems() {
    return hasItems;
  }

  /** The oldest transaction id left on the page, Long.MAX_VALUE for none. */
  public long oldestXid() {
    return oldestXid;
  }
}
