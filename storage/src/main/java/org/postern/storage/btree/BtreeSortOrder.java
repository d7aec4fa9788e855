package org.postern.storage.btree;

import java.util.Arrays;
import org.postern.storage.access.IndexColumn;
import org.postern.storage.access.IndexLayout;
import org.postern.storage.access.IndexTupleReader;
import org.postern.storage.access.KeyKind;

/**
 * The order of leaf tuples in arrays, for sorting. Most comparisons are decided by a prefix: eight
 * bytes computed once per tuple from its first column, so that a smaller prefix means a smaller
 * tuple; equal prefixes decide nothing.
 */
final class BtreeSortOrder {
  private final IndexLayout layout;
  private final IndexTupleReader left;
  private final IndexTupleReader right;

  BtreeSortOrder(IndexLayout layout) {
    this.layout = layout;
    this.left = new IndexTupleReader(layout);
    this.right = new IndexTupleReader(layout);
  }

  /** Signed; null gets an extreme value, which a real value may share. */
  long prefix(byte[] data, int tuple) {
    IndexColumn column = layout.column(0);
    left.reset(data, tuple);
    if (left.isNull(0)) {
      return column.nullsFirst() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    long value =
        switch (column.kind()) {
          case INT2, INT4, INT8, OID, BOOL, TID -> left.getLong(0);
          case CHAR -> left.getLong(0) & 0xFF;
          case FLOAT4, FLOAT8 -> doublePrefix(left.getDouble(0));
          case BYTES, NAME, UUID -> bytesPrefix(data, left.offset(0), left.length(0));
          case CUSTOM -> 0;
        };
    return column.descending() ? ~value : value;
  }

  private static long doublePrefix(double value) {
    // Adding zero turns -0 into 0; all NaNs become one.
    long bits = Double.doubleToLongBits(value + 0.0);
    return bits ^ (bits >> 63 & Long.MAX_VALUE);
  }

  private static long bytesPrefix(byte[] data, int at, int length) {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (i < length ? data[at + i] & 0xFF : 0);
    }
    return value ^ Long.MIN_VALUE;
  }

  /** Compares keys, then tids. */
  int compare(byte[] a, int aTuple, byte[] b, int bTuple) {
    int result = compareKeys(a, aTuple, b, bTuple);
    return result != 0
        ? result
        : Long.compare(BtreeTupleLayout.tid(a, aTuple), BtreeTupleLayout.tid(b, bTuple));
  }

  int compareKeys(byte[] a, int aTuple, byte[] b, int bTuple) {
    left.reset(a, aTuple);
    right.reset(b, bTuple);
    for (int i = 0; i < layout.keyCount(); i++) {
      int result = compareColumn(i, layout.column(i));
      if (result != 0) {
        return result;
      }
    }
    return 0;
  }

  private int compareColumn(int i, IndexColumn column) {
    if (left.isNull(i) || right.isNull(i)) {
      int order = Boolean.compare(left.isNull(i), right.isNull(i));
      return column.nullsFirst() ? -order : order;
    }
    int result = compareValues(i, column);
    return column.descending() ? -result : result;
  }

  private int compareValues(int i, IndexColumn column) {
    KeyKind kind = column.kind();
    return switch (kind) {
      case INT2, INT4, INT8, OID, BOOL, TID -> Long.compare(left.getLong(i), right.getLong(i));
      case CHAR -> Long.compare(left.getLong(i) & 0xFF, right.getLong(i) & 0xFF);
      case FLOAT4, FLOAT8 -> BtreeComparer.compareDoubles(left.getDouble(i), right.getDouble(i));
      case BYTES, NAME, UUID ->
          Arrays.compareUnsigned(
              left.data(),
              left.offset(i),
              left.offset(i) + left.length(i),
              right.data(),
              right.offset(i),
              right.offset(i) + right.length(i));
      case CUSTOM ->
          column
              .comparator()
              .compare(
                  left.data(),
                  left.offset(i),
                  left.length(i),
                  right.data(),
                  right.offset(i),
                  right.length(i));
    };
  }

  /** Whether a key column of the tuple is null. */
  boolean hasNullKey(byte[] data, int tuple) {
    left.reset(data, tuple);
    for (int i = 0; left.hasNulls() && i < layout.keyCount(); i++) {
      if (left.isNull(i)) {
        return true;
      }
    }
    return false;
  }
}
