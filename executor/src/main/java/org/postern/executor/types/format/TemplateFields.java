package org.postern.executor.types.format;

import org.postern.executor.types.datetime.Dates;
import org.postern.executor.types.datetime.IsoWeek;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** The fields that a template found in a text, and the date and time they make up; mutable. */
final class TemplateFields {
  Integer hour;
  Integer minute;
  Integer second;
  Integer micros;
  Integer secondsOfDay;
  Integer year;
  int yearDigits;
  Integer century;
  Integer month;
  Integer day;
  Integer dayOfYear;
  Integer weekDay;
  Integer week;
  Integer weekOfMonth;
  Integer julian;
  boolean isoDate;
  boolean gregorianDate;
  boolean beforeChrist;
  Boolean afternoon;
  boolean twelveHours;

  /** Seconds west of Greenwich, when the text had TZH. */
  Integer zone;

  private static SqlException overflow(String text) {
    return SqlException.error(
        SqlState.DATETIME_FIELD_OVERFLOW, "date/time field value out of range: \"%s\"", text);
  }

  long timeOfDay(String text) {
    long time;
    if (secondsOfDay != null) {
      time = secondsOfDay * Dates.MICROS_PER_SECOND;
    } else {
      int hours = orElse(hour, 0);
      if (twelveHours) {
        hours = twelveHourClock(hours);
      }
      if (hours < 0
          || hours > 23
          || orElse(minute, 0) > 59
          || orElse(second, 0) > 59
          || secondsInvalid()) {
        throw overflow(text);
      }
      time =
          hours * Dates.MICROS_PER_HOUR
              + orElse(minute, 0) * Dates.MICROS_PER_MINUTE
              + orElse(second, 0) * Dates.MICROS_PER_SECOND;
    }
    return time + orElse(micros, 0);
  }

  private boolean secondsInvalid() {
    return orElse(minute, 0) < 0 || orElse(second, 0) < 0;
  }

  private int twelveHourClock(int hours) {
    if (hours < 1 || hours > 12) {
      throw SqlException.error(
              SqlState.INVALID_DATETIME_FORMAT,
              "hour \"%d\" is invalid for the 12-hour clock",
              hours)
          .withHint("Use the 24-hour clock, or give an hour between 1 and 12.");
    }
    if (afternoon == null) {
      return hours;
    }
    if (afternoon) {
      return hours < 12 ? hours + 12 : hours;
    }
    return hours == 12 ? 0 : hours;
  }

  private static int orElse(Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }

  private int astronomicalYear() {
    if (century != null) {
      return yearOfCentury();
    }
    if (year == null) {
      return 0;
    }
    int result = year;
    if (beforeChrist) {
      result = -result;
    }
    return result < 0 ? result + 1 : result;
  }

  private int yearOfCentury() {
    int signed = beforeChrist ? -century : century;
    int inCentury = year == null ? 0 : Math.floorMod(year, 100);
    if (year == null || yearDigits > 2) {
      int first = signed >= 0 ? (signed - 1) * 100 + 1 : signed * 100 + 1;
      return year == null ? first : astronomical(year);
    }
    if (signed >= 0) {
      return inCentury == 0 ? signed * 100 : (signed - 1) * 100 + inCentury;
    }
    return (signed + 1) * 100 - inCentury + 1;
  }

  private int astronomical(int given) {
    return beforeChrist ? 1 - given : given;
  }

  /** The day number; a missing date is the first day of 1 BC. */
  long dayNumber(String text) {
    if (julian != null) {
      return (long) julian - Dates.JULIAN_2000;
    }
    int y = astronomicalYear();
    if (isoDate && week != null) {
      int dayOfWeek = weekDay == null ? 1 : weekDay == 0 ? 7 : weekDay;
      return IsoWeek.monday(y, week) + dayOfWeek - 1;
    }
    if (isoDate && dayOfYear != null) {
      return IsoWeek.monday(y, 1) + dayOfYear - 1;
    }
    Integer ordinal = dayOfYear;
    if (week != null) {
      ordinal = (week - 1) * 7 + 1;
    }
    if (ordinal != null && month == null && day == null || ordinal != null && month == null) {
      if (year == null && century == null) {
        throw SqlException.error(
            SqlState.INVALID_DATETIME_FORMAT,
            "cannot calculate day of year without year information");
      }
      int last = Dates.isLeap(y) ? 366 : 365;
      if (ordinal < 1 || ordinal > last) {
        throw overflow(text);
      }
      return Dates.toDay(y, 1, 1) + ordinal - 1;
    }
    int m = orElse(month, 1);
    int d = weekOfMonth != null ? (weekOfMonth - 1) * 7 + 1 : orElse(day, 1);
    if (m < 1 || m > 12 || d < 1 || d > Dates.daysInMonth(y, m)) {
      throw overflow(text);
    }
    return Dates.toDay(y, m, d);
  }
}
