package org.postern.storage.access;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Forms one index tuple: {@link #reset}, one put per column in column order, then {@link #finish}.
 * The header stays zero except for the size and the null flag; the access method fills the rest.
 *
 * <p>Reusable; {@link #bytes} is overwritten by the next tuple.
 */
public final class IndexTupleBuilder {
  /** Longest payload with a one-byte varlena header. */
  static final int SHORT_PAYLOAD_MAX = 126;

  static final int INFO_OFFSET = 6;
  static final int INFO_SIZE_MASK = 0x1FFF;
  static final int INFO_HAS_NULLS = 0x8000;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final IndexLayout layout;
  private byte[] data = new byte[128];
  private int position;
  private int column;
  private int nullBits;
  private boolean finished;

  public IndexTupleBuilder(IndexLayout layout) {
    this.layout = layout;
    reset();
  }

  public IndexTupleBuilder reset() {
    position = IndexLayout.HEADER_SIZE_WITH_NULLS;
    column = 0;
    nullBits = 0;
    finished = false;
    return this;
  }

  public IndexTupleBuilder putNull() {
    assert column < layout.columnCount() : "column=" + column;
    nullBits |= 1 << column;
    column++;
    return this;
  }

  /** A value of a kind whose shape is LONG. */
  public IndexTupleBuilder putLong(long value) {
    IndexColumn target = next();
    int at = place(target.length(), target.align());
    switch (target.kind()) {
      case INT2 -> SHORT.set(data, at, (short) value);
      case INT4, OID -> INT.set(data, at, (int) value);
      case INT8 -> LONG.set(data, at, value);
      case BOOL, CHAR -> data[at] = (byte) value;
      case TID -> {
        INT.set(data, at, (int) (value >>> 16));
        SHORT.set(data, at + 4, (short) value);
      }
      case FLOAT4, FLOAT8, BYTES, NAME, UUID, CUSTOM ->
          throw new IllegalArgumentException("not an integer column: kind=" + target.kind());
    }
    return this;
  }

  /** A value of a kind whose shape is DOUBLE. */
  public IndexTupleBuilder putDouble(double value) {
    IndexColumn target = next();
    int at = place(target.length(), target.align());
    switch (target.kind()) {
      case FLOAT4 -> INT.set(data, at, Float.floatToRawIntBits((float) value));
      case FLOAT8 -> LONG.set(data, at, Double.doubleToRawLongBits(value));
      case INT2, INT4, INT8, OID, BOOL, CHAR, TID, BYTES, NAME, UUID, CUSTOM ->
          throw new IllegalArgumentException("not a float column: kind=" + target.kind());
    }
    return this;
  }

  /** A payload without length header; for a fixed-length column exactly its length. */
  public IndexTupleBuilder putBytes(byte[] source, int offset, int length) {
    IndexColumn target = next();
    if (target.length() >= 0) {
      if (length != target.length()) {
        throw new IllegalArgumentException(
            "payload length: length=" + length + ", column=" + target.length());
      }
      int at = place(length, target.align());
      System.arraycopy(source, offset, data, at, length);
      return this;
    }
    if (length <= SHORT_PAYLOAD_MAX) {
      int at = place(length + 1, 1);
      data[at] = (byte) ((length + 1) << 1 | 1);
      System.arraycopy(source, offset, data, at + 1, length);
      return this;
    }
    int at = place(length + 4, 4);
    INT.set(data, at, (length + 4) << 2);
    System.arraycopy(source, offset, data, at + 4, length);
    return this;
  }

  public IndexTupleBuilder putBytes(byte[] source) {
    return putBytes(source, 0, source.length);
  }

  /**
   * Completes the tuple and returns its length, a multiple of 8. Attributes are laid out behind the
   * longer header and moved down when there are no nulls; both headers are multiples of 8, so
   * alignment is kept.
   */
  public int finish() {
    if (column != layout.columnCount()) {
      throw new IllegalStateException("index tuple is incomplete: columns=" + column);
    }
    if (finished) {
      return position;
    }
    pad(IndexLayout.align(position, 8));
    if (nullBits == 0) {
      int shift = IndexLayout.HEADER_SIZE_WITH_NULLS - IndexLayout.HEADER_SIZE;
      System.arraycopy(
          data,
          IndexLayout.HEADER_SIZE_WITH_NULLS,
          data,
          IndexLayout.HEADER_SIZE,
          position - IndexLayout.HEADER_SIZE_WITH_NULLS);
      position -= shift;
    } else {
      LONG.set(data, IndexLayout.HEADER_SIZE, (long) nullBits & 0xFFFFFFFFL);
    }
    LONG.set(data, 0, 0L);
    // A tuple beyond 8 KiB never fits; its size field is meaningless, the length is not.
    int size = Math.min(position, INFO_SIZE_MASK & ~7);
    SHORT.set(data, INFO_OFFSET, (short) (size | (nullBits != 0 ? INFO_HAS_NULLS : 0)));
    finished = true;
    return position;
  }

  /** The finished tuple from index 0 on. */
  public byte[] bytes() {
    assert finished;
    return data;
  }

  public boolean hasNulls() {
    return nullBits != 0;
  }

  private IndexColumn next() {
    assert !finished;
    return layout.column(column++);
  }

  private int place(int size, int align) {
    int at = IndexLayout.align(position, align);
    pad(at);
    ensure(at + size);
    position = at + size;
    return at;
  }

  private void pad(int to) {
    ensure(to);
    while (position < to) {
      data[position++] = 0;
    }
  }

  private void ensure(int size) {
    if (size > data.length) {
      data = java.util.Arrays.copyOf(data, Math.max(size, data.length * 2));
    }
  }
}
