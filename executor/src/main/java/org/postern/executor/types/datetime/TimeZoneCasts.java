package org.postern.executor.types.datetime;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Interval;
import org.postern.executor.types.IntervalStyle;
import org.postern.executor.types.TimeTz;
import org.postern.executor.types.TimeZoneRule;
import org.postern.executor.types.TypeContext;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Casts among the date and time types, and AT TIME ZONE. */
public final class TimeZoneCasts {
  private static final long END_TIMESTAMP_DAY = Dates.END_TIMESTAMP / Dates.MICROS_PER_DAY;

  private TimeZoneCasts() {}

  /** timestamptz to the local timestamp of a zone. */
  public static long toLocal(long timestamptz, TimeZoneRule zone) {
    if (Dates.isInfinite(timestamptz)) {
      return timestamptz;
    }
    int offset = zone.offsetAt(Dates.epochSecond(timestamptz));
    return Dates.checkTimestamp(timestamptz + offset * Dates.MICROS_PER_SECOND);
  }

  /** A local timestamp of a zone to timestamptz. */
  public static long toUtc(long timestamp, TimeZoneRule zone) {
    if (Dates.isInfinite(timestamp)) {
      return timestamp;
    }
    int offset = zone.offsetAtLocal(Dates.epochSecond(timestamp));
    return Dates.checkTimestamp(timestamp - offset * Dates.MICROS_PER_SECOND);
  }

  public static long dateToTimestamp(long date) {
    if (date == Dates.DATE_INFINITY) {
      return Dates.INFINITY;
    }
    if (date == Dates.DATE_MINUS_INFINITY) {
      return Dates.MINUS_INFINITY;
    }
    if (date >= END_TIMESTAMP_DAY) {
      throw SqlException.error(
          SqlState.DATETIME_VALUE_OUT_OF_RANGE, "date out of range for timestamp");
    }
    return date * Dates.MICROS_PER_DAY;
  }

  public static long dateToTimestamptz(long date, TimeZoneRule zone) {
    return toUtc(dateToTimestamp(date), zone);
  }

  public static long timestampToDate(long timestamp) {
    if (timestamp == Dates.INFINITY) {
      return Dates.DATE_INFINITY;
    }
    return timestamp == Dates.MINUS_INFINITY ? Dates.DATE_MINUS_INFINITY : Dates.dayOf(timestamp);
  }

  public static long timestamptzToDate(long timestamptz, TimeZoneRule zone) {
    return timestampToDate(toLocal(timestamptz, zone));
  }

  /** Null for infinities. */
  public static Long timestampToTime(long timestamp) {
    return Dates.isInfinite(timestamp) ? null : Long.valueOf(Dates.timeOf(timestamp));
  }

  public static Long timestamptzToTime(long timestamptz, TimeZoneRule zone) {
    return timestampToTime(toLocal(timestamptz, zone));
  }

  public static TimeTz timestamptzToTimetz(long timestamptz, TimeZoneRule zone) {
    if (Dates.isInfinite(timestamptz)) {
      return null;
    }
    int offset = zone.offsetAt(Dates.epochSecond(timestamptz));
    return new TimeTz(Dates.timeOf(timestamptz + offset * Dates.MICROS_PER_SECOND), -offset);
  }

  /** time to timetz: the zone's offset at that time today. */
  public static TimeTz timeToTimetz(long time, TypeContext ctx) {
    long today = Dates.dayOf(toLocal(ctx.transactionTimestamp(), ctx.timeZone()));
    long local = today * Dates.MICROS_PER_DAY + time;
    return new TimeTz(time, -ctx.timeZone().offsetAtLocal(Dates.epochSecond(local)));
  }

  public static long timetzToTime(TimeTz time) {
    return time.micros();
  }

  public static Interval timeToInterval(long time) {
    return new Interval(0, 0, time);
  }

  public static long intervalToTime(Interval interval) {
    return Math.floorMod(interval.micros(), Dates.MICROS_PER_DAY);
  }

  /** timestamptz AT TIME ZONE name. */
  public static long zoneLocal(String zone, long timestamptz) {
    return Dates.isInfinite(timestamptz)
        ? timestamptz
        : toLocal(timestamptz, TimeZones.forConversion(zone));
  }

  /** timestamp AT TIME ZONE name. */
  public static long zoneUtc(String zone, long timestamp) {
    return Dates.isInfinite(timestamp)
        ? timestamp
        : toUtc(timestamp, TimeZones.forConversion(zone));
  }

  /** timetz AT TIME ZONE name: the zone's offset now. */
  public static TimeTz zone(String zone, TimeTz time, TypeContext ctx) {
    long now = Dates.epochSecond(ctx.transactionTimestamp());
    return shift(time, -TimeZones.forConversion(zone).offsetAt(now));
  }

  private static TimeTz shift(TimeTz time, int newZone) {
    long shifted = time.micros() + (time.zone() - newZone) * Dates.MICROS_PER_SECOND;
    return new TimeTz(Math.floorMod(shifted, Dates.MICROS_PER_DAY), newZone);
  }

  private static int offsetOf(Interval zone) {
    if (zone.months() != 0 || zone.days() != 0) {
      ByteSink text = new ByteSink();
      IntervalOutput.append(zone, IntervalStyle.POSTGRES, text);
      throw SqlException.error(
          SqlState.INVALID_PARAMETER_VALUE,
          "interval time zone \"%s\" must not include months or days",
          text);
    }
    return (int) (zone.micros() / Dates.MICROS_PER_SECOND);
  }

  /** timestamptz AT TIME ZONE interval. */
  public static long zoneLocal(Interval zone, long timestamptz) {
    if (Dates.isInfinite(timestamptz)) {
      return timestamptz;
    }
    return Dates.checkTimestamp(timestamptz + offsetOf(zone) * Dates.MICROS_PER_SECOND);
  }

  /** timestamp AT TIME ZONE interval. */
  public static long zoneUtc(Interval zone, long timestamp) {
    if (Dates.isInfinite(timestamp)) {
      return timestamp;
    }
    return Dates.checkTimestamp(timestamp - offsetOf(zone) * Dates.MICROS_PER_SECOND);
  }

  public static TimeTz zone(Interval zone, TimeTz time) {
    return shift(time, -offsetOf(zone));
  }
}
