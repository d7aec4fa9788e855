package org.postern.storage.vacuum;

import java.util.Arrays;
import org.postern.storage.access.Tid;

/** The tids whose index entries must go, ascending, as the scan of the table finds them. */
final class DeadTids {
  private final int capacity;
  private long[] tids = new long[1024];
  private int count;

  DeadTids(int capacity) {
    this.capacity = capacity;
  }

  /** Whether another page's worth might not fit any more. */
  boolean full(int pageItems) {
    return count + pageItems > capacity;
  }

  void add(long block, int[] items, int n) {
    if (count + n > tids.length) {
      tids = Arrays.copyOf(tids, Math.max(tids.length * 2, count + n));
    }
    for (int i = 0; i < n; i++) {
      long tid = Tid.of(block, items[i]);
      assert count == 0 || tids[count - 1] < tid : "tids must ascend";
      tids[count++] = tid;
    }
  }

  int count() {
    return count;
  }

  long get(int i) {
    return tids[i];
  }

  boolean contains(long tid) {
    return count > 0
        && tid >= tids[0]
        && tid <= tids[count - 1]
        && Arrays.binarySearch(tids, 0, count, tid) >= 0;
  }

  void clear() {
    count = 0;
  }
}
