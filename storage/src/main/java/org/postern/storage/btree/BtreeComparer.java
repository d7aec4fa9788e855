package org.postern.storage.btree;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.postern.storage.access.IndexColumn;
import org.postern.storage.access.IndexLayout;
import org.postern.storage.access.KeyComparator;
import org.postern.storage.access.KeyKind;
import org.postern.storage.access.ScanKey;
import org.postern.storage.page.SlottedPage;

/**
 * Compares search keys with tuples on pages. This is the inner loop of every descent: values are
 * read straight from shared memory, except for CUSTOM columns, whose payloads are copied.
 *
 * <p>One object per process and index layout; it has scratch space.
 */
final class BtreeComparer {
  private static final VarHandle ARRAY_BIG_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong BIG_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final IndexLayout layout;
  private final int keyCount;
  private final KeyKind[] kinds;
  private final int[] lengths;
  private final int[] aligns;
  private final boolean[] descending;
  private final boolean[] nullsFirst;
  private final KeyComparator[] comparators;
  private final BtreeKey single = new BtreeKey();
  private byte[] scratch = new byte[256];

  BtreeComparer(IndexLayout layout) {
    this.layout = layout;
    this.keyCount = layout.keyCount();
    int n = layout.columnCount();
    kinds = new KeyKind[n];
    lengths = new int[n];
    aligns = new int[n];
    descending = new boolean[n];
    nullsFirst = new boolean[n];
    comparators = new KeyComparator[n];
    for (int i = 0; i < n; i++) {
      IndexColumn column = layout.column(i);
      kinds[i] = column.kind();
      lengths[i] = column.length();
      aligns[i] = column.align();
      descending[i] = column.descending();
      nullsFirst[i] = column.nullsFirst();
      comparators[i] = column.comparator();
    }
  }

  IndexLayout layout() {
    return layout;
  }

  /**
   * The sign of key minus tuple. Attributes that a pivot lacks are minus infinity, so the key is
   * greater. A key without tid, equal in all its columns to a pivot that ends exactly there, is
   * greater too: whatever equals the key in these columns lies right of such a pivot.
   */
  int compare(MemorySegment mem, long tuple, BtreeKey key) {
    int info = mem.get(BtreeTupleLayout.SHORT, tuple + BtreeTupleLayout.INFO) & 0xFFFF;
    boolean isPivot = (info & BtreeTupleLayout.PIVOT) != 0;
    int attributes =
        isPivot
            ? mem.get(BtreeTupleLayout.SHORT, tuple + BtreeTupleLayout.OFFSET)
                & BtreeTupleLayout.ATTRIBUTES_MASK
            : keyCount;
    int shared = Math.min(key.count, attributes);
    int result = compareColumns(mem, tuple, info, key, shared);
    if (result != 0) {
      return result;
    }
    if (key.count > attributes) {
      return 1;
    }
    if (key.pivot && key.count < attributes) {
      return -1;
    }
    long tid = BtreeTupleLayout.keyTid(mem, tuple);
    if (key.tid == BtreeTupleLayout.NO_TID) {
      if (key.pivot) {
        return tid == BtreeTupleLayout.NO_TID ? 0 : -1;
      }
      return tid == BtreeTupleLayout.NO_TID && key.count == attributes ? 1 : 0;
    }
    return tid == BtreeTupleLayout.NO_TID ? 1 : Long.compare(key.tid, tid);
  }

  /** The sign of key minus tuple in the first {@code columns} columns, all present in both. */
  int compareColumns(MemorySegment mem, long tuple, int info, BtreeKey key, int columns) {
    int nullBits = 0;
    long position = tuple + IndexLayout.HEADER_SIZE;
    if ((info & BtreeTupleLayout.HAS_NULLS) != 0) {
      nullBits = mem.get(BtreeTupleLayout.INT, position);
      position = tuple + IndexLayout.HEADER_SIZE_WITH_NULLS;
    }
    for (int i = 0; i < columns; i++) {
      if ((nullBits >>> i & 1) != 0) {
        if (!key.isNull(i)) {
          return nullsFirst[i] ? 1 : -1;
        }
        continue;
      }
      int length = lengths[i];
      long at;
      if (length >= 0) {
        at = position + aligns[i] - 1 & -aligns[i];
      } else {
        at = payload(mem, position);
        length = (int) (at >>> LENGTH_SHIFT);
        at &= ADDRESS_MASK;
      }
      position = at + length;
      if (key.isNull(i)) {
        return nullsFirst[i] ? -1 : 1;
      }
      int result = compareValue(mem, at, length, key, i);
      if (result != 0) {
        return descending[i] ? -result : result;
      }
    }
    return 0;
  }

