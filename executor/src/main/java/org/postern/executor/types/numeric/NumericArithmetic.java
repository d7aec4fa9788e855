package org.postern.executor.types.numeric;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.postern.executor.types.Numeric;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * The four operations and their kin on numeric. NaN absorbs everything; infinities follow IEEE.
 *
 * <p>Source: PostgreSQL documentation, section 9.3 "Mathematical Functions and Operators".
 */
public final class NumericArithmetic {
  private NumericArithmetic() {}

  static SqlException divisionByZero() {
    return SqlException.error(SqlState.DIVISION_BY_ZERO, "division by zero");
  }

  private static Numeric infinity(int sign) {
    return sign > 0 ? Numeric.POSITIVE_INFINITY : Numeric.NEGATIVE_INFINITY;
  }

  public static Numeric add(Numeric left, Numeric right) {
    if (left.isCompact() && right.isCompact()) {
      if (left.scale() == right.scale()) {
        long sum = left.unscaledLong() + right.unscaledLong();
        if (((left.unscaledLong() ^ sum) & (right.unscaledLong() ^ sum)) >= 0) {
          return Numeric.of(sum, left.scale());
        }
      }
      return Numeric.of(left.toBigDecimal().add(right.toBigDecimal()));
    }
    if (left.isFinite() && right.isFinite()) {
      return Numeric.of(left.toBigDecimal().add(right.toBigDecimal()));
    }
    if (left.isNan() || right.isNan()) {
      return Numeric.NAN;
    }
    if (left.isInfinite()) {
      return right.isInfinite() && left.signum() != right.signum() ? Numeric.NAN : left;
    }
    return right;
  }

  public static Numeric subtract(Numeric left, Numeric right) {
    if (left.isCompact() && right.isCompact() && left.scale() == right.scale()) {
      long difference = left.unscaledLong() - right.unscaledLong();
      if (((left.unscaledLong() ^ right.unscaledLong()) & (left.unscaledLong() ^ difference))
          >= 0) {
        return Numeric.of(difference, left.scale());
      }
    }
    return add(left, negate(right));
  }

  public static Numeric multiply(Numeric left, Numeric right) {
    int scale = left.scale() + right.scale();
    if (left.isCompact() && right.isCompact() && scale <= Numeric.MAX_SCALE) {
      long low = left.unscaledLong() * right.unscaledLong();
      long high = Math.multiplyHigh(left.unscaledLong(), right.unscaledLong());
      if (high == low >> 63) {
        return Numeric.of(low, scale);
      }
    }
    if (left.isFinite() && right.isFinite()) {
      BigDecimal product = left.toBigDecimal().multiply(right.toBigDecimal());
      return Numeric.of(
          scale <= Numeric.MAX_SCALE
              ? product
              : product.setScale(Numeric.MAX_SCALE, RoundingMode.HALF_UP));
    }
    if (left.isNan() || right.isNan() || left.signum() * right.signum() == 0) {
      return Numeric.NAN;
    }
    return infinity(left.signum() * right.signum());
  }

  public static Numeric divide(Numeric left, Numeric right) {
    if (left.isFinite() && right.isFinite()) {
      if (right.isZero() || right.signum() == 0) {
        throw divisionByZero();
      }
      BigDecimal dividend = left.toBigDecimal();
      BigDecimal divisor = right.toBigDecimal();
      int scale = NumericScale.divide(dividend, divisor);
      return Numeric.of(dividend.divide(divisor, scale, RoundingMode.HALF_UP));
    }
    if (left.isNan() || right.isNan()) {
      return Numeric.NAN;
    }
    if (left.isInfinite()) {
      if (right.isInfinite()) {
        return Numeric.NAN;
      }
      if (right.signum() == 0) {
        throw divisionByZero();
      }
      return infinity(left.signum() * right.signum());
    }
    return Numeric.ZERO;
  }

