package org.postern.executor.types;

import java.util.Arrays;

/**
 * A string of bits, first bit in the highest bit of the first byte; the unused bits of the last
 * byte are zero, so that equal strings have equal bytes.
 */
public final class BitString implements Comparable<BitString> {
  private final int length;
  private final byte[] bytes;

  /** Takes the array over; it is cut or widened to {@code length} bits and its tail cleared. */
  public BitString(int length, byte[] bytes) {
    this.length = length;
    int size = (length + 7) / 8;
    this.bytes = bytes.length == size ? bytes : Arrays.copyOf(bytes, size);
    if (length % 8 != 0) {
      this.bytes[size - 1] &= (byte) (0xFF << (8 - length % 8));
    }
  }

  /** The number of bits. */
  public int length() {
    return length;
  }

  /** The shared bytes: read only. */
  public byte[] bytes() {
    return bytes;
  }

  public boolean bit(int index) {
    return (bytes[index / 8] & (0x80 >> index % 8)) != 0;
  }

  /** By bytes, then by length, as PostgreSQL orders bit strings. */
  @Override
  public int compareTo(BitString other) {
    int byBytes =
        Arrays.compareUnsigned(
            bytes,
            0,
            Math.min(bytes.length, other.bytes.length),
            other.bytes,
            0,
            Math.min(bytes.length, other.bytes.length));
    return byBytes != 0 ? byBytes : Integer.compare(length, other.length);
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof BitString other
        && length == other.length
        && Arrays.equals(bytes, other.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes) * 31 + length;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(bit(i) ? '1' : '0');
    }
    return text.toString();
  }
}
