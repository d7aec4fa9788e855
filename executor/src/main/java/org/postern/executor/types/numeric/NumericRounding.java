package org.postern.executor.types.numeric;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.postern.executor.types.Numeric;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Rounding, scales and declared precision of numeric. Ties round away from zero. */
public final class NumericRounding {
  /** What PostgreSQL adds to a packed precision and scale, as to every varlena's typmod. */
  private static final int TYPMOD_OFFSET = 4;

  private NumericRounding() {}

  public static Numeric round(Numeric value, int scale) {
    return toScale(value, scale, RoundingMode.HALF_UP);
  }

  public static Numeric round(Numeric value) {
    return round(value, 0);
  }

  public static Numeric trunc(Numeric value, int scale) {
    return toScale(value, scale, RoundingMode.DOWN);
  }

  public static Numeric trunc(Numeric value) {
    return trunc(value, 0);
  }

  public static Numeric ceil(Numeric value) {
    return toScale(value, 0, RoundingMode.CEILING);
  }

  public static Numeric floor(Numeric value) {
    return toScale(value, 0, RoundingMode.FLOOR);
  }

  private static Numeric toScale(Numeric value, int scale, RoundingMode mode) {
    if (!value.isFinite()) {
      return value;
    }
    int limited = Math.clamp(scale, -Numeric.MAX_INTEGER_DIGITS - 1, Numeric.MAX_SCALE);
    BigDecimal rounded = value.toBigDecimal().setScale(limited, mode);
    return Numeric.of(limited < 0 ? rounded.setScale(0) : rounded);
  }

  /** scale(): null for NaN and infinities. */
  public static Long scale(Numeric value) {
    return value.isFinite() ? Long.valueOf(value.scale()) : null;
  }

  /** min_scale(): the digits after the point that are needed. */
  public static Long minScale(Numeric value) {
    if (!value.isFinite()) {
      return null;
    }
    if (value.signum() == 0) {
      return 0L;
    }
    return (long) Math.max(value.toBigDecimal().stripTrailingZeros().scale(), 0);
  }

  public static Numeric trimScale(Numeric value) {
    if (!value.isFinite()) {
      return value;
    }
    return value.signum() == 0
        ? Numeric.ZERO
        : Numeric.of(value.toBigDecimal().stripTrailingZeros());
  }

  public static int typmod(int precision, int scale) {
    return (precision << 16 | scale & 0x7FF) + TYPMOD_OFFSET;
  }

  public static int precisionOf(int typmod) {
    return (typmod - TYPMOD_OFFSET) >> 16 & 0xFFFF;
  }

  public static int scaleOf(int typmod) {
    return ((typmod - TYPMOD_OFFSET & 0x7FF) ^ 1024) - 1024;
  }

  /** Rounds to a declared precision and scale; a negative typmod declares nothing. */
  public static Numeric coerce(Numeric value, int typmod) {
    if (typmod < TYPMOD_OFFSET || value.isNan()) {
      return value;
    }
    int precision = precisionOf(typmod);
    int scale = scaleOf(typmod);
    if (value.isInfinite()) {
      throw overflow()
          .withDetail(
              "A field with precision %d, scale %d cannot hold an infinite value.",
              precision, scale);
    }
    Numeric rounded =
        scale >= 0 && value.scale() == scale ? value : toScale(value, scale, RoundingMode.HALF_UP);
    int maxDigits = precision - scale;
    if (rounded.signum() != 0) {
      BigDecimal number = rounded.toBigDecimal();
      if (number.precision() - number.scale() > maxDigits) {
        throw overflow()
            .withDetail(
                "A field with precision %d, scale %d must round to an absolute value"
                    + " less than %s%d.",
                precision, scale, maxDigits != 0 ? "10^" : "", maxDigits != 0 ? maxDigits : 1);
      }
    }
    return rounded;
  }

  private static SqlException overflow() {
    return SqlException.error(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "numeric field overflow");
  }
}