  /** div(): the quotient without its fraction, scale 0. */
  public static Numeric divideTruncated(Numeric left, Numeric right) {
    if (!left.isFinite() || !right.isFinite()) {
      return divide(left, right);
    }
    if (right.signum() == 0) {
      throw divisionByZero();
    }
    BigDecimal quotient = left.toBigDecimal().divide(right.toBigDecimal(), 0, RoundingMode.DOWN);
    return Numeric.of(quotient);
  }

  public static Numeric remainder(Numeric left, Numeric right) {
    if (left.isNan() || right.isNan()) {
      return Numeric.NAN;
    }
    if (left.isInfinite()) {
      if (!right.isInfinite() && right.signum() == 0) {
        throw divisionByZero();
      }
      return Numeric.NAN;
    }
    if (right.isInfinite()) {
      return left;
    }
    if (right.signum() == 0) {
      throw divisionByZero();
    }
    int scale = NumericScale.larger(left, right);
    if (left.isCompact() && right.isCompact() && left.scale() == right.scale()) {
      return Numeric.of(left.unscaledLong() % right.unscaledLong(), scale);
    }
    return Numeric.of(
        left.toBigDecimal().remainder(right.toBigDecimal()).setScale(scale, RoundingMode.DOWN));
  }

  public static Numeric negate(Numeric value) {
    if (value.isCompact()) {
      return Numeric.of(-value.unscaledLong(), value.scale());
    }
    if (value.isFinite()) {
      return Numeric.of(value.toBigDecimal().negate());
    }
    return value.isNan() ? value : infinity(-value.signum());
  }

  public static Numeric plus(Numeric value) {
    return value;
  }

  public static Numeric abs(Numeric value) {
    return value.signum() < 0 ? negate(value) : value;
  }

  public static Numeric sign(Numeric value) {
    return value.isNan() ? value : Numeric.of(value.signum());
  }

  public static Numeric increment(Numeric value) {
    return add(value, Numeric.ONE);
  }

  public static Numeric gcd(Numeric left, Numeric right) {
    if (!left.isFinite() || !right.isFinite()) {
      return Numeric.NAN;
    }
    int scale = NumericScale.larger(left, right);
    BigInteger a = unscaledAt(left, scale);
    BigInteger b = unscaledAt(right, scale);
    return Numeric.of(new BigDecimal(a.gcd(b), scale));
  }

  public static Numeric lcm(Numeric left, Numeric right) {
    if (!left.isFinite() || !right.isFinite()) {
      return Numeric.NAN;
    }
    int scale = NumericScale.larger(left, right);
    BigInteger a = unscaledAt(left, scale);
    BigInteger b = unscaledAt(right, scale);
    if (a.signum() == 0 || b.signum() == 0) {
      return Numeric.of(0, scale);
    }
    return Numeric.of(new BigDecimal(a.divide(a.gcd(b)).multiply(b).abs(), scale));
  }

  private static BigInteger unscaledAt(Numeric value, int scale) {
    return value.toBigDecimal().setScale(scale, RoundingMode.UNNECESSARY).unscaledValue();
  }

  public static Numeric factorial(long n) {
    if (n < 0) {
      throw SqlException.error(
          SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "factorial of a negative number is undefined");
    }
    if (n > 32177) {
      throw Numeric.overflow();
    }
    return Numeric.of(
        new BigDecimal(product(2, Math.max(n, 2)).divide(n < 2 ? BigInteger.TWO : BigInteger.ONE)));
  }

  /** Multiplies by halves, so that the big factors meet late. */
  private static BigInteger product(long from, long to) {
    if (to - from < 8) {
      BigInteger result = BigInteger.valueOf(from);
      for (long i = from + 1; i <= to; i++) {
        result = result.multiply(BigInteger.valueOf(i));
      }
      return result;
    }
    long middle = (from + to) >>> 1;
    return product(from, middle).multiply(product(middle + 1, to));
  }

  public static Numeric smaller(Numeric left, Numeric right) {
    return left.compareTo(right) < 0 ? left : right;
  }

  public static Numeric larger(Numeric left, Numeric right) {
    return left.compareTo(right) > 0 ? left : right;
  }
}
