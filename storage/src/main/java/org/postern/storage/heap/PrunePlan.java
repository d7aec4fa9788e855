package org.postern.storage.heap;

import org.postern.storage.page.SlottedPage;

/** What pruning will do to one page: line pointers to redirect, to mark dead, to free. Reusable. */
final class PrunePlan {
  final int[] redirect = new int[2 * SlottedPage.MAX_ITEMS];
  final int[] dead = new int[SlottedPage.MAX_ITEMS];
  final int[] unused = new int[SlottedPage.MAX_ITEMS];
  final boolean[] marked = new boolean[SlottedPage.MAX_ITEMS + 1];
  int redirects;
  int deadCount;
  int unusedCount;

  /** The oldest xid whose end may make more removable, 0 for none. */
  long newPruneXid;

  /** How many tuples lose their storage. */
  int removed;

  void reset(int items) {
    redirects = 0;
    deadCount = 0;
    unusedCount = 0;
    newPruneXid = 0;
    removed = 0;
    java.util.Arrays.fill(marked, 0, items + 1, false);
  }

  boolean isEmpty() {
    return redirects == 0 && deadCount == 0 && unusedCount == 0;
  }

  void redirect(int from, int to) {
    redirect[2 * redirects] = from;
    redirect[2 * redirects + 1] = to;
    redirects++;
    marked[from] = true;
    marked[to] = true;
  }

  void dead(int item) {
    dead[deadCount++] = item;
    marked[item] = true;
  }

  void unused(int item) {
    unused[unusedCount++] = item;
    marked[item] = true;
  }

  void prunable(long xid) {
    if (newPruneXid == 0 || xid < newPruneXid) {
      newPruneXid = xid;
    }
  }
}
