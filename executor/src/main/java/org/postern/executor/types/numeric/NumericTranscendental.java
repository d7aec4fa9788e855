package org.postern.executor.types.numeric;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.postern.executor.types.Numeric;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Roots, powers, exponentials and logarithms of numeric, rounded to the scale PostgreSQL would
 * choose.
 */
public final class NumericTranscendental {
  private static final int GUARD = 10;

  private NumericTranscendental() {}

  public static Numeric sqrt(Numeric value) {
    if (value.isNan()) {
      return value;
    }
    if (value.signum() < 0) {
      throw powerError("cannot take square root of a negative number");
    }
    if (value.isInfinite()) {
      return value;
    }
    BigDecimal number = value.toBigDecimal();
    int rootWeight = (NumericScale.weight(number) + 1) * 4 / 2 - 1;
    int scale = NumericScale.clamp(NumericScale.MIN_SIGNIFICANT - rootWeight, value.scale());
    BigInteger shifted =
        number.movePointRight(2 * (scale + 1)).setScale(0, RoundingMode.DOWN).toBigInteger();
    BigDecimal root = new BigDecimal(shifted.sqrt(), scale + 1);
    return Numeric.of(root.setScale(scale, RoundingMode.HALF_UP));
  }

  public static Numeric exp(Numeric value) {
    if (value.isNan()) {
      return value;
    }
    if (value.isInfinite()) {
      return value.signum() > 0 ? value : Numeric.ZERO;
    }
    BigDecimal number = value.toBigDecimal();
    double decimalWeight =
        Math.clamp(
            number.doubleValue() * NumericScale.LOG10_E,
            -(double) NumericScale.MAX_RESULT,
            NumericScale.MAX_RESULT);
    int scale =
        NumericScale.clamp(NumericScale.MIN_SIGNIFICANT - (int) decimalWeight, value.scale());
    return Numeric.of(expAt(number, scale));
  }

  private static BigDecimal expAt(BigDecimal number, int scale) {
    double approximate = number.doubleValue();
    if (Math.abs(approximate) >= NumericScale.MAX_RESULT * 3) {
      if (approximate > 0) {
        throw Numeric.overflow();
      }
      return BigDecimal.ZERO.setScale(scale);
    }
    int precision = Math.max(scale + (int) (approximate * NumericScale.LOG10_E), 0) + GUARD;
    return expTo(number, precision).setScale(scale, RoundingMode.HALF_UP);
  }

  /** e to the power {@code number} with about {@code precision} significant digits. */
  private static BigDecimal expTo(BigDecimal number, int precision) {
    int halvings = 0;
    double size = Math.abs(number.doubleValue());
    while (size > 0.01) {
      size /= 2;
      halvings++;
    }
    MathContext context = new MathContext(precision + GUARD + halvings);
    BigDecimal reduced = number.divide(new BigDecimal(BigInteger.ONE.shiftLeft(halvings)), context);
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal term = BigDecimal.ONE;
    BigDecimal enough = BigDecimal.ONE.movePointLeft(context.getPrecision());
    for (int i = 1; term.abs().compareTo(enough) > 0; i++) {
      term = term.multiply(reduced, context).divide(BigDecimal.valueOf(i), context);
      sum = sum.add(term, context);
    }
    for (int i = 0; i < halvings; i++) {
      sum = sum.multiply(sum, context);
    }
    return sum;
  }

  public static Numeric ln(Numeric value) {
    if (value.isNan()) {
      return value;
    }
    requirePositive(value);
    if (value.isInfinite()) {
      return value;
    }
    BigDecimal number = value.toBigDecimal();
    int scale =
        NumericScale.clamp(
            NumericScale.MIN_SIGNIFICANT - NumericScale.lnWeight(number), value.scale());
    return Numeric.of(lnAt(number, scale + GUARD).setScale(scale, RoundingMode.HALF_UP));
  }

  private static void requirePositive(Numeric value) {
    if (value.signum() == 0) {
      throw SqlException.error(
          SqlState.INVALID_ARGUMENT_FOR_LOGARITHM, "cannot take logarithm of zero");
    }
    if (value.signum() < 0) {
      throw SqlException.error(
          SqlState.INVALID_ARGUMENT_FOR_LOGARITHM, "cannot take logarithm of a negative number");
    }
  }

