package org.postern.executor.types.datetime;

import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * The calendar: days since 2000-01-01 in the proleptic Gregorian calendar, years counted
 * astronomically (0 is 1 BC), and the limits and units of dates and timestamps.
 *
 * <p>Source: PostgreSQL documentation, section 8.5 "Date/Time Types", appendix B.7 "Julian Dates".
 */
public final class Dates {
  public static final long MICROS_PER_SECOND = 1_000_000L;
  public static final long MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;
  public static final long MICROS_PER_HOUR = 60 * MICROS_PER_MINUTE;
  public static final long MICROS_PER_DAY = 24 * MICROS_PER_HOUR;

  /** The Julian day of 2000-01-01. */
  public static final int JULIAN_2000 = 2_451_545;

  /** The days from 1970-01-01 to 2000-01-01, and the same in seconds. */
  public static final int UNIX_DAYS = 10_957;

  public static final long UNIX_SECONDS = UNIX_DAYS * 86_400L;

  public static final long DATE_INFINITY = Integer.MAX_VALUE;
  public static final long DATE_MINUS_INFINITY = Integer.MIN_VALUE;
  public static final long INFINITY = Long.MAX_VALUE;
  public static final long MINUS_INFINITY = Long.MIN_VALUE;

  /** 4714-11-24 BC, Julian day 0. */
  public static final long MIN_DATE = -JULIAN_2000;

  /** 5874898-01-01: the first date that is too late. */
  public static final long END_DATE = 2_145_031_949L;

  public static final long MIN_TIMESTAMP = MIN_DATE * MICROS_PER_DAY;

  /** 294277-01-01: the first timestamp that is too late. */
  public static final long END_TIMESTAMP = 9_223_371_331_200_000_000L;

  private static final int[] MONTH_DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  private Dates() {}

  public static boolean isLeap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  public static int daysInMonth(int year, int month) {
    return month == 2 && isLeap(year) ? 29 : MONTH_DAYS[month - 1];
  }

  /** Days since 2000-01-01; a day past the month's end runs into the next. */
  public static long toDay(int year, int month, int day) {
    // Years begin in March, so that the leap day is the last day of a year.
    long y = month <= 2 ? year - 1L : year;
    long era = Math.floorDiv(y, 400L);
    long yearOfEra = y - era * 400;
    long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097 + dayOfEra - 730_425;
  }

  /** Year, month and day of a day number. */
  public static int[] fromDay(long day) {
    long shifted = day + 730_425;
    long era = Math.floorDiv(shifted, 146_097L);
    long dayOfEra = shifted - era * 146_097;
    long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    long monthFromMarch = (5 * dayOfYear + 2) / 153;
    int dayOfMonth = (int) (dayOfYear - (153 * monthFromMarch + 2) / 5 + 1);
    int month = (int) (monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9);
    int year = (int) (yearOfEra + era * 400 + (month <= 2 ? 1 : 0));
    return new int[] {year, month, dayOfMonth};
  }

  /** 0 for Sunday to 6 for Saturday. */
  public static int dayOfWeek(long day) {
    return (int) Math.floorMod(day + 6, 7L);
  }

  public static int dayOfYear(long day) {
    return (int) (day - toDay(fromDay(day)[0], 1, 1) + 1);
  }

  public static boolean isInfinite(long timestamp) {
    return timestamp == INFINITY || timestamp == MINUS_INFINITY;
  }

  public static boolean isDateInfinite(long date) {
    return date == DATE_INFINITY || date == DATE_MINUS_INFINITY;
  }

  public static boolean isValidTimestamp(long timestamp) {
    return timestamp >= MIN_TIMESTAMP && timestamp < END_TIMESTAMP;
  }

  public static boolean isValidDate(long date) {
    return date >= MIN_DATE && date < END_DATE;
  }

  /** Checks the range of a finite timestamp that was computed. */
  public static long checkTimestamp(long timestamp) {
    if (!isValidTimestamp(timestamp)) {
      throw timestampOutOfRange();
    }
    return timestamp;
  }

  public static SqlException timestampOutOfRange() {
    return SqlException.error(SqlState.DATETIME_VALUE_OUT_OF_RANGE, "timestamp out of range");
  }

  public static SqlException dateOutOfRange() {
    return SqlException.error(SqlState.DATETIME_VALUE_OUT_OF_RANGE, "date out of range");
  }

  /** The day a timestamp falls on. */
  public static long dayOf(long timestamp) {
    return Math.floorDiv(timestamp, MICROS_PER_DAY);
  }

  public static long timeOf(long timestamp) {
    return Math.floorMod(timestamp, MICROS_PER_DAY);
  }

  /** Seconds since 1970 of a timestamp, rounded down. */
  public static long epochSecond(long timestamp) {
    return Math.floorDiv(timestamp, MICROS_PER_SECOND) + UNIX_SECONDS;
  }

  /** Julian day number of a year-month-day. */
  public static long julian(int year, int month, int day) {
    return toDay(year, month, day) + JULIAN_2000;
  }
}
