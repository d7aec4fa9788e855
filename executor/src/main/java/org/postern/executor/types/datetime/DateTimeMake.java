package org.postern.executor.types.datetime;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import org.postern.executor.types.TimeZoneRule;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** make_date and its kin, to_timestamp(double precision), isfinite. */
public final class DateTimeMake {
  private DateTimeMake() {}

  private static SqlException fieldOutOfRange(String format, Object... args) {
    return SqlException.error(SqlState.DATETIME_FIELD_OVERFLOW, format, args);
  }

  /** A negative year is BC. */
  public static long date(long year, long month, long day) {
    return date(year, month, day, year < 0 ? year + 1 : year);
  }

  /** {@code shownYear}: the year for the error message. */
  private static long date(long year, long month, long day, long shownYear) {
    long astronomical = year < 0 ? year + 1 : year;
    boolean valid =
        year != 0
            && Math.abs(year) < 10_000_000
            && month >= 1
            && month <= 12
            && day >= 1
            && day <= 31
            && day <= Dates.daysInMonth((int) astronomical, (int) month);
    if (!valid) {
      throw fieldOutOfRange("date field value out of range: %d-%02d-%02d", shownYear, month, day);
    }
    long result = Dates.toDay((int) astronomical, (int) month, (int) day);
    if (!Dates.isValidDate(result)) {
      throw SqlException.error(
          SqlState.DATETIME_VALUE_OUT_OF_RANGE,
          "date out of range: %d-%02d-%02d",
          year,
          month,
          day);
    }
    return result;
  }

  public static long time(long hour, long minute, double second) {
    double micros = Math.rint(second * Dates.MICROS_PER_SECOND);
    boolean valid =
        hour >= 0
            && hour <= 24
            && minute >= 0
            && minute <= 59
            && micros >= 0
            && micros <= 60 * Dates.MICROS_PER_SECOND;
    long result = hour * Dates.MICROS_PER_HOUR + minute * Dates.MICROS_PER_MINUTE + (long) micros;
    if (!valid || result > Dates.MICROS_PER_DAY) {
      throw fieldOutOfRange(
          "time field value out of range: %d:%02d:%s", hour, minute, general(second, 2));
    }
    return result;
  }

  /** C's %g: six significant digits, without trailing zeros, padded with zeros. */
  private static String general(double value, int width) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }
    BigDecimal number = new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
    int exponent = number.precision() - number.scale() - 1;
    String text;
    if (number.signum() != 0 && (exponent < -4 || exponent >= 6)) {
      String digits = number.unscaledValue().abs().toString();
      String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
      text =
          String.format(
              Locale.ROOT,
              "%s%s%se%s%02d",
              number.signum() < 0 ? "-" : "",
              digits.charAt(0),
              fraction,
              exponent < 0 ? "-" : "+",
              Math.abs(exponent));
    } else {
      text = number.toPlainString();
    }
    return text.length() < width ? "0".repeat(width - text.length()) + text : text;
  }

  public static long timestamp(
      long year, long month, long day, long hour, long minute, double second) {
    long date = date(year, month, day, year);
    long time = time(hour, minute, second);
    long days = Dates.END_TIMESTAMP / Dates.MICROS_PER_DAY;
    if (date >= days) {
      throw SqlException.error(
          SqlState.DATETIME_VALUE_OUT_OF_RANGE,
          "timestamp out of range: %d-%02d-%02d %d:%02d:%s",
          year,
          month,
          day,
          hour,
          minute,
          general(second, 2));
    }
    return Dates.checkTimestamp(date * Dates.MICROS_PER_DAY + time);
  }

  public static long timestamptz(long timestamp, TimeZoneRule zone) {
    return TimeZoneCasts.toUtc(timestamp, zone);
  }

  /** The zone argument of make_timestamptz: a name, or an offset with a sign. */
  public static long timestamptz(long timestamp, String zone) {
    return TimeZoneCasts.toUtc(timestamp, parseZone(zone));
  }

  private static TimeZoneRule parseZone(String zone) {
    char first = zone.isEmpty() ? '\0' : zone.charAt(0);
    if (first >= '0' && first <= '9') {
      throw SqlException.error(
              SqlState.INVALID_PARAMETER_VALUE,
              "invalid input syntax for type numeric time zone: \"%s\"",
              zone)
          .withHint("Numeric time zones must have \"-\" or \"+\" as first character.");
    }
    if (first != '+' && first != '-') {
      return TimeZones.forConversion(zone);
    }
    try {
      return TimeZones.ofOffset(-DateTimeDecoder.parseZone(zone));
    } catch (DateTimeSyntaxException e) {
      if (e.reason() == DateTimeSyntaxException.Reason.ZONE_OVERFLOW) {
        throw SqlException.error(
            SqlState.INVALID_PARAMETER_VALUE, "numeric time zone \"%s\" out of range", zone);
      }
      throw TimeZones.notRecognized(zone);
    }
  }

  /** to_timestamp(double precision): seconds since 1970. */
  public static long fromEpoch(double seconds) {
    if (Double.isNaN(seconds)) {
      throw SqlException.error(SqlState.DATETIME_VALUE_OUT_OF_RANGE, "timestamp cannot be NaN");
    }
    if (Double.isInfinite(seconds)) {
      return seconds > 0 ? Dates.INFINITY : Dates.MINUS_INFINITY;
    }
    double first = (double) (Dates.MIN_DATE + Dates.UNIX_DAYS) * 86_400;
    double end = Dates.END_TIMESTAMP / 1e6 + Dates.UNIX_SECONDS;
    if (seconds < first || seconds >= end) {
      throw epochOutOfRange(seconds);
    }
    double micros = Math.rint((seconds - Dates.UNIX_SECONDS) * Dates.MICROS_PER_SECOND);
    long result = (long) micros;
    if (!Dates.isValidTimestamp(result)) {
      throw epochOutOfRange(seconds);
    }
    return result;
  }

  private static SqlException epochOutOfRange(double seconds) {
    return SqlException.error(
        SqlState.DATETIME_VALUE_OUT_OF_RANGE,
        "timestamp out of range: \"%s\"",
        general(seconds, 0));
  }

  public static boolean isFiniteDate(long date) {
    return !Dates.isDateInfinite(date);
  }

  public static boolean isFiniteTimestamp(long timestamp) {
    return !Dates.isInfinite(timestamp);
  }
}
