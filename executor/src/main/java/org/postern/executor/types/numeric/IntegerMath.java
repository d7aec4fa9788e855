package org.postern.executor.types.numeric;

import java.math.BigInteger;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Operators and functions of int2, int4 and int8, with overflow checks. A mixed operation is of the
 * larger type; it is the one whose methods the caller uses.
 *
 * <p>Source: PostgreSQL documentation, section 9.3 "Mathematical Functions and Operators".
 */
public final class IntegerMath {
  private IntegerMath() {}

  public static SqlException outOfRange(String type) {
    return SqlException.error(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "%s out of range", type);
  }

  public static long checkInt2(long value) {
    if (value != (short) value) {
      throw outOfRange("smallint");
    }
    return value;
  }

  public static long checkInt4(long value) {
    if (value != (int) value) {
      throw outOfRange("integer");
    }
    return value;
  }

  public static long addInt2(long left, long right) {
    return checkInt2(left + right);
  }

  public static long addInt4(long left, long right) {
    return checkInt4(left + right);
  }

  public static long addInt8(long left, long right) {
    long sum = left + right;
    if (((left ^ sum) & (right ^ sum)) < 0) {
      throw outOfRange("bigint");
    }
    return sum;
  }

  public static long subtractInt2(long left, long right) {
    return checkInt2(left - right);
  }

  public static long subtractInt4(long left, long right) {
    return checkInt4(left - right);
  }

  public static long subtractInt8(long left, long right) {
    long difference = left - right;
    if (((left ^ right) & (left ^ difference)) < 0) {
      throw outOfRange("bigint");
    }
    return difference;
  }

  public static long multiplyInt2(long left, long right) {
    return checkInt2(left * right);
  }

  public static long multiplyInt4(long left, long right) {
    return checkInt4(left * right);
  }

  public static long multiplyInt8(long left, long right) {
    long low = left * right;
    if (Math.multiplyHigh(left, right) != low >> 63) {
      throw outOfRange("bigint");
    }
    return low;
  }

  private static void requireDivisor(long right) {
    if (right == 0) {
      throw NumericArithmetic.divisionByZero();
    }
  }

  public static long divideInt2(long left, long right) {
    requireDivisor(right);
    return checkInt2(left / right);
  }

  public static long divideInt4(long left, long right) {
    requireDivisor(right);
    return checkInt4(left / right);
  }

  public static long divideInt8(long left, long right) {
    requireDivisor(right);
    if (right == -1 && left == Long.MIN_VALUE) {
      throw outOfRange("bigint");
    }
    return left / right;
  }

  /** For all three sizes: the result is never larger than the operands. */
  public static long remainder(long left, long right) {
    requireDivisor(right);
    return left % right;
  }

  public static long negateInt2(long value) {
    return checkInt2(-value);
  }

  public static long negateInt4(long value) {
    return checkInt4(-value);
  }

  public static long negateInt8(long value) {
    if (value == Long.MIN_VALUE) {
      throw outOfRange("bigint");
    }
    return -value;
  }

  public static long absInt2(long value) {
    return checkInt2(Math.abs(value));
  }

  public static long absInt4(long value) {
    return checkInt4(Math.abs(value));
  }

  public static long absInt8(long value) {
    return value < 0 ? negateInt8(value) : value;
  }

  public static long gcdInt4(long left, long right) {
    return checkInt4(gcd(left, right));
  }

  public static long gcdInt8(long left, long right) {
    long result = gcd(left, right);
    if (result < 0) {
      throw outOfRange("bigint");
    }
    return result;
  }

  private static long gcd(long left, long right) {
    long a = left;
    long b = right;
    while (b != 0) {
      long rest = a % b;
      a = b;
      b = rest;
    }
    return Math.abs(a);
  }

  public static long lcmInt4(long left, long right) {
    if (left == 0 || right == 0) {
      return 0;
    }
    return checkInt4(Math.abs(left / gcd(left, right) * right));
  }

  public static long lcmInt8(long left, long right) {
    if (left == 0 || right == 0) {
      return 0;
    }
    BigInteger a = BigInteger.valueOf(left);
    BigInteger b = BigInteger.valueOf(right);
    BigInteger result = a.divide(a.gcd(b)).multiply(b).abs();
    if (result.bitLength() > 63) {
      throw outOfRange("bigint");
    }
    return result.longValue();
  }

  public static long and(long left, long right) {
    return left & right;
  }

  public static long or(long left, long right) {
    return left | right;
  }

  public static long xor(long left, long right) {
    return left ^ right;
  }

  public static long not(long value) {
    return ~value;
  }

  /** Only the low five bits of the count matter, as in C on the usual machines. */
  public static long shiftLeftInt2(long value, long count) {
    return (short) ((int) value << (int) count);
  }

  public static long shiftLeftInt4(long value, long count) {
    return (int) value << (int) count;
  }

  public static long shiftLeftInt8(long value, long count) {
    return value << count;
  }

  public static long shiftRightInt4(long value, long count) {
    return (int) value >> (int) count;
  }

  /** As int4: the value is widened first. */
  public static long shiftRightInt2(long value, long count) {
    return shiftRightInt4(value, count);
  }

  public static long shiftRightInt8(long value, long count) {
    return value >> count;
  }

  public static long smaller(long left, long right) {
    return Math.min(left, right);
  }

  public static long larger(long left, long right) {
    return Math.max(left, right);
  }

  /** int8 or int4 to oid. */
  public static long int8ToOid(long value) {
    if (value != (value & 0xFFFFFFFFL)) {
      throw outOfRange("OID");
    }
    return value;
  }

  /** int4 and oid share their bits. */
  public static long int4ToOid(long value) {
    return value & 0xFFFFFFFFL;
  }

  public static long oidToInt4(long value) {
    return (int) value;
  }

  public static long int4ToBool(long value) {
    return value != 0 ? 1 : 0;
  }

  /** int4 to "char". */
  public static long int4ToSingleChar(long value) {
    if (value != (byte) value) {
      throw outOfRange("\"char\"");
    }
    return value;
  }

  /** Whether right is added to left in a window's RANGE frame and the like: see in_range. */
  public static boolean inRange(
      long value, long base, long offset, boolean subtract, boolean less) {
    if (offset < 0) {
      throw SqlException.error(
          SqlState.INVALID_PRECEDING_OR_FOLLOWING_SIZE,
          "invalid preceding or following size in window function");
    }
    long signed = subtract ? -offset : offset;
    long bound = base + signed;
    if (((base ^ bound) & (signed ^ bound)) < 0) {
      return subtract != less;
    }
    return less ? value <= bound : value >= bound;
  }
}
