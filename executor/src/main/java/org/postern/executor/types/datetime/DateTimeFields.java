package org.postern.executor.types.datetime;

/** A broken-down date and time while it is being decoded; mutable. */
final class DateTimeFields {
  int year;
  int month;
  int day;
  int dayOfYear;
  int hour;
  int minute;
  int second;

  /** Microseconds of the second, up to and including 1000000. */
  int micros;

  /** Seconds west of Greenwich. */
  int zone;

  long timeOfDay() {
    return hour * Dates.MICROS_PER_HOUR
        + minute * Dates.MICROS_PER_MINUTE
        + second * Dates.MICROS_PER_SECOND
        + micros;
  }

  void setTimeOfDay(long time) {
    hour = (int) (time / Dates.MICROS_PER_HOUR);
    minute = (int) (time / Dates.MICROS_PER_MINUTE % 60);
    second = (int) (time / Dates.MICROS_PER_SECOND % 60);
    micros = (int) (time % Dates.MICROS_PER_SECOND);
  }

  void setDate(long daysSince2000) {
    int[] date = Dates.fromDay(daysSince2000);
    year = date[0];
    month = date[1];
    day = date[2];
  }

  boolean timeOverflows() {
    return hour < 0
        || hour > 24
        || minute < 0
        || minute > 59
        || second < 0
        || second > 60
        || micros < 0
        || micros > Dates.MICROS_PER_SECOND
        || timeOfDay() > Dates.MICROS_PER_DAY;
  }

  /** The local time in seconds since 1970 as if it were UTC, for looking up zone offsets. */
  long localEpochSecond() {
    return (Dates.toDay(year, month, day) + Dates.UNIX_DAYS) * 86_400L
        + hour * 3600L
        + minute * 60L
        + second;
  }
}
