package org.postern.storage.btree;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.postern.storage.access.IndexLayout;

/**
 * The header of an index tuple, on a page and in an array.
 *
 * <pre>
 *   0          4        6       8
 *  +----------+--------+-------+-----------------------------------------------+
 *  | block    | offset | info  | null bits padded to 8, if any | attributes ... |
 *  +----------+--------+-------+-----------------------------------------------+
 *  info:   size 13 bits (0..12) | PIVOT (13) | unused (14) | HAS_NULLS (15)
 *  offset of a pivot: number of attributes 12 bits (0..11) | HAS_TID (12)
 * </pre>
 *
 * A leaf tuple points with block and offset to a heap tuple. A pivot tuple, in internal pages and
 * as high key, has the child's block (0 in a leaf's high key) and may lack attributes at its end,
 * each of which then stands for minus infinity. The heap tid is the last attribute of every key; in
 * a pivot it is present only with HAS_TID, as the tuple's last 8 bytes ({@code block << 16 |
 * offset}).
 *
 * <p>Sizes are multiples of 8. Written under the exclusive lock of the buffer.
 */
public final class BtreeTupleLayout {
  public static final int BLOCK = 0;
  public static final int OFFSET = BLOCK + 4;
  public static final int INFO = OFFSET + 2;
  public static final int HEADER_SIZE = INFO + 2;

  public static final int SIZE_MASK = 0x1FFF;
  public static final int PIVOT = 0x2000;
  public static final int HAS_NULLS = 0x8000;

  public static final int ATTRIBUTES_MASK = 0x0FFF;
  public static final int HAS_TID = 0x1000;

  /** Bytes of the tid at the end of a pivot that has one. */
  public static final int TID_SIZE = 8;

  /** Stands for "no tid". */
  public static final long NO_TID = -1;

  static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final VarHandle ARRAY_SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle ARRAY_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle ARRAY_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  static {
    if (HEADER_SIZE != IndexLayout.HEADER_SIZE) {
      throw new AssertionError("index tuple header: size=" + HEADER_SIZE);
    }
  }

  private BtreeTupleLayout() {}

  public static int info(MemorySegment mem, long tuple) {
    return mem.get(SHORT, tuple + INFO) & 0xFFFF;
  }

  public static int size(MemorySegment mem, long tuple) {
    return info(mem, tuple) & SIZE_MASK;
  }

  public static boolean isPivot(MemorySegment mem, long tuple) {
    return (info(mem, tuple) & PIVOT) != 0;
  }

  /** Heap tid of a leaf tuple: {@code block << 16 | offset}. */
  public static long tid(MemorySegment mem, long tuple) {
    return (mem.get(INT, tuple + BLOCK) & 0xFFFFFFFFL) << 16
        | (mem.get(SHORT, tuple + OFFSET) & 0xFFFF);
  }

  /** Child block of a pivot. */
  public static long child(MemorySegment mem, long tuple) {
    return mem.get(INT, tuple + BLOCK) & 0xFFFFFFFFL;
  }

  public static void setChild(MemorySegment mem, long tuple, long block) {
    mem.set(INT, tuple + BLOCK, (int) block);
  }

  /** Number of attributes present: for a leaf tuple all of them. */
  public static int attributes(MemorySegment mem, long tuple, int all) {
    if (!isPivot(mem, tuple)) {
      return all;
    }
    return mem.get(SHORT, tuple + OFFSET) & ATTRIBUTES_MASK;
  }

  /** The tid that takes part in comparisons: NO_TID where a pivot has none. */
  public static long keyTid(MemorySegment mem, long tuple) {
    int info = info(mem, tuple);
    if ((info & PIVOT) == 0) {
      return tid(mem, tuple);
    }
    if ((mem.get(SHORT, tuple + OFFSET) & HAS_TID) == 0) {
      return NO_TID;
    }
    return mem.get(LONG, tuple + (info & SIZE_MASK) - TID_SIZE);
  }

  // The same for a tuple in an array.

  static int size(byte[] data, int tuple) {
    return (short) ARRAY_SHORT.get(data, tuple + INFO) & SIZE_MASK;
  }

  static int info(byte[] data, int tuple) {
    return (short) ARRAY_SHORT.get(data, tuple + INFO) & 0xFFFF;
  }

  static void setInfo(byte[] data, int tuple, int info) {
    ARRAY_SHORT.set(data, tuple + INFO, (short) info);
  }

  static long tid(byte[] data, int tuple) {
    return ((int) ARRAY_INT.get(data, tuple + BLOCK) & 0xFFFFFFFFL) << 16
        | ((short) ARRAY_SHORT.get(data, tuple + OFFSET) & 0xFFFF);
  }

  static void setTid(byte[] data, int tuple, long tid) {
    ARRAY_INT.set(data, tuple + BLOCK, (int) (tid >>> 16));
    ARRAY_SHORT.set(data, tuple + OFFSET, (short) tid);
  }

  static void setChild(byte[] data, int tuple, long block) {
    ARRAY_INT.set(data, tuple + BLOCK, (int) block);
  }

  static long child(byte[] data, int tuple) {
    return (int) ARRAY_INT.get(data, tuple + BLOCK) & 0xFFFFFFFFL;
  }

  /** Turns the header into that of a pivot of {@code size} bytes; keeps HAS_NULLS as given. */
  static void setPivot(
      byte[] data, int tuple, int size, int attributes, boolean nulls, boolean tid) {
    setInfo(data, tuple, size | PIVOT | (nulls ? HAS_NULLS : 0));
    ARRAY_SHORT.set(data, tuple + OFFSET, (short) (attributes | (tid ? HAS_TID : 0)));
  }
}
