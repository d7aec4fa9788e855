package org.postern.storage.tuple;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The headers in front of values of variable length, as PostgreSQL writes them on little-endian
 * machines.
 *
 * <pre>
 * first byte   form
 * xxxxxx00     4-byte header, length (with header) in the upper 30 bits, payload as it is
 * xxxxxx10     4-byte header, raw length (4 bytes, upper 2 bits: method), compressed bytes
 * xxxxxxx1     1-byte header, length (with header) in the upper 7 bits
 * 00000001     1-byte header of a pointer: tag byte, then the {@link ToastPointer} body
 * </pre>
 *
 * <p>A padding byte is zero and no header's first byte at an unaligned position is, so a reader
 * finds out by itself whether padding stands before a value.
 */
public final class Varlena {
  public static final int HEADER = 4;
  public static final int SHORT_HEADER = 1;
  public static final int MAX_SHORT = 0x7f;
  public static final int COMPRESSED_HEADER = 8;
  public static final int EXTERNAL_MARK = 0x01;

  /** Longest value, header included. */
  public static final int MAX_LENGTH = 0x3fffffff;

  static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Varlena() {}

  public static boolean isShort(byte[] b, int at) {
    return (b[at] & 1) != 0 && b[at] != EXTERNAL_MARK;
  }

  public static boolean isExternal(byte[] b, int at) {
    return b[at] == EXTERNAL_MARK;
  }

  public static boolean isCompressed(byte[] b, int at) {
    return (b[at] & 3) == 2;
  }

  /** Whether the payload stands right behind the header, neither compressed nor moved out. */
  public static boolean isPlain(byte[] b, int at) {
    return (b[at] & 3) == 0 || isShort(b, at);
  }

  /** The bytes this value takes in the tuple, header included. */
  public static int size(byte[] b, int at) {
    byte first = b[at];
    if ((first & 1) == 0) {
      return ((int) INT.get(b, at) >>> 2);
    }
    return first == EXTERNAL_MARK ? ToastPointer.SIZE : (first >> 1) & 0x7f;
  }

  public static int headerSize(byte[] b, int at) {
    return (b[at] & 1) == 0 ? HEADER : SHORT_HEADER;
  }

  /** The length the value has once it is decompressed and fetched, without header. */
  public static int rawLength(byte[] b, int at) {
    if (isExternal(b, at)) {
      return ToastPointer.rawLength(b, at);
    }
    if (isCompressed(b, at)) {
      return (int) INT.get(b, at + HEADER) & MAX_LENGTH;
    }
    return size(b, at) - headerSize(b, at);
  }

  /** Writes the 4-byte header of a plain value; {@code size} includes the header. */
  public static void putHeader(byte[] b, int at, int size) {
    INT.set(b, at, size << 2);
  }

  /** Writes the 8-byte header of a compressed value; {@code size} includes the header. */
  public static void putCompressedHeader(byte[] b, int at, int size, int rawLength, int method) {
    INT.set(b, at, size << 2 | 2);
    INT.set(b, at + HEADER, rawLength | method << 30);
  }

  /** The compression method's number in a compressed value's header. */
  public static int compressionMethod(byte[] b, int at) {
    return (int) INT.get(b, at + HEADER) >>> 30;
  }

  /** Writes the 1-byte header; {@code size} includes the header. */
  public static void putShortHeader(byte[] b, int at, int size) {
    b[at] = (byte) (size << 1 | 1);
  }
}
