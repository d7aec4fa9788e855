package org.postern.executor.types.io;

import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.TypeIo;

/**
 * How a value inside an array or row is stored: LONG and DOUBLE values in their type's length,
 * little-endian; the others as a four-byte length and their bytes.
 */
final class ElementCodec {
  private ElementCodec() {}

  /** The width of numbers of a type; types longer than 8 bytes are not numbers. */
  private static int width(TypeInfo type) {
    return switch (type.length()) {
      case 1, 2, 4 -> type.length();
      default -> 8;
    };
  }

  static int length(Object value, TypeInfo type) {
    return switch (type.physical()) {
      case LONG, DOUBLE -> width(type);
      case BYTES -> 4 + ((Slice) value).length();
      case OBJECT -> 4 + type.io().storedLength(value);
    };
  }

  /** Returns the offset after the value. */
  static int store(Object value, TypeInfo type, byte[] base, int offset) {
    switch (type.physical()) {
      case LONG -> storeLong((Long) value, width(type), base, offset);
      case DOUBLE -> {
        double number = (Double) value;
        if (width(type) == 4) {
          Bytes.setInt(base, offset, Float.floatToRawIntBits((float) number));
        } else {
          Bytes.setLong(base, offset, Double.doubleToRawLongBits(number));
        }
      }
      case BYTES -> {
        Slice slice = (Slice) value;
        Bytes.setInt(base, offset, slice.length());
        System.arraycopy(slice.base(), slice.offset(), base, offset + 4, slice.length());
        return offset + 4 + slice.length();
      }
      case OBJECT -> {
        TypeIo io = type.io();
        int length = io.storedLength(value);
        Bytes.setInt(base, offset, length);
        io.store(value, base, offset + 4);
        return offset + 4 + length;
      }
    }
    return offset + width(type);
  }

  private static void storeLong(long value, int width, byte[] base, int offset) {
    switch (width) {
      case 1 -> base[offset] = (byte) value;
      case 2 -> Bytes.setShort(base, offset, (int) value);
      case 4 -> Bytes.setInt(base, offset, (int) value);
      default -> Bytes.setLong(base, offset, value);
    }
  }

  /** How many bytes the value at {@code offset} takes. */
  static int lengthAt(TypeInfo type, byte[] base, int offset) {
    return switch (type.physical()) {
      case LONG, DOUBLE -> width(type);
      case BYTES, OBJECT -> 4 + Bytes.getInt(base, offset);
    };
  }

  static Object load(TypeInfo type, byte[] base, int offset) {
    return switch (type.physical()) {
      case LONG -> loadLong(type, base, offset);
      case DOUBLE ->
          width(type) == 4
              ? (double) Float.intBitsToFloat(Bytes.getInt(base, offset))
              : Double.longBitsToDouble(Bytes.getLong(base, offset));
      case BYTES -> Slice.of(base, offset + 4, Bytes.getInt(base, offset));
      case OBJECT -> type.io().load(base, offset + 4, Bytes.getInt(base, offset));
    };
  }

  private static long loadLong(TypeInfo type, byte[] base, int offset) {
    return switch (width(type)) {
      case 1 -> base[offset];
      case 2 -> Bytes.getShort(base, offset);
      case 4 -> {
        int value = Bytes.getInt(base, offset);
        yield type.io().isUnsigned() ? value & 0xFFFFFFFFL : value;
      }
      default -> Bytes.getLong(base, offset);
    };
  }
}
