package org.postern.protocol.copy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One row of COPY input: for each column the bytes of its value, or NULL.
 *
 * <p>The reader owns it and fills it anew for every row; bytes and offsets are valid until the
 * reader is asked for the next row or given more data.
 */
public final class CopyRow {
  private static final int NULL_LENGTH = -1;

  private byte[] data = new byte[0];
  private int[] offsets = new int[8];
  private int[] lengths = new int[8];
  private int count;

  CopyRow() {}

  void reset() {
    count = 0;
  }

  void data(byte[] bytes) {
    data = bytes;
  }

  void add(int offset, int length) {
    if (count == offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * count);
      lengths = Arrays.copyOf(lengths, 2 * count);
    }
    offsets[count] = offset;
    lengths[count++] = length;
  }

  void addNull() {
    add(0, NULL_LENGTH);
  }

  void setNull(int column) {
    lengths[column] = NULL_LENGTH;
  }

  /** Gives a column bytes that do not stand in the array of the others; rare, so it copies. */
  void setLiteral(int column, byte[] value) {
    int used = data.length;
    data = Arrays.copyOf(data, used + value.length);
    System.arraycopy(value, 0, data, used, value.length);
    offsets[column] = used;
    lengths[column] = value.length;
  }

  /** Moves all offsets by the same distance. */
  void shift(int distance) {
    for (int i = 0; i < count; i++) {
      offsets[i] += distance;
    }
  }

  public int count() {
    return count;
  }

  public boolean isNull(int column) {
    return lengths[column] == NULL_LENGTH;
  }

  /** The array that holds the values of all columns. */
  public byte[] data() {
    return data;
  }

  public int offset(int column) {
    return offsets[column];
  }

  /** Bytes of the value; -1 for NULL. */
  public int length(int column) {
    return lengths[column];
  }

  /** A copy of the value, null for NULL. */
  public byte[] copy(int column) {
    return isNull(column)
        ? null
        : Arrays.copyOfRange(data, offsets[column], offsets[column] + lengths[column]);
  }

  /** The value as text, null for NULL. */
  public String text(int column) {
    return isNull(column)
        ? null
        : new String(data, offsets[column], lengths[column], StandardCharsets.UTF_8);
  }
}
