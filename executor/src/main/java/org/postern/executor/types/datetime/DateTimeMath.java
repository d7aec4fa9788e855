package org.postern.executor.types.datetime;

import org.postern.executor.types.Interval;
import org.postern.executor.types.TimeTz;
import org.postern.executor.types.TimeZoneRule;
import org.postern.executor.types.TypeOrder;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Arithmetic of dates, times and timestamps. Months are added first, cutting the day to the month's
 * length, then days, then time; with a time zone the first two go by local time.
 *
 * <p>Source: PostgreSQL documentation, table "Date/Time Operators".
 */
public final class DateTimeMath {
  private DateTimeMath() {}

  public static long addDays(long date, long days) {
    return checkDate(date, date + days);
  }

  public static long subtractDays(long date, long days) {
    return checkDate(date, date - days);
  }

  private static long checkDate(long before, long after) {
    if (Dates.isDateInfinite(before)) {
      return before;
    }
    if (!Dates.isValidDate(after)) {
      throw Dates.dateOutOfRange();
    }
    return after;
  }

  /** date - date: a number of days. */
  public static long daysBetween(long left, long right) {
    if (Dates.isDateInfinite(left) || Dates.isDateInfinite(right)) {
      throw SqlException.error(
          SqlState.DATETIME_VALUE_OUT_OF_RANGE, "cannot subtract infinite dates");
    }
    return left - right;
  }

  public static long addToTimestamp(long timestamp, Interval span) {
    if (Dates.isInfinite(timestamp)) {
      return timestamp;
    }
    long shifted = addMonthsAndDays(timestamp, span);
    return addMicros(shifted, span.micros());
  }

  private static long addMonthsAndDays(long timestamp, Interval span) {
    long day = Dates.dayOf(timestamp);
    if (span.months() != 0) {
      day = addMonths(day, span.months());
      requireInRange(day);
    }
    if (span.days() != 0) {
      day += span.days();
      requireInRange(day);
    }
    return day * Dates.MICROS_PER_DAY + Dates.timeOf(timestamp);
  }

  private static void requireInRange(long day) {
    if (day < Dates.MIN_DATE || day >= Dates.END_TIMESTAMP / Dates.MICROS_PER_DAY) {
      throw Dates.timestampOutOfRange();
    }
  }

  /** The same day in another month, or the last one of a shorter month. */
  static long addMonths(long day, long months) {
    int[] date = Dates.fromDay(day);
    long total = date[0] * 12L + date[1] - 1 + months;
    int year = (int) Math.floorDiv(total, 12L);
    int month = (int) Math.floorMod(total, 12L) + 1;
    return Dates.toDay(year, month, Math.min(date[2], Dates.daysInMonth(year, month)));
  }

  private static long addMicros(long timestamp, long micros) {
    long result = timestamp + micros;
    if (((timestamp ^ result) & (micros ^ result)) < 0) {
      throw Dates.timestampOutOfRange();
    }
    return Dates.checkTimestamp(result);
  }

  public static long addToTimestamptz(long timestamp, Interval span, TimeZoneRule zone) {
    if (Dates.isInfinite(timestamp)) {
      return timestamp;
    }
    long result = timestamp;
    // The zone is looked up again after each step, as PostgreSQL does.
    if (span.months() != 0) {
      Interval months = new Interval(span.months(), 0, 0);
      result = TimeZoneCasts.toUtc(addMonthsAndDays(local(result, zone), months), zone);
    }
    if (span.days() != 0) {
      Interval days = new Interval(0, span.days(), 0);
      result = TimeZoneCasts.toUtc(addMonthsAndDays(local(result, zone), days), zone);
    }
    return addMicros(result, span.micros());
  }

  private static long local(long timestamp, TimeZoneRule zone) {
    return TimeZoneCasts.toLocal(timestamp, zone);
  }

  public static long subtractFromTimestamp(long timestamp, Interval span) {
    return addToTimestamp(timestamp, IntervalMath.negate(span));
  }

  public static long subtractFromTimestamptz(long timestamp, Interval span, TimeZoneRule zone) {
    return addToTimestamptz(timestamp, IntervalMath.negate(span), zone);
  }

  /** date ± interval is a timestamp. */
  public static long addToDate(long date, Interval span) {
    return addToTimestamp(TimeZoneCasts.dateToTimestamp(date), span);
  }

  public static long subtractFromDate(long date, Interval span) {
    return subtractFromTimestamp(TimeZoneCasts.dateToTimestamp(date), span);
  }

  /** timestamp - timestamp: days and time. */
  public static Interval subtract(long left, long right) {
    if (Dates.isInfinite(left) || Dates.isInfinite(right)) {
      throw SqlException.error(
          SqlState.DATETIME_VALUE_OUT_OF_RANGE, "cannot subtract infinite timestamps");
    }
    long difference = left - right;
    if (((left ^ right) & (left ^ difference)) < 0) {
      throw IntervalInput.outOfRange();
    }
    return IntervalMath.justifyHours(new Interval(0, 0, difference));
  }

