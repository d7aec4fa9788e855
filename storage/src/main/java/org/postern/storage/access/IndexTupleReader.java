package org.postern.storage.access;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads the columns of an index tuple in a byte array: {@link #reset}, then any column. Positions
 * are computed once per tuple, up to the furthest column asked for.
 */
public final class IndexTupleReader {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final IndexLayout layout;
  private final int[] start;
  private final int[] length;
  private byte[] data;
  private int base;
  private int nullBits;
  private int known;
  private int end;

  public IndexTupleReader(IndexLayout layout) {
    this.layout = layout;
    this.start = new int[layout.columnCount()];
    this.length = new int[layout.columnCount()];
  }

  /** Points the reader at the tuple that begins at {@code offset}. */
  public void reset(byte[] tuple, int offset) {
    data = tuple;
    base = offset;
    int info = (short) SHORT.get(tuple, offset + IndexTupleBuilder.INFO_OFFSET);
    known = 0;
    if ((info & IndexTupleBuilder.INFO_HAS_NULLS) != 0) {
      nullBits = (int) INT.get(tuple, offset + IndexLayout.HEADER_SIZE);
      end = IndexLayout.HEADER_SIZE_WITH_NULLS;
    } else {
      nullBits = 0;
      end = IndexLayout.HEADER_SIZE;
    }
  }

  public byte[] data() {
    return data;
  }

  public boolean isNull(int column) {
    return (nullBits & 1 << column) != 0;
  }

  public boolean hasNulls() {
    return nullBits != 0;
  }

  public long getLong(int column) {
    int at = offset(column);
    KeyKind kind = layout.column(column).kind();
    return switch (kind) {
      case INT2 -> (short) SHORT.get(data, at);
      case INT4 -> (int) INT.get(data, at);
      case OID -> (int) INT.get(data, at) & 0xFFFFFFFFL;
      case INT8 -> (long) LONG.get(data, at);
      case BOOL, CHAR -> data[at];
      case TID ->
          ((int) INT.get(data, at) & 0xFFFFFFFFL) << 16
              | ((short) SHORT.get(data, at + 4) & 0xFFFF);
      case FLOAT4, FLOAT8, BYTES, NAME, UUID, CUSTOM ->
          throw new IllegalArgumentException("not an integer column: kind=" + kind);
    };
  }

  public double getDouble(int column) {
    int at = offset(column);
    KeyKind kind = layout.column(column).kind();
    return switch (kind) {
      case FLOAT4 -> Float.intBitsToFloat((int) INT.get(data, at));
      case FLOAT8 -> Double.longBitsToDouble((long) LONG.get(data, at));
      case INT2, INT4, INT8, OID, BOOL, CHAR, TID, BYTES, NAME, UUID, CUSTOM ->
          throw new IllegalArgumentException("not a float column: kind=" + kind);
    };
  }

  /** Index into {@link #data} of the payload of a column that is not null. */
  public int offset(int column) {
    assert !isNull(column) : "column=" + column;
    locate(column);
    return start[column];
  }

  /** Length of the payload of a column that is not null. */
  public int length(int column) {
    locate(column);
    return length[column];
  }

  private void locate(int column) {
    for (int i = known; i <= column; i++) {
      if (isNull(i)) {
        continue;
      }
      IndexColumn target = layout.column(i);
      if (target.length() >= 0) {
        end = IndexLayout.align(end, target.align());
        start[i] = base + end;
        length[i] = target.length();
        end += target.length();
        continue;
      }
      int first = data[base + end];
      if (first == 0) {
        // Padding: no header byte is zero, so an aligned four-byte header follows.
        end = IndexLayout.align(end, 4);
        first = data[base + end];
      }
      if ((first & 1) != 0) {
        length[i] = ((first & 0xFF) >>> 1) - 1;
        start[i] = base + end + 1;
        end += length[i] + 1;
      } else {
        length[i] = ((int) INT.get(data, base + end) >>> 2) - 4;
        start[i] = base + end + 4;
        end += length[i] + 4;
      }
    }
    known = Math.max(known, column + 1);
  }
}
