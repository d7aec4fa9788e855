package org.postern.executor.types.datetime;

/** ISO 8601 weeks: they begin on Monday, and week 1 has the year's first Thursday. */
public final class IsoWeek {
  private IsoWeek() {}

  private static long thursday(long day) {
    return day - Math.floorMod(day + 5, 7L) + 3;
  }

  /** The year that the week of a day belongs to, astronomical. */
  public static int year(long day) {
    return Dates.fromDay(thursday(day))[0];
  }

  public static int week(long day) {
    long thursday = thursday(day);
    return (int) ((thursday - Dates.toDay(Dates.fromDay(thursday)[0], 1, 1)) / 7 + 1);
  }

  /** The Monday of a week. */
  public static long monday(int year, int week) {
    return thursday(Dates.toDay(year, 1, 4)) - 3 + (week - 1) * 7L;
  }

  /** The day's place in its ISO year, from 1. */
  public static int dayOfYear(long day) {
    return (int) (day - monday(year(day), 1) + 1);
  }

  /** The Monday on or before a day. */
  public static long mondayOf(long day) {
    return thursday(day) - 3;
  }
}
