package org.postern.storage.walapi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A growing byte string to which a record's data is appended, little-endian. It is kept and reused,
 * so that building a record allocates nothing once it has grown.
 */
public final class WalOutput {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes;
  private int length;

  public WalOutput(int initialCapacity) {
    this.bytes = new byte[initialCapacity];
  }

  /** Forgets the content, keeps the room. */
  public WalOutput clear() {
    length = 0;
    return this;
  }

  public int length() {
    return length;
  }

  /** The backing array; valid up to {@link #length} until the next append. */
  public byte[] array() {
    return bytes;
  }

  public WalOutput putByte(int value) {
    room(1);
    bytes[length++] = (byte) value;
    return this;
  }

  public WalOutput putShort(int value) {
    room(2);
    SHORT.set(bytes, length, (short) value);
    length += 2;
    return this;
  }

  public WalOutput putInt(int value) {
    room(4);
    INT.set(bytes, length, value);
    length += 4;
    return this;
  }

  public WalOutput putLong(long value) {
    room(8);
    LONG.set(bytes, length, value);
    length += 8;
    return this;
  }

  /** An unsigned number in groups of seven bits, the lowest first. */
  public WalOutput putVarLong(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      putByte((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    return putByte((int) rest);
  }

  public WalOutput putBytes(byte[] source, int offset, int count) {
    room(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
    return this;
  }

  public WalOutput putBytes(byte[] source) {
    return putBytes(source, 0, source.length);
  }

  public WalOutput putBytes(MemorySegment source, long offset, int count) {
    room(count);
    MemorySegment.copy(source, ValueLayout.JAVA_BYTE, offset, bytes, length, count);
    length += count;
    return this;
  }

  /** Overwrites four bytes written before, such as a count known only at the end. */
  public WalOutput setInt(int position, int value) {
    if (position < 0 || position + 4 > length) {
      throw new IndexOutOfBoundsException("position=" + position + ", length=" + length);
    }
    INT.set(bytes, position, value);
    return this;
  }

  private void room(int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(length, count)));
    }
  }
}
