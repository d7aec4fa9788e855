package org.postern.executor.types.datetime;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Interval;
import org.postern.executor.types.IntervalStyle;

/**
 * Interval to text in the four styles.
 *
 * <p>Source: PostgreSQL documentation, section 8.5.5 "Interval Output".
 */
public final class IntervalOutput {
  private final ByteSink out;
  private long year;
  private long month;
  private long day;
  private long hour;
  private long minute;
  private long second;
  private long micros;
  private boolean zero = true;
  private boolean before;

  private IntervalOutput(Interval interval, ByteSink out) {
    this.out = out;
    this.year = interval.months() / 12;
    this.month = interval.months() % 12;
    this.day = interval.days();
    this.hour = interval.micros() / Dates.MICROS_PER_HOUR;
    this.minute = interval.micros() / Dates.MICROS_PER_MINUTE % 60;
    this.second = interval.micros() / Dates.MICROS_PER_SECOND % 60;
    this.micros = interval.micros() % Dates.MICROS_PER_SECOND;
  }

  public static void append(Interval interval, IntervalStyle style, ByteSink out) {
    IntervalOutput output = new IntervalOutput(interval, out);
    switch (style) {
      case POSTGRES -> output.postgres();
      case POSTGRES_VERBOSE -> output.verbose();
      case SQL_STANDARD -> output.sqlStandard();
      case ISO_8601 -> output.iso();
    }
  }

  private boolean timeNegative() {
    return hour < 0 || minute < 0 || second < 0 || micros < 0;
  }

  private boolean hasTime() {
    return hour != 0 || minute != 0 || second != 0 || micros != 0;
  }

  private void seconds(int width) {
    out.putPadded(Math.abs(second), width);
    DateTimeOutput.appendFraction(Math.abs(micros), out);
  }

  private void postgres() {
    postgresPart(year, "year");
    postgresPart(month, "mon");
    postgresPart(day, "day");
    if (zero || hasTime()) {
      out.putAscii(zero ? "" : " ").putAscii(timeNegative() ? "-" : before ? "+" : "");
      out.putPadded(Math.abs(hour), 2).put(':').putPadded(Math.abs(minute), 2).put(':');
      seconds(2);
    }
  }

  private void postgresPart(long value, String unit) {
    if (value == 0) {
      return;
    }
    out.putAscii(zero ? "" : " ").putAscii(before && value > 0 ? "+" : "");
    out.putDecimal(value).put(' ').putAscii(unit).putAscii(value != 1 ? "s" : "");
    // A plus sign is needed right after a negative field only.
    before = value < 0;
    zero = false;
  }

  private void verbose() {
    out.put('@');
    verbosePart(year, "year");
    verbosePart(month, "mon");
    verbosePart(day, "day");
    verbosePart(hour, "hour");
    verbosePart(minute, "min");
    if (second != 0 || micros != 0) {
      out.put(' ');
      if (second < 0 || second == 0 && micros < 0) {
        if (zero) {
          before = true;
        } else if (!before) {
          out.put('-');
        }
      } else if (before) {
        out.put('-');
      }
      seconds(1);
      out.putAscii(Math.abs(second) != 1 || micros != 0 ? " secs" : " sec");
      zero = false;
    }
    out.putAscii(zero ? " 0" : "").putAscii(before ? " ago" : "");
  }

  private void verbosePart(long value, String unit) {
    if (value == 0) {
      return;
    }
    long shown = value;
    if (zero) {
      before = value < 0;
      shown = Math.abs(value);
    } else if (before) {
      shown = -value;
    }
    out.put(' ').putDecimal(shown).put(' ').putAscii(unit).putAscii(shown == 1 ? "" : "s");
    zero = false;
  }

  private void sqlStandard() {
    boolean negative = year < 0 || month < 0 || day < 0 || timeNegative();
    boolean positive =
        year > 0 || month > 0 || day > 0 || hour > 0 || minute > 0 || second > 0 || micros > 0;
    boolean yearMonth = year != 0 || month != 0;
    boolean dayTime = day != 0 || hasTime();
    boolean standard = !(negative && positive) && !(yearMonth && dayTime);
    if (!negative && !positive) {
      out.put('0');
      return;
    }
    if (!standard) {
      out.put(year < 0 || month < 0 ? '-' : '+').putDecimal(Math.abs(year)).put('-');
      out.putDecimal(Math.abs(month)).put(' ').put(day < 0 ? '-' : '+');
      out.putDecimal(Math.abs(day)).put(' ').put(timeNegative() ? '-' : '+');
      sqlTime();
      return;
    }
    if (negative) {
      out.put('-');
    }
    if (yearMonth) {
      out.putDecimal(Math.abs(year)).put('-').putDecimal(Math.abs(month));
      return;
    }
    if (day != 0) {
      out.putDecimal(Math.abs(day)).put(' ');
    }
    sqlTime();
  }

  private void sqlTime() {
    out.putDecimal(Math.abs(hour)).put(':').putPadded(Math.abs(minute), 2).put(':');
    seconds(2);
  }

  private void iso() {
    if (year == 0 && month == 0 && day == 0 && !hasTime()) {
      out.putAscii("PT0S");
      return;
    }
    out.put('P');
    isoPart(year, 'Y');
    isoPart(month, 'M');
    isoPart(day, 'D');
    if (hasTime()) {
      out.put('T');
    }
    isoPart(hour, 'H');
    isoPart(minute, 'M');
    if (second != 0 || micros != 0) {
      out.putAscii(second < 0 || micros < 0 ? "-" : "");
      seconds(1);
      out.put('S');
    }
  }

  private void isoPart(long value, char unit) {
    if (value != 0) {
      out.putDecimal(value).put(unit);
    }
  }
}
