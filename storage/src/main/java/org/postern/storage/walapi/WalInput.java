package org.postern.storage.walapi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A cursor over a record's data, the counterpart of {@link WalOutput}. Reading past the end throws
 * {@link IndexOutOfBoundsException}: the record's checksum was right, so the reader is wrong.
 */
public final class WalInput {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int end;
  private int position;

  public WalInput(byte[] bytes, int offset, int length) {
    if (offset < 0 || length < 0 || offset + length > bytes.length) {
      throw new IndexOutOfBoundsException("offset=" + offset + ", length=" + length);
    }
    this.bytes = bytes;
    this.position = offset;
    this.end = offset + length;
  }

  public int remaining() {
    return end - position;
  }

  /** The array that holds the data; the next byte is at {@link #position}. */
  public byte[] array() {
    return bytes;
  }

  public int position() {
    return position;
  }

  public WalInput skip(int count) {
    advance(count);
    return this;
  }

  /** One signed byte. */
  public int getByte() {
    return bytes[advance(1)];
  }

  public int getUnsignedByte() {
    return bytes[advance(1)] & 0xFF;
  }

  public int getShort() {
    return (short) SHORT.get(bytes, advance(2));
  }

  public int getUnsignedShort() {
    return (short) SHORT.get(bytes, advance(2)) & 0xFFFF;
  }

  public int getInt() {
    return (int) INT.get(bytes, advance(4));
  }

  public long getUnsignedInt() {
    return (int) INT.get(bytes, advance(4)) & 0xFFFFFFFFL;
  }

  public long getLong() {
    return (long) LONG.get(bytes, advance(8));
  }

  public long getVarLong() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int group = getUnsignedByte();
      value |= (long) (group & 0x7F) << shift;
      if (group < 0x80) {
        return value;
      }
    }
  }

  public byte[] getBytes(int count) {
    byte[] copy = new byte[count];
    System.arraycopy(bytes, advance(count), copy, 0, count);
    return copy;
  }

  /** Copies the next {@code count} bytes into a page. */
  public WalInput copyTo(MemorySegment target, long offset, int count) {
    int from = advance(count);
    MemorySegment.copy(bytes, from, target, ValueLayout.JAVA_BYTE, offset, count);
    return this;
  }

  private int advance(int count) {
    int at = position;
    if (count < 0 || end - at < count) {
      throw new IndexOutOfBoundsException("wanted=" + count + ", remaining=" + (end - at));
    }
    position = at + count;
    return at;
  }
}