  /** How many leading key columns of a leaf tuple or full pivot equal the key's. */
  int equalColumns(MemorySegment mem, long tuple, BtreeKey key) {
    int info = BtreeTupleLayout.info(mem, tuple);
    int n = Math.min(key.count, BtreeTupleLayout.attributes(mem, tuple, keyCount));
    if (compareColumns(mem, tuple, info, key, n) == 0) {
      return n;
    }
    int low = 0;
    for (int i = 1; i < n && compareColumns(mem, tuple, info, key, i) == 0; i++) {
      low = i;
    }
    return low;
  }

  /** Bytes of a tuple up to the end of its first {@code columns} columns. */
  int endOfColumns(MemorySegment mem, long tuple, int columns) {
    int nullBits = 0;
    long position = tuple + IndexLayout.HEADER_SIZE;
    if ((BtreeTupleLayout.info(mem, tuple) & BtreeTupleLayout.HAS_NULLS) != 0) {
      nullBits = mem.get(BtreeTupleLayout.INT, position);
      position = tuple + IndexLayout.HEADER_SIZE_WITH_NULLS;
    }
    for (int i = 0; i < columns; i++) {
      if ((nullBits >>> i & 1) != 0) {
        continue;
      }
      if (lengths[i] >= 0) {
        position = (position + aligns[i] - 1 & -aligns[i]) + lengths[i];
      } else {
        long packed = payload(mem, position);
        position = (packed & ADDRESS_MASK) + (packed >>> LENGTH_SHIFT);
      }
    }
    return (int) (position - tuple);
  }

  /** Payload length is packed above 48 bits of address: shared segments are smaller than that. */
  static final int LENGTH_SHIFT = 48;

  static final long ADDRESS_MASK = (1L << LENGTH_SHIFT) - 1;

  /** Address and length of the varlena payload that begins at or after {@code position}. */
  static long payload(MemorySegment mem, long position) {
    long at = position;
    int first = mem.get(ValueLayout.JAVA_BYTE, at);
    if (first == 0) {
      // Padding, or an aligned long header whose low byte is zero.
      at = at + 3 & -4;
      first = mem.get(ValueLayout.JAVA_BYTE, at);
    }
    if ((first & 1) != 0) {
      long length = ((first & 0xFF) >>> 1) - 1;
      return at + 1 | length << LENGTH_SHIFT;
    }
    long length = (mem.get(BtreeTupleLayout.INT, at) >>> 2) - 4;
    return at + 4 | length << LENGTH_SHIFT;
  }

  /** Address and length, packed as in {@link #payload}, of the value that follows. */
  long locate(MemorySegment mem, long position, int column) {
    if (lengths[column] >= 0) {
      long at = position + aligns[column] - 1 & -aligns[column];
      return at | (long) lengths[column] << LENGTH_SHIFT;
    }
    return payload(mem, position);
  }

  /** Address and length of a column's value, packed as in {@link #payload}; 0 for null. */
  long find(MemorySegment mem, long tuple, int column) {
    int nullBits = 0;
    long position = tuple + IndexLayout.HEADER_SIZE;
    if ((BtreeTupleLayout.info(mem, tuple) & BtreeTupleLayout.HAS_NULLS) != 0) {
      nullBits = mem.get(BtreeTupleLayout.INT, position);
      position = tuple + IndexLayout.HEADER_SIZE_WITH_NULLS;
    }
    if ((nullBits >>> column & 1) != 0) {
      return 0;
    }
    for (int i = 0; i < column; i++) {
      if ((nullBits >>> i & 1) == 0) {
        long packed = locate(mem, position, i);
        position = (packed & ADDRESS_MASK) + (packed >>> LENGTH_SHIFT);
      }
    }
    return locate(mem, position, column);
  }

  /** The sign of key value minus tuple value, turned round for a DESC column. */
  int compareInIndexOrder(MemorySegment mem, long at, int length, BtreeKey key, int column) {
    int result = compareValue(mem, at, length, key, column);
    return descending[column] ? -result : result;
  }

  int compareInIndexOrder(MemorySegment mem, long at, int length, ScanKey key, int column) {
    loadValue(single, column, key);
    return compareInIndexOrder(mem, at, length, single, column);
  }

  /** Puts a condition's value into a search key. */
  static void loadValue(BtreeKey target, int column, ScanKey key) {
    target.integers[column] = key.integer();
    target.numbers[column] = key.number();
    target.bytes[column] = key.bytes();
    target.offset[column] = key.offset();
    target.length[column] = key.length();
    target.nulls &= ~(1 << column);
  }

