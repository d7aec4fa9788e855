package org.postern.storage.btree;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.postern.storage.access.IndexColumn;
import org.postern.storage.access.IndexLayout;
import org.postern.storage.access.IndexTupleReader;

/**
 * A search key: values for the first {@link #count} key columns, unpacked so that comparing with a
 * tuple on a page reads no headers of its own, and optionally a heap tid as the last attribute.
 *
 * <p>With {@link #nextKey} a search looks for the first item greater than the key, without it for
 * the first item not less. Reused for many searches by one process.
 */
final class BtreeKey {
  final long[] integers = new long[IndexLayout.MAX_COLUMNS];
  final double[] numbers = new double[IndexLayout.MAX_COLUMNS];
  final byte[][] bytes = new byte[IndexLayout.MAX_COLUMNS][];
  final int[] offset = new int[IndexLayout.MAX_COLUMNS];
  final int[] length = new int[IndexLayout.MAX_COLUMNS];

  /** Bit i: column i is null. */
  int nulls;

  /** Number of key columns with a value. */
  int count;

  /** Heap tid, or {@link BtreeTupleLayout#NO_TID}. */
  long tid = BtreeTupleLayout.NO_TID;

  /** See the class comment. */
  boolean nextKey;

  /** The key is itself a pivot: its missing attributes are minus infinity, not "any". */
  boolean pivot;

  private byte[] copy = new byte[0];

  boolean isNull(int column) {
    return (nulls >>> column & 1) != 0;
  }

  void clear() {
    nulls = 0;
    count = 0;
    tid = BtreeTupleLayout.NO_TID;
    nextKey = false;
    pivot = false;
  }

  /** Takes all key columns of a leaf tuple; keeps the array. The tid stays unset. */
  void load(IndexLayout layout, IndexTupleReader reader, byte[] tuple, int at) {
    clear();
    reader.reset(tuple, at);
    loadColumns(layout, reader, layout.keyCount());
  }

  /** Takes the attributes of a pivot on a page, such as a high key, with its tid if it has one. */
  void loadPivot(IndexLayout layout, IndexTupleReader reader, MemorySegment mem, long tuple) {
    clear();
    int size = BtreeTupleLayout.size(mem, tuple);
    if (copy.length < size) {
      copy = new byte[size];
    }
    MemorySegment.copy(mem, ValueLayout.JAVA_BYTE, tuple, copy, 0, size);
    reader.reset(copy, 0);
    loadColumns(layout, reader, BtreeTupleLayout.attributes(mem, tuple, layout.keyCount()));
    tid = BtreeTupleLayout.keyTid(mem, tuple);
    pivot = true;
  }

  private void loadColumns(IndexLayout layout, IndexTupleReader reader, int columns) {
    count = columns;
    for (int i = 0; i < columns; i++) {
      if (reader.isNull(i)) {
        nulls |= 1 << i;
        continue;
      }
      IndexColumn column = layout.column(i);
      switch (column.kind().shape()) {
        case LONG -> integers[i] = reader.getLong(i);
        case DOUBLE -> numbers[i] = reader.getDouble(i);
        case BYTES -> {
          bytes[i] = reader.data();
          offset[i] = reader.offset(i);
          length[i] = reader.length(i);
        }
      }
    }
  }
}
