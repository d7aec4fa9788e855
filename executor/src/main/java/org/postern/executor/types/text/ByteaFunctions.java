package org.postern.executor.types.text;

import org.postern.executor.types.Slice;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Functions of bytea that differ from those of text in counting bytes. */
public final class ByteaFunctions {
  private ByteaFunctions() {}

  public static Slice substring(Slice value, long start) {
    return value.slice((int) Math.clamp(start - 1, 0L, value.length()), value.length());
  }

  public static Slice substring(Slice value, long start, long count) {
    if (count < 0) {
      throw TextFunctions.negativeLength();
    }
    int from = (int) Math.clamp(start - 1, 0L, value.length());
    int to = (int) Math.clamp(start - 1 + count, 0L, value.length());
    return to <= from ? Slice.EMPTY : value.slice(from, to);
  }

  public static Slice overlay(Slice value, Slice with, long start, long count) {
    if (start <= 0) {
      throw TextFunctions.negativeLength();
    }
    if (start + count > Integer.MAX_VALUE) {
      throw SqlException.error(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "integer out of range");
    }
    Slice head = substring(value, 1, start - 1);
    return TextFunctions.concat(TextFunctions.concat(head, with), substring(value, start + count));
  }

  public static long position(Slice value, Slice needle) {
    return value.indexOf(needle, 0) + 1L;
  }

  private static SqlException index(long index, long last) {
    return SqlException.error(
        SqlState.ARRAY_SUBSCRIPT_ERROR, "index %d out of valid range, 0..%d", index, last);
  }

  public static long getByte(Slice value, long index) {
    if (index < 0 || index >= value.length()) {
      throw index(index, value.length() - 1);
    }
    return value.unsignedAt((int) index);
  }

  public static Slice setByte(Slice value, long index, long newValue) {
    if (index < 0 || index >= value.length()) {
      throw index(index, value.length() - 1);
    }
    byte[] bytes = value.toBytes();
    bytes[(int) index] = (byte) newValue;
    return Slice.of(bytes);
  }

  /** Bits of a bytea are counted from the lowest of the first byte. */
  public static long getBit(Slice value, long index) {
    if (index < 0 || index >= value.length() * 8L) {
      throw index(index, value.length() * 8L - 1);
    }
    return value.at((int) (index / 8)) >> index % 8 & 1;
  }

  public static Slice setBit(Slice value, long index, long newValue) {
    if (index < 0 || index >= value.length() * 8L) {
      throw index(index, value.length() * 8L - 1);
    }
    if (newValue != 0 && newValue != 1) {
      throw BitFunctions.newBitError();
    }
    byte[] bytes = value.toBytes();
    int mask = 1 << index % 8;
    int at = (int) (index / 8);
    bytes[at] = (byte) (newValue == 1 ? bytes[at] | mask : bytes[at] & ~mask);
    return Slice.of(bytes);
  }

  public static long bitCount(Slice value) {
    long count = 0;
    for (int i = 0; i < value.length(); i++) {
      count += Integer.bitCount(value.unsignedAt(i));
    }
    return count;
  }
}
