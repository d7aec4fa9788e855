package org.postern.executor.types.datetime;

import org.postern.executor.types.Interval;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Declared precision of times, timestamps and intervals: rounding to a number of fractional digits,
 * and for intervals dropping the fields outside the declared range.
 */
public final class Precision {
  public static final int MAX = 6;
  public static final int FULL_RANGE = 0x7FFF;
  public static final int FULL_PRECISION = 0xFFFF;

  /** Bits of an interval's declared fields. */
  public static final int MONTH = 1 << 1;

  public static final int YEAR = 1 << 2;
  public static final int DAY = 1 << 3;
  public static final int HOUR = 1 << 10;
  public static final int MINUTE = 1 << 11;
  public static final int SECOND = 1 << 12;

  private static final long[] UNITS = {1_000_000, 100_000, 10_000, 1_000, 100, 10, 1};

  private Precision() {}

  private static long round(long micros, int digits) {
    long unit = UNITS[digits];
    long half = unit / 2;
    return micros >= 0 ? (micros + half) / unit * unit : -((half - micros) / unit * unit);
  }

  public static long timestamp(long value, int typmod) {
    if (typmod < 0 || typmod == MAX || Dates.isInfinite(value)) {
      return value;
    }
    if (typmod > MAX) {
      throw SqlException.error(
          SqlState.INVALID_PARAMETER_VALUE,
          "timestamp(%d) precision must be between %d and %d",
          typmod,
          0,
          MAX);
    }
    return round(value, typmod);
  }

  public static long time(long value, int typmod) {
    return typmod < 0 || typmod >= MAX ? value : round(value, typmod);
  }

  public static int intervalTypmod(int range, int precision) {
    return (range & FULL_RANGE) << 16 | precision & FULL_PRECISION;
  }

  public static int rangeOf(int typmod) {
    return typmod < 0 ? FULL_RANGE : typmod >> 16 & FULL_RANGE;
  }

  public static int precisionOf(int typmod) {
    return typmod < 0 ? FULL_PRECISION : typmod & FULL_PRECISION;
  }

  public static Interval interval(Interval value, int typmod) {
    if (typmod < 0) {
      return value;
    }
    int months = value.months();
    int days = value.days();
    long micros = value.micros();
    switch (rangeOf(typmod)) {
      case YEAR -> {
        months = months / 12 * 12;
        days = 0;
        micros = 0;
      }
      case MONTH, YEAR | MONTH -> {
        days = 0;
        micros = 0;
      }
      case DAY -> micros = 0;
      case HOUR, DAY | HOUR -> micros = micros / Dates.MICROS_PER_HOUR * Dates.MICROS_PER_HOUR;
      case MINUTE, DAY | HOUR | MINUTE, HOUR | MINUTE ->
          micros = micros / Dates.MICROS_PER_MINUTE * Dates.MICROS_PER_MINUTE;
      default -> {
        // The other ranges end in seconds, which keep their fraction.
      }
    }
    int precision = precisionOf(typmod);
    if (precision != FULL_PRECISION && precision < MAX) {
      micros = round(micros, precision);
    }
    return new Interval(months, days, micros);
  }
}
