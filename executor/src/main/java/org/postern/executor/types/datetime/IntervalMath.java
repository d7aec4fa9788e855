package org.postern.executor.types.datetime;

import org.postern.executor.types.Interval;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Arithmetic of intervals, field by field; what is left over of a field flows into the smaller ones
 * with 30 days a month and 24 hours a day.
 *
 * <p>Source: PostgreSQL documentation, section 9.9 "Date/Time Functions and Operators".
 */
public final class IntervalMath {
  private static final int DAYS_PER_MONTH = 30;
  private static final double SECONDS_PER_DAY = 86_400;

  private IntervalMath() {}

  private static int toInt(long value) {
    if (value != (int) value) {
      throw IntervalInput.outOfRange();
    }
    return (int) value;
  }

  public static Interval negate(Interval value) {
    if (value.micros() == Long.MIN_VALUE) {
      throw IntervalInput.outOfRange();
    }
    return new Interval(
        toInt(-(long) value.months()), toInt(-(long) value.days()), -value.micros());
  }

  public static Interval add(Interval left, Interval right) {
    long micros = left.micros() + right.micros();
    if (((left.micros() ^ micros) & (right.micros() ^ micros)) < 0) {
      throw IntervalInput.outOfRange();
    }
    return new Interval(
        toInt((long) left.months() + right.months()),
        toInt((long) left.days() + right.days()),
        micros);
  }

  public static Interval subtract(Interval left, Interval right) {
    long micros = left.micros() - right.micros();
    if (((left.micros() ^ right.micros()) & (left.micros() ^ micros)) < 0) {
      throw IntervalInput.outOfRange();
    }
    return new Interval(
        toInt((long) left.months() - right.months()),
        toInt((long) left.days() - right.days()),
        micros);
  }

  private static double roundToMicros(double value) {
    return Math.rint(value * 1e6) / 1e6;
  }

  private static int toInt(double value) {
    if (Double.isNaN(value) || value > Integer.MAX_VALUE || value < Integer.MIN_VALUE) {
      throw IntervalInput.outOfRange();
    }
    return (int) value;
  }

  public static Interval multiply(Interval interval, double factor) {
    double months = interval.months() * factor;
    double days = interval.days() * factor;
    return scaled(months, days, interval.micros() * factor);
  }

  public static Interval divide(Interval interval, double divisor) {
    if (divisor == 0) {
      throw SqlException.error(SqlState.DIVISION_BY_ZERO, "division by zero");
    }
    return scaled(
        interval.months() / divisor, interval.days() / divisor, interval.micros() / divisor);
  }

  private static Interval scaled(double months, double days, double micros) {
    int wholeMonths = toInt(months);
    int wholeDays = toInt(days);
    double restDays = roundToMicros((months - wholeMonths) * DAYS_PER_MONTH);
    double restSeconds =
        roundToMicros((days - wholeDays + restDays - (int) restDays) * SECONDS_PER_DAY);
    if (Math.abs(restSeconds) >= SECONDS_PER_DAY) {
      int extra = (int) (restSeconds / SECONDS_PER_DAY);
      wholeDays = toInt((long) wholeDays + extra);
      restSeconds -= extra * SECONDS_PER_DAY;
    }
    wholeDays = toInt((long) wholeDays + (int) restDays);
    double time = Math.rint(micros + restSeconds * Dates.MICROS_PER_SECOND);
    if (Double.isNaN(time) || time < -0x1p63 || time >= 0x1p63) {
      throw IntervalInput.outOfRange();
    }
    return new Interval(wholeMonths, wholeDays, (long) time);
  }

  /** Full days of the hours become days; the two get the same sign. */
  public static Interval justifyHours(Interval value) {
    long days = value.days() + value.micros() / Dates.MICROS_PER_DAY;
    long micros = value.micros() % Dates.MICROS_PER_DAY;
    if (days > 0 && micros < 0) {
      micros += Dates.MICROS_PER_DAY;
      days--;
    } else if (days < 0 && micros > 0) {
      micros -= Dates.MICROS_PER_DAY;
      days++;
    }
    return new Interval(value.months(), toInt(days), micros);
  }

  /** Full months of the days become months; the two get the same sign. */
  public static Interval justifyDays(Interval value) {
    long months = (long) value.months() + value.days() / DAYS_PER_MONTH;
    int days = value.days() % DAYS_PER_MONTH;
    if (months > 0 && days < 0) {
      days += DAYS_PER_MONTH;
      months--;
    } else if (months < 0 && days > 0) {
      days -= DAYS_PER_MONTH;
      months++;
    }
    return new Interval(toInt(months), days, value.micros());
  }

  /** Both, with one sign for all three fields. */
  public static Interval justifyInterval(Interval value) {
    long days = value.days() + value.micros() / Dates.MICROS_PER_DAY;
    long micros = value.micros() % Dates.MICROS_PER_DAY;
    long months = value.months() + days / DAYS_PER_MONTH;
    days %= DAYS_PER_MONTH;
    if (months > 0 && (days < 0 || days == 0 && micros < 0)) {
      days += DAYS_PER_MONTH;
      months--;
    } else if (months < 0 && (days > 0 || days == 0 && micros > 0)) {
      days -= DAYS_PER_MONTH;
      months++;
    }
    if (days > 0 && micros < 0) {
      micros += Dates.MICROS_PER_DAY;
      days--;
    } else if (days < 0 && micros > 0) {
      micros -= Dates.MICROS_PER_DAY;
      days++;
    }
    return new Interval(toInt(months), (int) days, micros);
  }

  public static Interval make(
      long years, long months, long weeks, long days, long hours, long minutes, double seconds) {
    if (Double.isInfinite(seconds) || Double.isNaN(seconds)) {
      throw IntervalInput.outOfRange();
    }
    // As in PostgreSQL 15, months and days wrap around and only the seconds are checked.
    long time =
        hours * Dates.MICROS_PER_HOUR
            + minutes * Dates.MICROS_PER_MINUTE
            + (long) Math.rint(seconds * Dates.MICROS_PER_SECOND);
    return new Interval((int) (years * 12 + months), (int) (weeks * 7 + days), time);
  }

  public static Interval smaller(Interval left, Interval right) {
    return left.compareTo(right) < 0 ? left : right;
  }

  public static Interval larger(Interval left, Interval right) {
    return left.compareTo(right) > 0 ? left : right;
  }
}
