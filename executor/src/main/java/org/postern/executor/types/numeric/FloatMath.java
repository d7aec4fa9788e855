package org.postern.executor.types.numeric;

import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Operators and functions of float4 and float8. An infinite result of finite operands is an
 * overflow, a zero result of non-zero factors an underflow; both are errors.
 */
public final class FloatMath {
  private FloatMath() {}

  static SqlException overflow() {
    return SqlException.error(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: overflow");
  }

  static SqlException underflow() {
    return SqlException.error(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: underflow");
  }

  static double checkOverflow(double result, boolean infinityExpected) {
    if (Double.isInfinite(result) && !infinityExpected) {
      throw overflow();
    }
    return result;
  }

  private static boolean infinite(double left, double right) {
    return Double.isInfinite(left) || Double.isInfinite(right);
  }

  public static double add(double left, double right) {
    return checkOverflow(left + right, infinite(left, right));
  }

  public static double subtract(double left, double right) {
    return checkOverflow(left - right, infinite(left, right));
  }

  public static double multiply(double left, double right) {
    return checkProduct(left * right, left, right);
  }

  private static double checkProduct(double result, double left, double right) {
    checkOverflow(result, infinite(left, right));
    if (result == 0 && left != 0 && right != 0) {
      throw underflow();
    }
    return result;
  }

  public static double divide(double left, double right) {
    return checkQuotient(left / right, left, right);
  }

  private static double checkQuotient(double result, double left, double right) {
    if (right == 0 && !Double.isNaN(left)) {
      throw NumericArithmetic.divisionByZero();
    }
    checkOverflow(result, Double.isInfinite(left));
    if (result == 0 && left != 0 && !Double.isInfinite(right)) {
      throw underflow();
    }
    return result;
  }

  public static double addFloat4(double left, double right) {
    return checkOverflow((float) left + (float) right, infinite(left, right));
  }

  public static double subtractFloat4(double left, double right) {
    return checkOverflow((float) left - (float) right, infinite(left, right));
  }

  public static double multiplyFloat4(double left, double right) {
    return checkProduct((float) left * (float) right, left, right);
  }

  public static double divideFloat4(double left, double right) {
    return checkQuotient((float) left / (float) right, left, right);
  }

  public static double negate(double value) {
    return -value;
  }

  public static double abs(double value) {
    return Math.abs(value);
  }

  public static double round(double value) {
    return Math.rint(value);
  }

  public static double ceil(double value) {
    return Math.ceil(value);
  }

  public static double floor(double value) {
    return Math.floor(value);
  }

  public static double trunc(double value) {
    return value >= 0 ? Math.floor(value) : -Math.floor(-value);
  }

  public static double sign(double value) {
    return value > 0 ? 1 : value < 0 ? -1 : 0;
  }

  public static double sqrt(double value) {
    if (value < 0) {
      throw powerError("cannot take square root of a negative number");
    }
    return Math.sqrt(value);
  }

  public static double cbrt(double value) {
    return Math.cbrt(value);
  }

  private static SqlException powerError(String message) {
    return SqlException.error(SqlState.INVALID_ARGUMENT_FOR_POWER_FUNCTION, message);
  }

  public static double power(double base, double exponent) {
    if (Double.isNaN(base) || Double.isNaN(exponent)) {
      boolean one = base == 1 || exponent == 0;
      return one ? 1 : Double.NaN;
    }
    if (base == 0 && exponent < 0) {
      throw powerError("zero raised to a negative power is undefined");
    }
    if (base < 0 && !Double.isInfinite(exponent) && Math.floor(exponent) != exponent) {
      throw powerError("a negative number raised to a non-integer power yields a complex result");
    }
    // Unlike Java, C has 1 and -1 to the power of infinity as 1.
    if (Double.isInfinite(exponent) && Math.abs(base) == 1) {
      return 1;
    }
    double result = Math.pow(base, exponent);
    if (infinite(base, exponent)) {
      return result;
    }
    if (Double.isInfinite(result)) {
      throw overflow();
    }
    if (result == 0 && base != 0) {
      throw underflow();
    }
    return result;
  }

  public static double exp(double value) {
    double result = Math.exp(value);
    if (Double.isInfinite(value) || Double.isNaN(value)) {
      return result;
    }
    if (result == 0) {
      throw underflow();
    }
    return checkOverflow(result, false);
  }

  private static void requirePositive(double value) {
    if (value == 0) {
      throw SqlException.error(
          SqlState.INVALID_ARGUMENT_FOR_LOGARITHM, "cannot take logarithm of zero");
    }
    if (value < 0) {
      throw SqlException.error(
          SqlState.INVALID_ARGUMENT_FOR_LOGARITHM, "cannot take logarithm of a negative number");
    }
  }

  public static double ln(double value) {
    requirePositive(value);
    return Math.log(value);
  }

  public static double log10(double value) {
    requirePositive(value);
    return Math.log10(value);
  }

  /** Float to integer: to the nearest, ties to even. */
  public static long toInt8(double value) {
    double rounded = Math.rint(value);
    if (Double.isNaN(rounded) || rounded < -0x1p63 || rounded >= 0x1p63) {
      throw IntegerMath.outOfRange("bigint");
    }
    return (long) rounded;
  }

  public static long toInt4(double value) {
    double rounded = Math.rint(value);
    if (Double.isNaN(rounded) || rounded < -0x1p31 || rounded >= 0x1p31) {
      throw IntegerMath.outOfRange("integer");
    }
    return (long) rounded;
  }

  public static long toInt2(double value) {
    double rounded = Math.rint(value);
    if (Double.isNaN(rounded) || rounded < -0x1p15 || rounded >= 0x1p15) {
      throw IntegerMath.outOfRange("smallint");
    }
    return (long) rounded;
  }

  /** float8 to float4. */
  public static double toFloat4(double value) {
    float result = (float) value;
    if (Float.isInfinite(result) && !Double.isInfinite(value)) {
      throw overflow();
    }
    if (result == 0 && value != 0) {
      throw underflow();
    }
    return result;
  }

  /** int8 or int4 to float4. */
  public static double longToFloat4(long value) {
    return (float) value;
  }

  public static long widthBucket(double operand, double low, double high, long count) {
    if (count <= 0) {
      throw NumericCasts.bucketError("count must be greater than zero");
    }
    if (Double.isNaN(operand) || Double.isNaN(low) || Double.isNaN(high)) {
      throw NumericCasts.bucketError("operand, lower bound, and upper bound cannot be NaN");
    }
    if (infinite(low, high)) {
      throw NumericCasts.bucketError("lower and upper bounds must be finite");
    }
    if (low == high) {
      throw NumericCasts.bucketError("lower bound cannot equal upper bound");
    }
    boolean rising = low < high;
    double from = rising ? low : operand;
    double to = rising ? operand : low;
    if (to < from) {
      return 0;
    }
    if (rising ? operand >= high : operand <= high) {
      return IntegerMath.addInt4(count, 1);
    }
    double span = rising ? high - low : low - high;
    double halfSpan = rising ? high / 2 - low / 2 : low / 2 - high / 2;
    double part = Double.isInfinite(span) ? (to / 2 - from / 2) / halfSpan : (to - from) / span;
    return (long) (count * part) + 1;
  }
}