  /** ln(number) with {@code digits} digits after the point. */
  static BigDecimal lnAt(BigDecimal number, int digits) {
    // A double gives the first 15 digits; what is left of the number then lies so close to 1 that
    // the series for it gains thirty digits with each term.
    int exponent = number.precision() - number.scale();
    double mantissa = number.movePointLeft(exponent).doubleValue();
    boolean nearOne = number.subtract(BigDecimal.ONE).abs().doubleValue() < 0.1;
    BigDecimal first =
        nearOne
            ? BigDecimal.ZERO
            : new BigDecimal(Math.log(mantissa) + exponent * Math.log(10))
                .round(new MathContext(18));
    int precision = Math.max(digits, 0) + GUARD + 8;
    MathContext context = new MathContext(precision + 10);
    BigDecimal near = nearOne ? number : number.divide(expTo(first, precision + 10), context);
    BigDecimal z = near.subtract(BigDecimal.ONE).divide(near.add(BigDecimal.ONE), context);
    BigDecimal square = z.multiply(z, context);
    BigDecimal enough = BigDecimal.ONE.movePointLeft(precision);
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal power = z;
    for (int i = 1; power.abs().compareTo(enough) > 0; i += 2) {
      sum = sum.add(power.divide(BigDecimal.valueOf(i), context));
      power = power.multiply(square, context);
    }
    return first.add(sum.add(sum));
  }

  public static Numeric log10(Numeric value) {
    return log(Numeric.of(10), value);
  }

  public static Numeric log(Numeric base, Numeric value) {
    if (base.isNan() || value.isNan()) {
      return Numeric.NAN;
    }
    // With an infinity among them PostgreSQL looks for negative arguments before zeros.
    if (base.isInfinite() || value.isInfinite()) {
      requirePositive(base.signum() < 0 || value.signum() >= 0 ? base : value);
    }
    requirePositive(base);
    requirePositive(value);
    if (base.isInfinite()) {
      return value.isInfinite() ? Numeric.NAN : Numeric.ZERO;
    }
    if (value.isInfinite()) {
      return value;
    }
    BigDecimal b = base.toBigDecimal();
    BigDecimal n = value.toBigDecimal();
    int baseWeight = NumericScale.lnWeight(b);
    int valueWeight = NumericScale.lnWeight(n);
    int scale =
        NumericScale.clamp(
            NumericScale.MIN_SIGNIFICANT - (valueWeight - baseWeight),
            NumericScale.larger(base, value));
    int digits = scale + GUARD + Math.abs(valueWeight) + Math.abs(baseWeight);
    BigDecimal divisor = lnAt(b, digits * 2);
    if (divisor.signum() == 0) {
      throw NumericArithmetic.divisionByZero();
    }
    return Numeric.of(lnAt(n, digits * 2).divide(divisor, scale, RoundingMode.HALF_UP));
  }

  public static Numeric power(Numeric base, Numeric exponent) {
    if (!base.isFinite() || !exponent.isFinite()) {
      return specialPower(base, exponent);
    }
    if (base.signum() == 0 && exponent.signum() < 0) {
      throw powerError("zero raised to a negative power is undefined");
    }
    if (base.signum() < 0 && !isIntegral(exponent)) {
      throw powerError("a negative number raised to a non-integer power yields a complex result");
    }
    if (isIntegral(exponent)) {
      BigInteger whole = exponent.toBigDecimal().toBigInteger();
      if (whole.bitLength() < 32) {
        int scale = NumericScale.clamp(NumericScale.MIN_SIGNIFICANT, base.scale());
        return Numeric.of(integerPower(base.toBigDecimal(), whole.intValue(), scale));
      }
    }
    if (base.signum() == 0) {
      return Numeric.of(0, NumericScale.MIN_SIGNIFICANT);
    }
    boolean odd = base.signum() < 0 && exponent.toBigDecimal().toBigInteger().testBit(0);
    BigDecimal magnitude = base.toBigDecimal().abs();
    BigDecimal e = exponent.toBigDecimal();
    int lnWeight = NumericScale.lnWeight(magnitude);
    int roughScale = Math.max(8 - lnWeight, 0);
    double estimate = lnAt(magnitude, roughScale).multiply(e).doubleValue();
    if (Math.abs(estimate) > NumericScale.MAX_RESULT * 3.01) {
      if (estimate > 0) {
        throw Numeric.overflow();
      }
      return Numeric.of(0, NumericScale.MAX_DISPLAY);
    }
    int decimalWeight = (int) (estimate * NumericScale.LOG10_E);
    int scale =
        NumericScale.clamp(
            NumericScale.MIN_SIGNIFICANT - decimalWeight, NumericScale.larger(base, exponent));
    int digits = Math.max(scale + decimalWeight, 0) + Math.abs(lnWeight) + GUARD;
    int exponentDigits = Math.max(e.precision() - e.scale(), 0);
    BigDecimal product = lnAt(magnitude, digits + exponentDigits).multiply(e);
    BigDecimal result = expAt(product, scale);
    return Numeric.of(odd ? result.negate() : result);
  }

