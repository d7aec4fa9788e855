package org.postern.executor.types.numeric;

import java.math.BigDecimal;
import org.postern.executor.types.Numeric;

/**
 * How many digits a numeric result gets where the exact one is endless: at least 16 significant
 * digits, at least the scale of the inputs, at most 1000 digits after the point.
 *
 * <p>PostgreSQL counts in digits of base 10000, and its choices show in the results, so weights and
 * leading digits are worked out here in that base.
 */
final class NumericScale {
  static final int MIN_SIGNIFICANT = 16;
  static final int MAX_DISPLAY = 1000;
  static final int MAX_RESULT = 2000;
  static final double LOG10_E = 0.434294481903252;

  private static final BigDecimal LOW = new BigDecimal("0.9");
  private static final BigDecimal HIGH = new BigDecimal("1.1");

  private NumericScale() {}

  static int clamp(int scale, int atLeast) {
    return Math.min(Math.max(Math.max(scale, atLeast), 0), MAX_DISPLAY);
  }

  /** The exponent of 10000 of the first non-zero base-10000 digit; 0 for zero. */
  static int weight(BigDecimal value) {
    return value.signum() == 0 ? 0 : Math.floorDiv(value.precision() - value.scale() - 1, 4);
  }

  /** The first {@code count} base-10000 digits as one number; fewer digits are padded with 0. */
  static long leadingDigits(BigDecimal value, int count) {
    if (value.signum() == 0) {
      return 0;
    }
    int shift = (weight(value) - count + 1) * 4;
    return value.abs().movePointLeft(shift).toBigInteger().longValue();
  }

  /** How many base-10000 digits the value has without trailing zeros. */
  static int digitCount(BigDecimal value) {
    if (value.signum() == 0) {
      return 0;
    }
    BigDecimal stripped = value.stripTrailingZeros();
    int last = Math.floorDiv(-stripped.scale(), 4);
    return weight(value) - last + 1;
  }

  static int divide(BigDecimal left, BigDecimal right) {
    int quotientWeight = weight(left) - weight(right);
    if (leadingDigits(left, 1) <= leadingDigits(right, 1)) {
      quotientWeight--;
    }
    int scale = MIN_SIGNIFICANT - quotientWeight * 4;
    return clamp(scale, Math.max(left.scale(), right.scale()));
  }

  /** About the decimal exponent of ln(value), for a positive value. */
  static int lnWeight(BigDecimal value) {
    if (value.signum() <= 0) {
      return 0;
    }
    if (value.compareTo(LOW) >= 0 && value.compareTo(HIGH) <= 0) {
      BigDecimal distance = value.subtract(BigDecimal.ONE);
      return distance.signum() == 0
          ? 0
          : weight(distance) * 4 + (int) Math.log10(leadingDigits(distance, 1));
    }
    boolean two = digitCount(value) > 1;
    long digits = leadingDigits(value, two ? 2 : 1);
    int exponent = (weight(value) - (two ? 1 : 0)) * 4;
    return (int) Math.log10(Math.abs(Math.log(digits) + exponent * 2.302585092994046));
  }

  /** The larger display scale of two finite numbers. */
  static int larger(Numeric left, Numeric right) {
    return Math.max(left.scale(), right.scale());
  }
}
