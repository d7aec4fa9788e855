package org.postern.executor.types.json;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.TimeTz;
import org.postern.executor.types.TimeZoneRule;
import org.postern.executor.types.datetime.DateTimeOutput;
import org.postern.executor.types.datetime.Dates;

/** Dates and times in JSON: always ISO 8601 with a T, whatever DateStyle says. */
public final class JsonDates {
  private JsonDates() {}

  public static void date(long date, ByteSink out) {
    if (date == Dates.DATE_INFINITY || date == Dates.DATE_MINUS_INFINITY) {
      out.putAscii(date > 0 ? "infinity" : "-infinity");
      return;
    }
    int[] parts = Dates.fromDay(date);
    day(parts, out);
    era(parts, out);
  }

  private static void day(int[] parts, ByteSink out) {
    int year = parts[0] > 0 ? parts[0] : 1 - parts[0];
    out.putPadded(year, 4).put('-').putPadded(parts[1], 2).put('-').putPadded(parts[2], 2);
  }

  private static void era(int[] parts, ByteSink out) {
    if (parts[0] <= 0) {
      out.putAscii(" BC");
    }
  }

  public static void time(long micros, ByteSink out) {
    DateTimeOutput.appendTime(micros, out);
  }

  public static void timeTz(TimeTz time, ByteSink out) {
    DateTimeOutput.appendTime(time.micros(), out);
    offset(-time.zone(), out);
  }

  public static void timestamp(long timestamp, ByteSink out) {
    if (infinite(timestamp, out)) {
      return;
    }
    int[] parts = moment(timestamp, out);
    era(parts, out);
  }

  private static boolean infinite(long timestamp, ByteSink out) {
    if (timestamp != Long.MAX_VALUE && timestamp != Long.MIN_VALUE) {
      return false;
    }
    out.putAscii(timestamp > 0 ? "infinity" : "-infinity");
    return true;
  }

  private static int[] moment(long timestamp, ByteSink out) {
    int[] parts = Dates.fromDay(Math.floorDiv(timestamp, Dates.MICROS_PER_DAY));
    day(parts, out);
    out.put('T');
    DateTimeOutput.appendTime(Math.floorMod(timestamp, Dates.MICROS_PER_DAY), out);
    return parts;
  }

  /** As the given zone shows it. */
  public static void timestamptz(long timestamp, TimeZoneRule zone, ByteSink out) {
    if (!infinite(timestamp, out)) {
      timestamptz(timestamp, zone.offsetAt(Dates.epochSecond(timestamp)), out);
    }
  }

  /** As a clock shows it that is {@code east} seconds east of Greenwich. */
  public static void timestamptz(long timestamp, int east, ByteSink out) {
    int[] parts = moment(timestamp + east * Dates.MICROS_PER_SECOND, out);
    offset(east, out);
    era(parts, out);
  }

  private static void offset(int east, ByteSink out) {
    int seconds = Math.abs(east);
    out.put(east < 0 ? '-' : '+').putPadded(seconds / 3600, 2);
    out.put(':').putPadded(seconds / 60 % 60, 2);
    if (seconds % 60 != 0) {
      out.put(':').putPadded(seconds % 60, 2);
    }
  }
}
