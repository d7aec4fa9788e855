package org.postern.executor.types.datetime;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.DateOrder;
import org.postern.executor.types.DateStyle;
import org.postern.executor.types.TimeTz;
import org.postern.executor.types.TimeZoneRule;
import org.postern.executor.types.TypeContext;

/**
 * Dates, times and timestamps to text in the four date styles.
 *
 * <p>Source: PostgreSQL documentation, section 8.5.2 "Date/Time Output".
 */
public final class DateTimeOutput {
  private static final String[] DAYS = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  private static final String[] MONTHS = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };

  private DateTimeOutput() {}

  public static void appendDate(long date, ByteSink out, TypeContext ctx) {
    if (date == Dates.DATE_INFINITY) {
      out.putAscii("infinity");
      return;
    }
    if (date == Dates.DATE_MINUS_INFINITY) {
      out.putAscii("-infinity");
      return;
    }
    int[] parts = Dates.fromDay(date);
    appendNumericDate(parts, ctx.dateStyle(), ctx.dateOrder(), out);
    appendEra(parts[0], out);
  }

  private static void appendNumericDate(
      int[] parts, DateStyle style, DateOrder order, ByteSink out) {
    int year = parts[0] > 0 ? parts[0] : 1 - parts[0];
    boolean dayFirst = order == DateOrder.DMY || style == DateStyle.GERMAN;
    int first = dayFirst ? parts[2] : parts[1];
    int second = dayFirst ? parts[1] : parts[2];
    char delimiter =
        switch (style) {
          case ISO, POSTGRES -> '-';
          case SQL -> '/';
          case GERMAN -> '.';
        };
    if (style == DateStyle.ISO) {
      out.putPadded(year, 4).put('-').putPadded(parts[1], 2).put('-').putPadded(parts[2], 2);
    } else {
      out.putPadded(first, 2).put(delimiter).putPadded(second, 2);
      out.put(delimiter).putPadded(year, 4);
    }
  }

  private static void appendEra(int year, ByteSink out) {
    if (year <= 0) {
      out.putAscii(" BC");
    }
  }

  public static void appendTime(long micros, ByteSink out) {
    out.putPadded(micros / Dates.MICROS_PER_HOUR, 2).put(':');
    out.putPadded(micros / Dates.MICROS_PER_MINUTE % 60, 2).put(':');
    out.putPadded(micros / Dates.MICROS_PER_SECOND % 60, 2);
    appendFraction(micros % Dates.MICROS_PER_SECOND, out);
  }

  /** ".ffffff" without trailing zeros; nothing for 0. */
  static void appendFraction(long micros, ByteSink out) {
    if (micros == 0) {
      return;
    }
    int width = 6;
    while (micros % 10 == 0) {
      micros /= 10;
      width--;
    }
    out.put('.').putPadded(micros, width);
  }

  public static void appendTimeTz(TimeTz time, ByteSink out) {
    appendTime(time.micros(), out);
    appendOffset(-time.zone(), out);
  }

  /** [+-]hh[:mm[:ss]] */
  static void appendOffset(int eastSeconds, ByteSink out) {
    int seconds = Math.abs(eastSeconds);
    out.put(eastSeconds >= 0 ? '+' : '-').putPadded(seconds / 3600, 2);
    if (seconds % 3600 != 0) {
      out.put(':').putPadded(seconds / 60 % 60, 2);
      if (seconds % 60 != 0) {
        out.put(':').putPadded(seconds % 60, 2);
      }
    }
  }

  public static void appendTimestamp(long timestamp, ByteSink out, TypeContext ctx) {
    if (!appendInfinity(timestamp, out)) {
      append(timestamp, null, 0, out, ctx);
    }
  }

  public static void appendTimestamptz(long timestamp, ByteSink out, TypeContext ctx) {
    if (!appendInfinity(timestamp, out)) {
      TimeZoneRule zone = ctx.timeZone();
      append(timestamp, zone, zone.offsetAt(Dates.epochSecond(timestamp)), out, ctx);
    }
  }

  private static boolean appendInfinity(long timestamp, ByteSink out) {
    if (!Dates.isInfinite(timestamp)) {
      return false;
    }
    out.putAscii(timestamp == Dates.INFINITY ? "infinity" : "-infinity");
    return true;
  }

  private static void append(
      long timestamp, TimeZoneRule zone, int offset, ByteSink out, TypeContext ctx) {
    long local = timestamp + offset * Dates.MICROS_PER_SECOND;
    long day = Dates.dayOf(local);
    int[] parts = Dates.fromDay(day);
    DateStyle style = ctx.dateStyle();
    switch (style) {
      case ISO -> {
        appendNumericDate(parts, style, ctx.dateOrder(), out);
        appendTime(Dates.timeOf(local), out.put(' '));
        if (zone != null) {
          appendOffset(offset, out);
        }
      }
      case SQL, GERMAN -> {
        appendNumericDate(parts, style, ctx.dateOrder(), out);
        appendTime(Dates.timeOf(local), out.put(' '));
        appendAbbreviation(timestamp, zone, out);
      }
      case POSTGRES -> {
        out.putAscii(DAYS[Dates.dayOfWeek(day)]).put(' ');
        if (ctx.dateOrder() == DateOrder.DMY) {
          out.putPadded(parts[2], 2).put(' ').putAscii(MONTHS[parts[1] - 1]);
        } else {
          out.putAscii(MONTHS[parts[1] - 1]).put(' ').putPadded(parts[2], 2);
        }
        appendTime(Dates.timeOf(local), out.put(' '));
        out.put(' ').putPadded(parts[0] > 0 ? parts[0] : 1 - parts[0], 4);
        appendAbbreviation(timestamp, zone, out);
      }
    }
    appendEra(parts[0], out);
  }

  private static void appendAbbreviation(long timestamp, TimeZoneRule zone, ByteSink out) {
    if (zone != null) {
      out.put(' ').putAscii(zone.abbreviationAt(Dates.epochSecond(timestamp)));
    }
  }
}
