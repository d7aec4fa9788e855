package org.postern.executor.types.datetime;

import java.util.Locale;
import org.postern.executor.types.Interval;
import org.postern.executor.types.TimeZoneRule;
import org.postern.executor.types.datetime.DateTimeWords.Unit;

/**
 * date_trunc(): sets the fields below a unit to their first value.
 *
 * <p>Source: PostgreSQL documentation, section 9.9.2 "date_trunc".
 */
public final class DateTimeTruncation {
  private DateTimeTruncation() {}

  public static long timestamp(String name, long timestamp) {
    return Dates.isInfinite(timestamp)
        ? timestamp
        : truncate(unit(name, DateTimeParts.TIMESTAMP), timestamp);
  }

  /** In the local time of {@code zone}. */
  public static long timestamptz(String name, long timestamp, TimeZoneRule zone) {
    if (Dates.isInfinite(timestamp)) {
      return timestamp;
    }
    Unit unit = unit(name, DateTimeParts.TIMESTAMPTZ);
    long offset = zone.offsetAt(Dates.epochSecond(timestamp)) * Dates.MICROS_PER_SECOND;
    long local = truncate(unit, timestamp + offset);
    // Within the day the offset stays, which keeps the hours of a repeated hour apart.
    return switch (unit) {
      case MICROSECOND, MILLISECOND, SECOND, MINUTE, HOUR -> local - offset;
      default -> TimeZoneCasts.toUtc(local, zone);
    };
  }

  private static Unit unit(String name, String type) {
    Unit unit = DateTimeWords.findUnit(name.toLowerCase(Locale.ROOT));
    if (unit == null) {
      throw DateTimeParts.notRecognized(name, type);
    }
    if (unit == Unit.TIMEZONE || unit == Unit.TIMEZONE_HOUR || unit == Unit.TIMEZONE_MINUTE) {
      throw DateTimeParts.notSupported(name, type);
    }
    return unit;
  }

  private static long truncate(Unit unit, long timestamp) {
    long fine =
        switch (unit) {
          case MICROSECOND -> 1;
          case MILLISECOND -> 1000;
          case SECOND -> Dates.MICROS_PER_SECOND;
          case MINUTE -> Dates.MICROS_PER_MINUTE;
          case HOUR -> Dates.MICROS_PER_HOUR;
          case DAY -> Dates.MICROS_PER_DAY;
          default -> 0;
        };
    if (fine > 0) {
      return timestamp - Math.floorMod(timestamp, fine);
    }
    long day = Dates.dayOf(timestamp);
    if (unit == Unit.WEEK) {
      return Dates.checkTimestamp(IsoWeek.mondayOf(day) * Dates.MICROS_PER_DAY);
    }
    int[] date = Dates.fromDay(day);
    int year = date[0];
    int month =
        switch (unit) {
          case MONTH -> date[1];
          case QUARTER -> 3 * ((date[1] - 1) / 3) + 1;
          default -> 1;
        };
    int first =
        switch (unit) {
          case DECADE -> Math.floorDiv(year, 10) * 10;
          case CENTURY -> Math.floorDiv(year - 1, 100) * 100 + 1;
          case MILLENNIUM -> Math.floorDiv(year - 1, 1000) * 1000 + 1;
          default -> year;
        };
    return Dates.checkTimestamp(Dates.toDay(first, month, 1) * Dates.MICROS_PER_DAY);
  }

  public static Interval interval(String name, Interval interval) {
    Unit unit = unit(name, "interval");
    int months = interval.months();
    int days = interval.days();
    long micros = interval.micros();
    return switch (unit) {
      case MILLENNIUM -> new Interval(months / 12_000 * 12_000, 0, 0);
      case CENTURY -> new Interval(months / 1200 * 1200, 0, 0);
      case DECADE -> new Interval(months / 120 * 120, 0, 0);
      case YEAR -> new Interval(months / 12 * 12, 0, 0);
      case QUARTER -> new Interval(months / 3 * 3, 0, 0);
      case MONTH -> new Interval(months, 0, 0);
      case DAY -> new Interval(months, days, 0);
      case HOUR ->
          new Interval(months, days, micros / Dates.MICROS_PER_HOUR * Dates.MICROS_PER_HOUR);
      case MINUTE ->
          new Interval(months, days, micros / Dates.MICROS_PER_MINUTE * Dates.MICROS_PER_MINUTE);
      case SECOND ->
          new Interval(months, days, micros / Dates.MICROS_PER_SECOND * Dates.MICROS_PER_SECOND);
      case MILLISECOND -> new Interval(months, days, micros / 1000 * 1000);
      case MICROSECOND -> interval;
      case WEEK ->
          throw DateTimeParts.notSupported(name, "interval")
              .withDetail("Months usually have fractional weeks.");
      default -> throw DateTimeParts.notSupported(name, "interval");
    };
  }
}