  /** age(): years, months and days as one would count them. Takes local timestamps. */
  public static Interval age(long left, long right) {
    boolean negative = left < right;
    long later = negative ? right : left;
    long earlier = negative ? left : right;
    int[] to = Dates.fromDay(Dates.dayOf(later));
    int[] from = Dates.fromDay(Dates.dayOf(earlier));
    long micros = Dates.timeOf(later) - Dates.timeOf(earlier);
    int days = to[2] - from[2];
    int months = (to[0] - from[0]) * 12 + to[1] - from[1];
    if (micros < 0) {
      micros += Dates.MICROS_PER_DAY;
      days--;
    }
    if (days < 0) {
      // The earlier date's month says how many days a month has here.
      days += Dates.daysInMonth(from[0], from[1]);
      months--;
    }
    Interval result = new Interval(months, days, micros);
    return negative ? new Interval(-months, -days, -micros) : result;
  }

  public static Interval ageTimestamptz(long left, long right, TimeZoneRule zone) {
    return age(local(left, zone), local(right, zone));
  }

  /** time ± interval stays within the day. */
  public static long addToTime(long time, Interval span) {
    return Math.floorMod(time + span.micros() % Dates.MICROS_PER_DAY, Dates.MICROS_PER_DAY);
  }

  public static long subtractFromTime(long time, Interval span) {
    return Math.floorMod(time - span.micros() % Dates.MICROS_PER_DAY, Dates.MICROS_PER_DAY);
  }

  public static TimeTz addToTimetz(TimeTz time, Interval span) {
    return new TimeTz(addToTime(time.micros(), span), time.zone());
  }

  public static TimeTz subtractFromTimetz(TimeTz time, Interval span) {
    return new TimeTz(subtractFromTime(time.micros(), span), time.zone());
  }

  public static Interval subtractTimes(long left, long right) {
    return new Interval(0, 0, left - right);
  }

  /** date + time. */
  public static long dateTime(long date, long time) {
    long midnight = TimeZoneCasts.dateToTimestamp(date);
    return Dates.isInfinite(midnight) ? midnight : addMicros(midnight, time);
  }

  /** date + timetz: a timestamptz. */
  public static long dateTimetz(long date, TimeTz time) {
    long midnight = TimeZoneCasts.dateToTimestamp(date);
    return Dates.isInfinite(midnight)
        ? midnight
        : addMicros(midnight, time.micros() + time.zone() * Dates.MICROS_PER_SECOND);
  }

  /** date_bin(): the start of the bin of {@code stride} that a timestamp falls into. */
  public static long bin(Interval stride, long timestamp, long origin) {
    if (Dates.isInfinite(timestamp)) {
      return timestamp;
    }
    if (Dates.isInfinite(origin)) {
      throw SqlException.error(SqlState.DATETIME_VALUE_OUT_OF_RANGE, "origin out of range");
    }
    if (stride.months() != 0) {
      throw SqlException.error(
          SqlState.FEATURE_NOT_SUPPORTED,
          "timestamps cannot be binned into intervals containing months or years");
    }
    long width;
    try {
      width =
          Math.addExact(
              Math.multiplyExact((long) stride.days(), Dates.MICROS_PER_DAY), stride.micros());
    } catch (ArithmeticException e) {
      throw IntervalInput.outOfRange().withCause(e);
    }
    if (width <= 0) {
      throw SqlException.error(
          SqlState.DATETIME_VALUE_OUT_OF_RANGE, "stride must be greater than zero");
    }
    long difference = timestamp - origin;
    if (((timestamp ^ origin) & (timestamp ^ difference)) < 0) {
      throw IntervalInput.outOfRange();
    }
    return Dates.checkTimestamp(timestamp - Math.floorMod(difference, width));
  }

  /**
   * (s1, e1) OVERLAPS (s2, e2), any of them null: periods are half-open, their ends in any order,
   * and a single point counts.
   */
  public static Boolean overlaps(Object s1, Object e1, Object s2, Object e2, TypeOrder order) {
    Object[] first = ordered(s1, e1, order);
    Object[] second = ordered(s2, e2, order);
    if (first == null || second == null) {
      return null;
    }
    int starts = order.compare(first[0], second[0]);
    if (starts == 0) {
      return first[1] == null || second[1] == null ? null : Boolean.TRUE;
    }
    Object[] early = starts < 0 ? first : second;
    Object[] late = starts < 0 ? second : first;
    if (early[1] == null) {
      return null;
    }
    if (order.compare(late[0], early[1]) < 0) {
      return Boolean.TRUE;
    }
    return late[1] == null ? null : Boolean.FALSE;
  }

  /** Start before end; a null start takes the end; null when both are. */
  private static Object[] ordered(Object start, Object end, TypeOrder order) {
    if (start == null) {
      return end == null ? null : new Object[] {end, null};
    }
    if (end != null && order.compare(start, end) > 0) {
      return new Object[] {end, start};
    }
    return new Object[] {start, end};
  }

  /** date against timestamp: a date beyond the timestamps is the greater. */
  public static int compareDateTimestamp(long date, long timestamp) {
    if (date >= Dates.END_TIMESTAMP / Dates.MICROS_PER_DAY && date != Dates.DATE_INFINITY) {
      return timestamp == Dates.INFINITY ? -1 : 1;
    }
    return Long.compare(TimeZoneCasts.dateToTimestamp(date), timestamp);
  }
}
