package org.postern.executor.types;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * An exact decimal number with a display scale, or NaN, or an infinity.
 *
 * <p>A value whose digits fit 64 bits is kept as an unscaled long and a scale; a larger one as a
 * {@link BigDecimal}. Of equal numbers with equal scale there is one form only. The scale is never
 * negative; how each operation chooses it is in {@code types.numeric}.
 *
 * <p>Source: PostgreSQL documentation, section 8.1.2 "Arbitrary Precision Numbers".
 */
public final class Numeric implements Comparable<Numeric> {
  /** Digits before the decimal point, at most. */
  public static final int MAX_INTEGER_DIGITS = 131_072;

  /** Digits after the decimal point, at most. */
  public static final int MAX_SCALE = 16_383;

  public static final Numeric NAN = new Numeric(0, 0, null, Kind.NAN);
  public static final Numeric POSITIVE_INFINITY = new Numeric(0, 0, null, Kind.POSITIVE_INFINITY);
  public static final Numeric NEGATIVE_INFINITY = new Numeric(0, 0, null, Kind.NEGATIVE_INFINITY);
  public static final Numeric ZERO = of(0, 0);
  public static final Numeric ONE = of(1, 0);

  private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);

  /** In the order in which values sort. */
  private enum Kind {
    NEGATIVE_INFINITY,
    FINITE,
    POSITIVE_INFINITY,
    NAN
  }

  private final long unscaled;
  private final int scale;
  private final BigDecimal big;
  private final Kind kind;

  private Numeric(long unscaled, int scale, BigDecimal big, Kind kind) {
    this.unscaled = unscaled;
    this.scale = scale;
    this.big = big;
    this.kind = kind;
  }

  public static Numeric of(long unscaled, int scale) {
    if (unscaled == Long.MIN_VALUE) {
      return new Numeric(0, scale, new BigDecimal(LONG_MIN, scale), Kind.FINITE);
    }
    return new Numeric(unscaled, scale, null, Kind.FINITE);
  }

  public static Numeric of(long value) {
    return of(value, 0);
  }

  /** A negative scale becomes 0; too large a number is 22003. */
  public static Numeric of(BigDecimal value) {
    if (value.precision() - (long) value.scale() > MAX_INTEGER_DIGITS && value.signum() != 0) {
      throw overflow();
    }
    BigDecimal plain = value.scale() < 0 ? value.setScale(0) : value;
    if (plain.precision() <= 18) {
      return of(plain.unscaledValue().longValue(), plain.scale());
    }
    BigInteger digits = plain.unscaledValue();
    return digits.bitLength() < 64 && !digits.equals(LONG_MIN)
        ? of(digits.longValue(), plain.scale())
        : new Numeric(0, plain.scale(), plain, Kind.FINITE);
  }

  public static SqlException overflow() {
    return SqlException.error(
        SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
  }

  public boolean isFinite() {
    return kind == Kind.FINITE;
  }

  public boolean isNan() {
    return kind == Kind.NAN;
  }

  public boolean isInfinite() {
    return kind == Kind.POSITIVE_INFINITY || kind == Kind.NEGATIVE_INFINITY;
  }

  /** Whether the digits are in {@link #unscaledLong()}. */
  public boolean isCompact() {
    return big == null && kind == Kind.FINITE;
  }

  /** The digits without the point; only when {@link #isCompact()}; never Long.MIN_VALUE. */
  public long unscaledLong() {
    return unscaled;
  }

  /** Digits shown after the decimal point. */
  public int scale() {
    return scale;
  }

  /** The number itself; not for NaN and infinities. */
  public BigDecimal toBigDecimal() {
    assert kind == Kind.FINITE;
    return big != null ? big : BigDecimal.valueOf(unscaled, scale);
  }

  /** -1, 0 or 1; infinities have their sign, NaN has 0. */
  public int signum() {
    return switch (kind) {
      case NAN -> 0;
      case POSITIVE_INFINITY -> 1;
      case NEGATIVE_INFINITY -> -1;
      case FINITE -> big != null ? big.signum() : Long.signum(unscaled);
    };
  }

  public boolean isZero() {
    return isCompact() && unscaled == 0;
  }

  /** SQL order: NaN equals itself and is above everything else. */
  @Override
  public int compareTo(Numeric other) {
    if (kind != other.kind || kind != Kind.FINITE) {
      return kind.compareTo(other.kind);
    }
    if (big == null && other.big == null && scale == other.scale) {
      return Long.compare(unscaled, other.unscaled);
    }
    return toBigDecimal().compareTo(other.toBigDecimal());
  }

  /** SQL equality: 1.0 equals 1.00. */
  @Override
  public boolean equals(Object object) {
    return object instanceof Numeric other && compareTo(other) == 0;
  }

  @Override
  public int hashCode() {
    if (kind != Kind.FINITE) {
      return kind.ordinal();
    }
    if (big == null) {
      return hashStripped(unscaled, scale);
    }
    BigDecimal stripped = big.stripTrailingZeros();
    if (stripped.scale() < 0) {
      stripped = stripped.setScale(0);
    }
    return stripped.unscaledValue().bitLength() < 64
        ? hashStripped(stripped.unscaledValue().longValue(), stripped.scale())
        : stripped.hashCode();
  }

  private static int hashStripped(long digits, int scale) {
    while (scale > 0 && digits % 10 == 0) {
      digits /= 10;
      scale--;
    }
    return Long.hashCode(digits) * 31 + (digits == 0 ? 0 : scale);
  }

  @Override
  public String toString() {
    return switch (kind) {
      case NAN -> "NaN";
      case POSITIVE_INFINITY -> "Infinity";
      case NEGATIVE_INFINITY -> "-Infinity";
      case FINITE -> toBigDecimal().toPlainString();
    };
  }

  /** As {@link #toString()}, without making strings for compact values. */
  public void appendTo(ByteSink out) {
    if (!isCompact()) {
      out.putAscii(toString());
      return;
    }
    if (scale == 0) {
      out.putDecimal(unscaled);
      return;
    }
    if (scale > 18) {
      out.putAscii(toString());
      return;
    }
    if (unscaled < 0) {
      out.put('-');
    }
    long digits = Math.abs(unscaled);
    long power = Powers.TEN[scale];
    out.putDecimal(digits / power).put('.').putPadded(digits % power, scale);
  }

  /** Powers of ten that fit a long. */
  static final class Powers {
    static final long[] TEN = new long[19];

    static {
      long power = 1;
      for (int i = 0; i < TEN.length; i++) {
        TEN[i] = power;
        power *= 10;
      }
    }

    private Powers() {}
  }

  /** Ten to the power {@code exponent}, 0 to 18. */
  public static long tenTo(int exponent) {
    return Powers.TEN[exponent];
  }
}
