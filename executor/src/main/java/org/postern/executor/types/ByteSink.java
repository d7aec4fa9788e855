package org.postern.executor.types;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing byte buffer that types write their text and binary forms into. Multi-byte integers are
 * big-endian, as on the wire. It is reused from row to row with {@link #reset()}.
 */
public final class ByteSink {
  private byte[] bytes;
  private int length;

  public ByteSink() {
    this(64);
  }

  public ByteSink(int capacity) {
    this.bytes = new byte[Math.max(capacity, 16)];
  }

  /** The backing array, valid up to {@link #length()} until the next write. */
  public byte[] array() {
    return bytes;
  }

  public int length() {
    return length;
  }

  public void reset() {
    length = 0;
  }

  /** Forgets what was written after {@code newLength}. */
  public void truncate(int newLength) {
    assert newLength <= length;
    length = newLength;
  }

  /** Makes room for {@code count} bytes and returns where they begin; they count as written. */
  public int reserve(int count) {
    int needed = length + count;
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
    }
    int at = length;
    length = needed;
    return at;
  }

  public ByteSink put(int value) {
    int at = reserve(1);
    bytes[at] = (byte) value;
    return this;
  }

  public ByteSink put(byte[] source, int offset, int count) {
    int at = reserve(count);
    System.arraycopy(source, offset, bytes, at, count);
    return this;
  }

  public ByteSink put(Slice slice) {
    return put(slice.base(), slice.offset(), slice.length());
  }

  /** Writes characters that are all below 128. */
  public ByteSink putAscii(String text) {
    int count = text.length();
    int at = reserve(count);
    for (int i = 0; i < count; i++) {
      bytes[at + i] = (byte) text.charAt(i);
    }
    return this;
  }

  public ByteSink putUtf8(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    return put(encoded, 0, encoded.length);
  }

  public ByteSink putShort(int value) {
    int at = reserve(2);
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
    return this;
  }

  public ByteSink putInt(int value) {
    int at = reserve(4);
    setInt(at, value);
    return this;
  }

  /** Overwrites four bytes already written, for lengths known only afterwards. */
  public void setInt(int at, int value) {
    bytes[at] = (byte) (value >> 24);
    bytes[at + 1] = (byte) (value >> 16);
    bytes[at + 2] = (byte) (value >> 8);
    bytes[at + 3] = (byte) value;
  }

  public ByteSink putLong(long value) {
    putInt((int) (value >> 32));
    return putInt((int) value);
  }

  /** Writes {@code value} in decimal digits. */
  public ByteSink putDecimal(long value) {
    if (value == Long.MIN_VALUE) {
      return putAscii("-9223372036854775808");
    }
    if (value < 0) {
      put('-');
      value = -value;
    }
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    int at = reserve(digits) + digits;
    long rest = value;
    for (int i = 0; i < digits; i++) {
      bytes[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return this;
  }

  /** Writes a non-negative {@code value} in at least {@code width} digits, with leading zeros. */
  public ByteSink putPadded(long value, int width) {
    long limit = 1;
    for (int i = 1; i < width; i++) {
      limit *= 10;
    }
    for (; limit > 1 && value < limit; limit /= 10) {
      put('0');
    }
    return putDecimal(value);
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** A copy of what was written. */
  public Slice toSlice() {
    return Slice.of(toBytes());
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
