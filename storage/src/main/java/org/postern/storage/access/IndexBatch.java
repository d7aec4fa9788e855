package org.postern.storage.access;

import java.util.Arrays;

/**
 * What one step of an index scan found: heap tids in scan order and, when asked for, the index
 * tuples themselves and whether their heap pages are all-visible. Private to the scanning process.
 */
public final class IndexBatch {
  /** No leaf page holds more entries than this. */
  public static final int CAPACITY = 2048;

  private long[] tids = new long[512];
  private int[] tupleOffset = new int[0];
  private byte[] tuples = new byte[0];
  private boolean[] allVisible = new boolean[0];
  private int tuplesEnd;
  private int count;

  public int count() {
    return count;
  }

  /** Heap tuple id: {@code block << 16 | offset}. */
  public long tid(int index) {
    assert index < count;
    return tids[index];
  }

  /** The array of tids; entries at and after {@link #count} are stale. */
  public long[] tids() {
    return tids;
  }

  /** Bytes to point an {@link IndexTupleReader} at, only for scans opened with tuples wanted. */
  public byte[] tuples() {
    return tuples;
  }

  public int tupleOffset(int index) {
    return tupleOffset[index];
  }

  /** The heap page was all-visible while the index entry was locked; needs a probe. */
  public boolean allVisible(int index) {
    return allVisible[index];
  }

  // The following is for access methods.

  public void clear() {
    count = 0;
    tuplesEnd = 0;
  }

  public void add(long tid) {
    if (count == tids.length) {
      tids = Arrays.copyOf(tids, count * 2);
    }
    tids[count++] = tid;
  }

  /** Room for a tuple of the entry added last; the caller copies it to the returned offset. */
  public int reserveTuple(int length) {
    if (tupleOffset.length < tids.length) {
      tupleOffset = Arrays.copyOf(tupleOffset, tids.length);
    }
    int at = tuplesEnd;
    if (at + length > tuples.length) {
      tuples = Arrays.copyOf(tuples, Math.max(8192, (at + length) * 2));
    }
    tupleOffset[count - 1] = at;
    tuplesEnd = at + length;
    return at;
  }

  public void setAllVisible(boolean value) {
    if (allVisible.length < tids.length) {
      allVisible = Arrays.copyOf(allVisible, tids.length);
    }
    allVisible[count - 1] = value;
  }

  public void copyFrom(IndexBatch other) {
    count = other.count;
    tuplesEnd = other.tuplesEnd;
    tids = other.tids.clone();
    tupleOffset = other.tupleOffset.clone();
    tuples = Arrays.copyOf(other.tuples, other.tuplesEnd);
    allVisible = other.allVisible.clone();
  }
}