  private static BigDecimal integerPower(BigDecimal base, int exponent, int scale) {
    if (exponent == 0) {
      return BigDecimal.ONE.setScale(scale);
    }
    if (exponent == 1) {
      return base.setScale(scale, RoundingMode.HALF_UP);
    }
    if (exponent == -1) {
      return BigDecimal.ONE.divide(base, scale, RoundingMode.HALF_UP);
    }
    if (exponent == 2) {
      return base.multiply(base).setScale(scale, RoundingMode.HALF_UP);
    }
    if (base.signum() == 0) {
      return BigDecimal.ZERO.setScale(scale);
    }
    double weight = exponent * log10Of(base.abs());
    if (weight > Numeric.MAX_INTEGER_DIGITS) {
      throw Numeric.overflow();
    }
    if (weight + 1 < -scale || weight + 1 < -NumericScale.MAX_DISPLAY) {
      return BigDecimal.ZERO.setScale(scale);
    }
    int digits = 1 + scale + (int) weight + (int) Math.log(Math.abs((double) exponent)) + 8 + GUARD;
    MathContext context = new MathContext(Math.max(digits, 20));
    BigDecimal result = BigDecimal.ONE;
    BigDecimal square = base;
    for (long rest = Math.abs((long) exponent); rest != 0; rest >>= 1) {
      if ((rest & 1) != 0) {
        result = result.multiply(square, context);
      }
      if (rest > 1) {
        square = square.multiply(square, context);
      }
    }
    if (exponent < 0) {
      return BigDecimal.ONE.divide(result, context).setScale(scale, RoundingMode.HALF_UP);
    }
    return result.setScale(scale, RoundingMode.HALF_UP);
  }

  private static double log10Of(BigDecimal value) {
    int exponent = value.precision() - value.scale();
    return Math.log10(value.movePointLeft(exponent).doubleValue()) + exponent;
  }

  static boolean isIntegral(Numeric value) {
    if (value.isInfinite()) {
      return true;
    }
    return value.isFinite()
        && (value.signum() == 0 || value.toBigDecimal().stripTrailingZeros().scale() <= 0);
  }

  /** POSIX pow() for NaN and infinities, with SQL's errors. */
  private static Numeric specialPower(Numeric base, Numeric exponent) {
    if (base.isNan()) {
      return exponent.isFinite() && exponent.signum() == 0 ? Numeric.ONE : Numeric.NAN;
    }
    boolean baseIsOne = base.isFinite() && base.compareTo(Numeric.ONE) == 0;
    if (exponent.isNan()) {
      return baseIsOne ? Numeric.ONE : Numeric.NAN;
    }
    if (base.signum() == 0 && exponent.signum() < 0) {
      throw powerError("zero raised to a negative power is undefined");
    }
    if (base.signum() < 0 && !isIntegral(exponent)) {
      throw powerError("a negative number raised to a non-integer power yields a complex result");
    }
    if (baseIsOne || exponent.signum() == 0) {
      return Numeric.ONE;
    }
    if (base.signum() == 0) {
      return Numeric.ZERO;
    }
    if (exponent.isInfinite()) {
      Numeric magnitude = NumericArithmetic.abs(base);
      int toOne = magnitude.compareTo(Numeric.ONE);
      if (toOne == 0) {
        return Numeric.ONE;
      }
      return toOne > 0 == exponent.signum() > 0 ? Numeric.POSITIVE_INFINITY : Numeric.ZERO;
    }
    if (exponent.signum() < 0) {
      return Numeric.ZERO;
    }
    boolean odd = exponent.toBigDecimal().toBigInteger().testBit(0);
    return base.signum() < 0 && odd ? Numeric.NEGATIVE_INFINITY : Numeric.POSITIVE_INFINITY;
  }

  private static SqlException powerError(String message) {
    return SqlException.error(SqlState.INVALID_ARGUMENT_FOR_POWER_FUNCTION, message);
  }
}
