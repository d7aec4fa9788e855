package org.postern.storage.btree;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.postern.storage.access.IndexLayout;
import org.postern.storage.access.IndexTupleReader;

/**
 * Forms the separators between pages. A leaf separator is the shortest prefix of the right page's
 * first key that is still greater than the left page's last key; only when all columns are equal is
 * the left tuple's tid added (less than or equal to the separator stays left). Included columns
 * never get into a separator.
 */
final class BtreePivots {
  private final BtreeComparer comparer;
  private final IndexLayout layout;
  private final IndexTupleReader reader;
  private final BtreeKey key = new BtreeKey();
  private byte[] copy = new byte[512];
  private byte[] pivot = new byte[512];

  BtreePivots(BtreeComparer comparer) {
    this.comparer = comparer;
    this.layout = comparer.layout();
    this.reader = new IndexTupleReader(layout);
  }

  /** The separator made last. */
  byte[] bytes() {
    return pivot;
  }

  int size() {
    return BtreeTupleLayout.size(pivot, 0);
  }

  /** Makes the separator between two neighbouring leaf tuples in {@code mem}. */
  void truncate(MemorySegment mem, long lastLeft, long firstRight) {
    int size = BtreeTupleLayout.size(mem, lastLeft);
    copy = room(copy, size);
    MemorySegment.copy(mem, ValueLayout.JAVA_BYTE, lastLeft, copy, 0, size);
    key.load(layout, reader, copy, 0);
    int equal = comparer.equalColumns(mem, firstRight, key);
    boolean needsTid = equal == layout.keyCount();
    int columns = needsTid ? equal : equal + 1;
    int end = comparer.endOfColumns(mem, firstRight, columns);
    int keySize = IndexLayout.align(end, 8);
    int total = keySize + (needsTid ? BtreeTupleLayout.TID_SIZE : 0);
    pivot = room(pivot, total);
    MemorySegment.copy(mem, ValueLayout.JAVA_BYTE, firstRight, pivot, 0, end);
    Arrays.fill(pivot, end, keySize, (byte) 0);
    boolean nulls = (BtreeTupleLayout.info(mem, firstRight) & BtreeTupleLayout.HAS_NULLS) != 0;
    BtreeTupleLayout.setPivot(pivot, 0, total, columns, nulls, needsTid);
    BtreeTupleLayout.setChild(pivot, 0, 0);
    if (needsTid) {
      BtreeTupleLayout.ARRAY_LONG.set(pivot, keySize, BtreeTupleLayout.tid(mem, lastLeft));
    }
  }

  /** Takes a pivot from a page as the separator, unchanged. */
  void copy(MemorySegment mem, long tuple) {
    int size = BtreeTupleLayout.size(mem, tuple);
    pivot = room(pivot, size);
    MemorySegment.copy(mem, ValueLayout.JAVA_BYTE, tuple, pivot, 0, size);
  }

  private static byte[] room(byte[] array, int size) {
    return array.length >= size ? array : new byte[Math.max(size, array.length * 2)];
  }
}
