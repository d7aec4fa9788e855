package org.postern.executor.types.text;

import java.util.Arrays;
import org.postern.executor.types.BitString;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Operators, functions and casts of bit strings.
 *
 * <p>Source: PostgreSQL documentation, section 9.6 "Bit String Functions and Operators".
 */
public final class BitFunctions {
  private BitFunctions() {}

  static SqlException newBitError() {
    return SqlException.error(SqlState.INVALID_PARAMETER_VALUE, "new bit must be 0 or 1");
  }

  private static void requireSameLength(BitString left, BitString right, String verb) {
    if (left.length() != right.length()) {
      throw SqlException.error(
          SqlState.STRING_DATA_LENGTH_MISMATCH, "cannot %s bit strings of different sizes", verb);
    }
  }

  public static BitString and(BitString left, BitString right) {
    requireSameLength(left, right, "AND");
    byte[] bytes = left.bytes().clone();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] &= right.bytes()[i];
    }
    return new BitString(left.length(), bytes);
  }

  public static BitString or(BitString left, BitString right) {
    requireSameLength(left, right, "OR");
    byte[] bytes = left.bytes().clone();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] |= right.bytes()[i];
    }
    return new BitString(left.length(), bytes);
  }

  public static BitString xor(BitString left, BitString right) {
    requireSameLength(left, right, "XOR");
    byte[] bytes = left.bytes().clone();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= right.bytes()[i];
    }
    return new BitString(left.length(), bytes);
  }

  public static BitString not(BitString value) {
    byte[] bytes = value.bytes().clone();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ~bytes[i];
    }
    return new BitString(value.length(), bytes);
  }

  public static BitString shiftLeft(BitString value, long count) {
    return shift(value, count);
  }

  public static BitString shiftRight(BitString value, long count) {
    return shift(value, -count);
  }

  /** Keeps the length; positive counts move bits to the front. */
  private static BitString shift(BitString value, long count) {
    byte[] bytes = new byte[value.bytes().length];
    for (int i = 0; i < value.length(); i++) {
      long from = i + count;
      if (from >= 0 && from < value.length() && value.bit((int) from)) {
        bytes[i / 8] |= (byte) (0x80 >> i % 8);
      }
    }
    return new BitString(value.length(), bytes);
  }

  public static BitString concat(BitString left, BitString right) {
    int length = left.length() + right.length();
    byte[] bytes = Arrays.copyOf(left.bytes(), (length + 7) / 8);
    for (int i = 0; i < right.length(); i++) {
      if (right.bit(i)) {
        int at = left.length() + i;
        bytes[at / 8] |= (byte) (0x80 >> at % 8);
      }
    }
    return new BitString(length, bytes);
  }

  public static BitString substring(BitString value, long start) {
    return range(value, Math.max(start - 1, 0), value.length());
  }

  public static BitString substring(BitString value, long start, long count) {
    if (count < 0) {
      throw TextFunctions.negativeLength();
    }
    return range(value, Math.max(start - 1, 0), Math.min(start - 1 + count, value.length()));
  }

  private static BitString range(BitString value, long from, long to) {
    int length = (int) Math.max(to - from, 0);
    byte[] bytes = new byte[(length + 7) / 8];
    for (int i = 0; i < length; i++) {
      if (value.bit((int) from + i)) {
        bytes[i / 8] |= (byte) (0x80 >> i % 8);
      }
    }
    return new BitString(length, bytes);
  }

  public static BitString overlay(BitString value, BitString with, long start, long count) {
    if (start <= 0) {
      throw TextFunctions.negativeLength();
    }
    BitString head = substring(value, 1, start - 1);
    return concat(concat(head, with), substring(value, start + count));
  }

  public static BitString overlay(BitString value, BitString with, long start) {
    return overlay(value, with, start, with.length());
  }

  /** position(needle in value): 1-based, 0 if there is none. */
  public static long position(BitString value, BitString needle) {
    if (value.length() == 0) {
      return 0;
    }
    for (int i = 0; i + needle.length() <= value.length(); i++) {
      int j = 0;
      while (j < needle.length() && value.bit(i + j) == needle.bit(j)) {
        j++;
      }
      if (j == needle.length()) {
        return i + 1L;
      }
    }
    return 0;
  }

  public static long octetLength(BitString value) {
    return value.bytes().length;
  }

  public static long bitCount(BitString value) {
    long count = 0;
    for (byte b : value.bytes()) {
      count += Integer.bitCount(b & 0xFF);
    }
    return count;
  }

  private static int requireIndex(BitString value, long index) {
    if (index < 0 || index >= value.length()) {
      throw SqlException.error(
          SqlState.ARRAY_SUBSCRIPT_ERROR,
          "bit index %d out of valid range (0..%d)",
          index,
          value.length() - 1);
    }
    return (int) index;
  }

  public static long getBit(BitString value, long index) {
    return value.bit(requireIndex(value, index)) ? 1 : 0;
  }

  public static BitString setBit(BitString value, long index, long newValue) {
    int at = requireIndex(value, index);
    if (newValue != 0 && newValue != 1) {
      throw newBitError();
    }
    byte[] bytes = value.bytes().clone();
    int mask = 0x80 >> at % 8;
    bytes[at / 8] = (byte) (newValue == 1 ? bytes[at / 8] | mask : bytes[at / 8] & ~mask);
    return new BitString(value.length(), bytes);
  }

  /** bit(n): an explicit cast cuts or fills with zeros at the right. */
  public static BitString bit(BitString value, int typmod, boolean explicit) {
    if (typmod <= 0 || value.length() == typmod) {
      return value;
    }
    if (!explicit) {
      throw SqlException.error(
          SqlState.STRING_DATA_LENGTH_MISMATCH,
          "bit string length %d does not match type bit(%d)",
          value.length(),
          typmod);
    }
    return new BitString(typmod, Arrays.copyOf(value.bytes(), (typmod + 7) / 8));
  }

  public static BitString varbit(BitString value, int typmod, boolean explicit) {
    if (typmod <= 0 || value.length() <= typmod) {
      return value;
    }
    if (!explicit) {
      throw SqlException.error(
          SqlState.STRING_DATA_RIGHT_TRUNCATION_22001,
          "bit string too long for type bit varying(%d)",
          typmod);
    }
    return new BitString(typmod, Arrays.copyOf(value.bytes(), (typmod + 7) / 8));
  }

  /** int4 to bit(n): the low bits, with the sign repeated in front if there is room. */
  public static BitString fromInt4(long value, int typmod) {
    return fromInteger((int) value, typmod);
  }

  public static BitString fromInt8(long value, int typmod) {
    return fromInteger(value, typmod);
  }

  private static BitString fromInteger(long value, int typmod) {
    int length = typmod <= 0 ? 1 : typmod;
    byte[] bytes = new byte[(length + 7) / 8];
    for (int i = 0; i < length; i++) {
      int shift = Math.min(length - 1 - i, 63);
      if ((value >> shift & 1) != 0) {
        bytes[i / 8] |= (byte) (0x80 >> i % 8);
      }
    }
    return new BitString(length, bytes);
  }

  public static long toInt4(BitString value) {
    if (value.length() > 32) {
      throw SqlException.error(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "integer out of range");
    }
    return (int) toLong(value);
  }

  public static long toInt8(BitString value) {
    if (value.length() > 64) {
      throw SqlException.error(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "bigint out of range");
    }
    return toLong(value);
  }

  private static long toLong(BitString value) {
    long result = 0;
    for (int i = 0; i < value.length(); i++) {
      result = result << 1 | (value.bit(i) ? 1 : 0);
    }
    return result;
  }
}
