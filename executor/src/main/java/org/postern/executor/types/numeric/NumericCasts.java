package org.postern.executor.types.numeric;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.postern.executor.types.Numeric;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Conversions between numeric, the integers and the floats, and width_bucket. */
public final class NumericCasts {
  private static final MathContext DOUBLE_DIGITS = new MathContext(15, RoundingMode.HALF_EVEN);
  private static final MathContext FLOAT_DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);

  private NumericCasts() {}

  public static Numeric fromLong(long value) {
    return Numeric.of(value, 0);
  }

  public static long toInt2(Numeric value) {
    return toInteger(value, "smallint", Short.MIN_VALUE, Short.MAX_VALUE);
  }

  public static long toInt4(Numeric value) {
    return toInteger(value, "integer", Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  public static long toInt8(Numeric value) {
    return toInteger(value, "bigint", Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private static long toInteger(Numeric value, String type, long min, long max) {
    if (!value.isFinite()) {
      throw SqlException.error(
          SqlState.FEATURE_NOT_SUPPORTED,
          "cannot convert %s to %s",
          value.isNan() ? "NaN" : "infinity",
          type);
    }
    BigInteger rounded = value.toBigDecimal().setScale(0, RoundingMode.HALF_UP).unscaledValue();
    if (rounded.bitLength() < 64) {
      long result = rounded.longValue();
      if (result >= min && result <= max) {
        return result;
      }
    }
    throw SqlException.error(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "%s out of range", type);
  }

  /** A float8 has 15 digits that can be trusted, and only those are taken. */
  public static Numeric fromDouble(double value) {
    return fromFloating(value, DOUBLE_DIGITS);
  }

  public static Numeric fromFloat(double value) {
    return fromFloating(value, FLOAT_DIGITS);
  }

  private static Numeric fromFloating(double value, MathContext digits) {
    if (Double.isNaN(value)) {
      return Numeric.NAN;
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? Numeric.POSITIVE_INFINITY : Numeric.NEGATIVE_INFINITY;
    }
    if (value == 0) {
      return Numeric.ZERO;
    }
    return Numeric.of(new BigDecimal(value).round(digits).stripTrailingZeros());
  }

  public static double toDouble(Numeric value) {
    if (!value.isFinite()) {
      return special(value);
    }
    double result = value.toBigDecimal().doubleValue();
    if (Double.isInfinite(result) || result == 0 && value.signum() != 0) {
      throw outOfRange(value, "double precision");
    }
    return result;
  }

  public static double toFloat(Numeric value) {
    if (!value.isFinite()) {
      return special(value);
    }
    float result = value.toBigDecimal().floatValue();
    if (Float.isInfinite(result) || result == 0 && value.signum() != 0) {
      throw outOfRange(value, "real");
    }
    return result;
  }

  private static double special(Numeric value) {
    return value.isNan() ? Double.NaN : value.signum() * Double.POSITIVE_INFINITY;
  }

  private static SqlException outOfRange(Numeric value, String type) {
    return SqlException.error(
        SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "\"%s\" is out of range for type %s", value, type);
  }

  /** The number of the histogram bucket that {@code operand} falls into. */
  public static long widthBucket(Numeric operand, Numeric low, Numeric high, long count) {
    if (count <= 0) {
      throw bucketError("count must be greater than zero");
    }
    if (operand.isNan() || low.isNan() || high.isNan()) {
      throw bucketError("operand, lower bound, and upper bound cannot be NaN");
    }
    if (low.isInfinite() || high.isInfinite()) {
      throw bucketError("lower and upper bounds must be finite");
    }
    int direction = low.compareTo(high);
    if (direction == 0) {
      throw bucketError("lower bound cannot equal upper bound");
    }
    int toLow = operand.compareTo(low) * (direction < 0 ? 1 : -1);
    int toHigh = operand.compareTo(high) * (direction < 0 ? 1 : -1);
    if (toLow < 0) {
      return 0;
    }
    if (toHigh >= 0) {
      if (count == Integer.MAX_VALUE) {
        throw SqlException.error(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "integer out of range");
      }
      return count + 1;
    }
    BigDecimal from = operand.toBigDecimal().subtract(low.toBigDecimal()).abs();
    BigDecimal span = high.toBigDecimal().subtract(low.toBigDecimal()).abs();
    return from.multiply(BigDecimal.valueOf(count)).divide(span, 0, RoundingMode.FLOOR).longValue()
        + 1;
  }

  static SqlException bucketError(String message) {
    return SqlException.error(SqlState.INVALID_ARGUMENT_FOR_WIDTH_BUCKET_FUNCTION, message);
  }
}
