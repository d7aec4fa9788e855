package org.postern.executor.types;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * An immutable range of bytes: the scalar of every {@link Physical#BYTES} type.
 *
 * <p>The bytes are shared, not copied, so whoever makes a slice must not change them afterwards.
 * Order is unsigned byte order, which for UTF-8 text is the order of the C collation.
 */
public final class Slice implements Comparable<Slice> {
  public static final Slice EMPTY = new Slice(new byte[0], 0, 0);

  private final byte[] base;
  private final int offset;
  private final int length;

  private Slice(byte[] base, int offset, int length) {
    this.base = base;
    this.offset = offset;
    this.length = length;
  }

  public static Slice of(byte[] base, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, base.length);
    return new Slice(base, offset, length);
  }

  public static Slice of(byte[] bytes) {
    return new Slice(bytes, 0, bytes.length);
  }

  public static Slice utf8(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The shared array: read only. */
  public byte[] base() {
    return base;
  }

  public int offset() {
    return offset;
  }

  public int length() {
    return length;
  }

  public boolean isEmpty() {
    return length == 0;
  }

  public byte at(int index) {
    assert index >= 0 && index < length : "index=" + index + ", length=" + length;
    return base[offset + index];
  }

  /** The byte at {@code index} as 0..255. */
  public int unsignedAt(int index) {
    return at(index) & 0xFF;
  }

  /** The bytes from {@code from} (inclusive) to {@code to} (exclusive), sharing the array. */
  public Slice slice(int from, int to) {
    Objects.checkFromToIndex(from, to, length);
    return from == 0 && to == length ? this : new Slice(base, offset + from, to - from);
  }

  public byte[] toBytes() {
    return Arrays.copyOfRange(base, offset, offset + length);
  }

  public int indexOf(Slice needle, int from) {
    int last = length - needle.length;
    for (int i = Math.max(from, 0); i <= last; i++) {
      if (Arrays.equals(
          base,
          offset + i,
          offset + i + needle.length,
          needle.base,
          needle.offset,
          needle.offset + needle.length)) {
        return i;
      }
    }
    return -1;
  }

  public boolean startsWith(Slice prefix) {
    return length >= prefix.length && slice(0, prefix.length).equals(prefix);
  }

  @Override
  public int compareTo(Slice other) {
    return Arrays.compareUnsigned(
        base, offset, offset + length, other.base, other.offset, other.offset + other.length);
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof Slice other
        && length == other.length
        && Arrays.equals(
            base, offset, offset + length, other.base, other.offset, other.offset + other.length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + base[i];
    }
    return hash;
  }

  /** The bytes decoded as UTF-8. */
  @Override
  public String toString() {
    return new String(base, offset, length, StandardCharsets.UTF_8);
  }
}