  /** Compares the values of two conditions on a column, ascending. */
  int compareKeys(int column, ScanKey a, ScanKey b) {
    return switch (kinds[column]) {
      case INT2, INT4, INT8, OID, BOOL, TID -> Long.compare(a.integer(), b.integer());
      case CHAR -> Long.compare(a.integer() & 0xFF, b.integer() & 0xFF);
      case FLOAT4, FLOAT8 -> compareDoubles(a.number(), b.number());
      case BYTES, NAME, UUID ->
          Arrays.compareUnsigned(
              a.bytes(),
              a.offset(),
              a.offset() + a.length(),
              b.bytes(),
              b.offset(),
              b.offset() + b.length());
      case CUSTOM ->
          comparators[column].compare(
              a.bytes(), a.offset(), a.length(), b.bytes(), b.offset(), b.length());
    };
  }

  private int compareValue(MemorySegment mem, long at, int length, BtreeKey key, int i) {
    return switch (kinds[i]) {
      case INT4 -> Long.compare(key.integers[i], mem.get(BtreeTupleLayout.INT, at));
      case INT8 -> Long.compare(key.integers[i], mem.get(BtreeTupleLayout.LONG, at));
      case INT2 -> Long.compare(key.integers[i], mem.get(BtreeTupleLayout.SHORT, at));
      case OID -> Long.compare(key.integers[i], mem.get(BtreeTupleLayout.INT, at) & 0xFFFFFFFFL);
      case BOOL -> Long.compare(key.integers[i], mem.get(ValueLayout.JAVA_BYTE, at));
      case CHAR -> Long.compare(key.integers[i] & 0xFF, mem.get(ValueLayout.JAVA_BYTE, at) & 0xFF);
      case TID ->
          Long.compare(
              key.integers[i],
              (mem.get(BtreeTupleLayout.INT, at) & 0xFFFFFFFFL) << 16
                  | (mem.get(BtreeTupleLayout.SHORT, at + 4) & 0xFFFF));
      case FLOAT4 -> compareDoubles(key.numbers[i], mem.get(FLOAT, at));
      case FLOAT8 -> compareDoubles(key.numbers[i], mem.get(DOUBLE, at));
      case BYTES, NAME, UUID ->
          compareBytes(key.bytes[i], key.offset[i], key.length[i], mem, at, length);
      case CUSTOM -> {
        if (scratch.length < length) {
          scratch = new byte[Math.max(length, scratch.length * 2)];
        }
        MemorySegment.copy(mem, ValueLayout.JAVA_BYTE, at, scratch, 0, length);
        yield comparators[i].compare(
            key.bytes[i], key.offset[i], key.length[i], scratch, 0, length);
      }
    };
  }

  /** PostgreSQL's order of floats: NaN equals NaN and is greater than all; -0 equals 0. */
  static int compareDoubles(double a, double b) {
    if (a < b) {
      return -1;
    }
    if (a > b) {
      return 1;
    }
    if (a == b) {
      return 0;
    }
    return Boolean.compare(Double.isNaN(a), Double.isNaN(b));
  }

  static int compareBytes(
      byte[] a, int aAt, int aLength, MemorySegment mem, long bAt, int bLength) {
    int shared = Math.min(aLength, bLength);
    int i = 0;
    for (; i + 8 <= shared; i += 8) {
      long left = (long) ARRAY_BIG_LONG.get(a, aAt + i);
      long right = mem.get(BIG_LONG, bAt + i);
      if (left != right) {
        return Long.compareUnsigned(left, right);
      }
    }
    for (; i < shared; i++) {
      int result = (a[aAt + i] & 0xFF) - (mem.get(ValueLayout.JAVA_BYTE, bAt + i) & 0xFF);
      if (result != 0) {
        return result;
      }
    }
    return aLength - bLength;
  }

  /**
   * Binary search on a page. On a leaf the number of the first item not less than the key (greater,
   * with nextKey), one past the end if none; on an internal page the last item below that, whose
   * child the key belongs to.
   */
  int search(MemorySegment mem, long page, BtreeKey key) {
    int low = BtreePageLayout.firstData(mem, page);
    int high = SlottedPage.itemCount(mem, page) + 1;
    int threshold = key.nextKey ? 0 : 1;
    while (low < high) {
      int middle = low + high >>> 1;
      int result = compare(mem, SlottedPage.item(mem, page, middle), key);
      if (result >= threshold) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return BtreePageLayout.isLeaf(mem, page) ? low : low - 1;
  }

  /** Whether the key belongs to the right of this page, judging by its high key. */
  boolean isRightOf(MemorySegment mem, long page, BtreeKey key) {
    if (BtreePageLayout.isRightmost(mem, page)) {
      return false;
    }
    int result = compare(mem, SlottedPage.item(mem, page, 1), key);
    return result >= (key.nextKey ? 0 : 1);
  }
}
