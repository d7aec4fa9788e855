package org.postern.executor.types.datetime;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import org.postern.executor.types.Interval;
import org.postern.executor.types.Numeric;
import org.postern.executor.types.TimeTz;
import org.postern.executor.types.TimeZoneRule;
import org.postern.executor.types.datetime.DateTimeWords.Unit;
import org.postern.executor.types.numeric.NumericArithmetic;
import org.postern.executor.types.numeric.NumericCasts;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * extract() of the date and time types, as numeric, and date_part(), as float8. Null comes out for
 * the fields that an infinite value does not have.
 *
 * <p>Source: PostgreSQL documentation, section 9.9.1 "EXTRACT, date_part".
 */
public final class DateTimeParts {
  static final String TIMESTAMP = "timestamp without time zone";
  static final String TIMESTAMPTZ = "timestamp with time zone";
  private static final Numeric MICROS_PER_DAY = Numeric.of(Dates.MICROS_PER_DAY);

  private DateTimeParts() {}

  private static Double toDouble(Numeric value) {
    return value == null ? null : Double.valueOf(NumericCasts.toDouble(value));
  }

  /** date_part() of a timestamp; {@code zone} is null without time zone. */
  public static Double doubleOfTimestamp(String name, long timestamp, TimeZoneRule zone) {
    Unit unit = unit(name, zone == null ? TIMESTAMP : TIMESTAMPTZ);
    if (Dates.isInfinite(timestamp)) {
      return toDouble(infinite(unit, timestamp > 0));
    }
    if (unit == Unit.EPOCH) {
      // Near the end of time the sum does not fit a long.
      long distance = Dates.UNIX_SECONDS * Dates.MICROS_PER_SECOND;
      return timestamp > Long.MAX_VALUE - distance
          ? ((double) timestamp + distance) / 1e6
          : (timestamp + distance) / 1e6;
    }
    return toDouble(ofTimestamp(name, timestamp, zone));
  }

  /** date_part() of an interval, where PostgreSQL adds in floating point. */
  public static Double doubleOfInterval(String name, Interval interval) {
    Unit unit = unit(name, "interval");
    long micros = interval.micros();
    if (unit == Unit.SECOND) {
      return (double) (micros / Dates.MICROS_PER_SECOND % 60)
          + micros % Dates.MICROS_PER_SECOND / 1e6;
    }
    if (unit == Unit.EPOCH) {
      return micros / 1e6
          + 365.25 * 86_400 * (interval.months() / 12)
          + 30 * 86_400.0 * (interval.months() % 12)
          + 86_400.0 * interval.days();
    }
    return toDouble(ofInterval(name, interval));
  }

  public static Double doubleOfDate(String name, long date) {
    return toDouble(ofDate(name, date));
  }

  public static Double doubleOfTime(String name, long time) {
    return toDouble(ofTime(name, time));
  }

  public static Double doubleOfTimetz(String name, TimeTz time) {
    return toDouble(ofTimetz(name, time));
  }

  static Unit unit(String name, String type) {
    String lower = name.toLowerCase(Locale.ROOT);
    Unit unit = DateTimeWords.findUnit(lower);
    if (unit != null) {
      return unit;
    }
    return switch (lower) {
      case "epoch" -> Unit.EPOCH;
      case "dow" -> Unit.DOW;
      case "doy" -> Unit.DOY;
      case "isodow" -> Unit.ISODOW;
      case "isoyear" -> Unit.ISOYEAR;
      case "julian", "j", "jd" -> Unit.JULIAN;
      default -> throw notRecognized(name, type);
    };
  }

  static SqlException notRecognized(String name, String type) {
    return SqlException.error(
        SqlState.INVALID_PARAMETER_VALUE,
        "unit \"%s\" not recognized for type %s",
        name.toLowerCase(Locale.ROOT),
        type);
  }

  static SqlException notSupported(String name, String type) {
    return SqlException.error(
        SqlState.FEATURE_NOT_SUPPORTED,
        "unit \"%s\" not supported for type %s",
        name.toLowerCase(Locale.ROOT),
        type);
  }

  public static Numeric ofTimestamp(String unit, long timestamp) {
    return ofTimestamp(unit, timestamp, null);
  }

  public static Numeric ofTimestamptz(String unit, long timestamp, TimeZoneRule zone) {
    return ofTimestamp(unit, timestamp, zone);
  }

  private static Numeric ofTimestamp(String name, long timestamp, TimeZoneRule zone) {
    String type = zone == null ? TIMESTAMP : TIMESTAMPTZ;
    Unit unit = unit(name, type);
    if (Dates.isInfinite(timestamp)) {
      return infinite(unit, timestamp > 0);
    }
    int offset = zone == null ? 0 : zone.offsetAt(Dates.epochSecond(timestamp));
    long local = timestamp + offset * Dates.MICROS_PER_SECOND;
    Numeric time = timePart(unit, Dates.timeOf(local));
    if (time != null) {
      return time;
    }
    if (unit == Unit.EPOCH) {
      return micros(timestamp, Dates.UNIX_SECONDS);
    }
    if (unit == Unit.JULIAN) {
      Numeric fraction = NumericArithmetic.divide(Numeric.of(Dates.timeOf(local)), MICROS_PER_DAY);
      Numeric day = Numeric.of(Dates.dayOf(local) + Dates.JULIAN_2000);
      return NumericArithmetic.add(day, fraction);
    }
    Numeric zonePart = zone == null ? null : zonePart(unit, offset);
    return zonePart != null ? zonePart : datePart(unit, Dates.dayOf(local), name, type);
  }

  /** Microseconds plus seconds, with six digits after the point. */
  private static Numeric micros(long micros, long seconds) {
    BigInteger total =
        BigInteger.valueOf(seconds)
            .multiply(BigInteger.valueOf(Dates.MICROS_PER_SECOND))
            .add(BigInteger.valueOf(micros));
    return Numeric.of(new BigDecimal(total, 6));
  }

  /** Oscillating fields are null at infinity, growing ones infinite. */
  private static Numeric infinite(Unit unit, boolean positive) {
    return switch (unit) {
      case YEAR, DECADE, CENTURY, MILLENNIUM, JULIAN, ISOYEAR, EPOCH ->
          positive ? Numeric.POSITIVE_INFINITY : Numeric.NEGATIVE_INFINITY;
      default -> null;
    };
  }

  /** Fields within the day; null for other units. */
  private static Numeric timePart(Unit unit, long time) {
    long seconds = time % Dates.MICROS_PER_MINUTE;
    return switch (unit) {
      case MICROSECOND -> Numeric.of(seconds);
      case MILLISECOND -> Numeric.of(seconds, 3);
      case SECOND -> Numeric.of(seconds, 6);
      case MINUTE -> Numeric.of(time / Dates.MICROS_PER_MINUTE % 60);
      case HOUR -> Numeric.of(time / Dates.MICROS_PER_HOUR);
      default -> null;
    };
  }

  private static Numeric zonePart(Unit unit, int offset) {
    return switch (unit) {
      case TIMEZONE -> Numeric.of(offset);
      case TIMEZONE_HOUR -> Numeric.of(offset / 3600);
      case TIMEZONE_MINUTE -> Numeric.of(offset / 60 % 60);
      default -> null;
    };
  }

  private static Numeric datePart(Unit unit, long day, String name, String type) {
    int[] date = Dates.fromDay(day);
    int year = date[0];
    return Numeric.of(
        switch (unit) {
          case DAY -> date[2];
          case MONTH -> date[1];
          case QUARTER -> (date[1] - 1) / 3 + 1;
          case WEEK -> IsoWeek.week(day);
          case YEAR -> year > 0 ? year : year - 1;
          case DECADE -> Math.floorDiv(year, 10);
          case CENTURY -> year > 0 ? (year + 99) / 100 : -((99 - (year - 1)) / 100);
          case MILLENNIUM -> year > 0 ? (year + 999) / 1000 : -((999 - (year - 1)) / 1000);
          case JULIAN -> day + Dates.JULIAN_2000;
          case ISOYEAR -> isoYear(day);
          case DOW -> Dates.dayOfWeek(day);
          case ISODOW -> (Dates.dayOfWeek(day) + 6) % 7 + 1;
          case DOY -> Dates.dayOfYear(day);
          default -> throw notSupported(name, type);
        });
  }

  private static int isoYear(long day) {
    int year = IsoWeek.year(day);
    return year > 0 ? year : year - 1;
  }

  public static Numeric ofDate(String name, long date) {
    Unit unit = unit(name, "date");
    boolean timeUnit =
        switch (unit) {
          case MICROSECOND,
              MILLISECOND,
              SECOND,
              MINUTE,
              HOUR,
              TIMEZONE,
              TIMEZONE_HOUR,
              TIMEZONE_MINUTE ->
              true;
          default -> false;
        };
    if (timeUnit) {
      throw notSupported(name, "date");
    }
    if (Dates.isDateInfinite(date)) {
      return infinite(unit, date > 0);
    }
    return unit == Unit.EPOCH
        ? Numeric.of((date + Dates.UNIX_DAYS) * 86_400)
        : datePart(unit, date, name, "date");
  }

  public static Numeric ofTime(String name, long time) {
    Unit unit = unit(name, "time without time zone");
    if (unit == Unit.EPOCH) {
      return Numeric.of(time, 6);
    }
    Numeric part = timePart(unit, time);
    if (part == null) {
      throw notSupported(name, "time without time zone");
    }
    return part;
  }

  public static Numeric ofTimetz(String name, TimeTz time) {
    Unit unit = unit(name, "time with time zone");
    if (unit == Unit.EPOCH) {
      return Numeric.of(time.micros() + time.zone() * Dates.MICROS_PER_SECOND, 6);
    }
    Numeric part = timePart(unit, time.micros());
    if (part == null) {
      part = zonePart(unit, -time.zone());
    }
    if (part == null) {
      throw notSupported(name, "time with time zone");
    }
    return part;
  }

  public static Numeric ofInterval(String name, Interval interval) {
    Unit unit = unit(name, "interval");
    int years = interval.months() / 12;
    int months = interval.months() % 12;
    long micros = interval.micros();
    return switch (unit) {
      case MICROSECOND, MILLISECOND, SECOND, MINUTE, HOUR -> timePart(unit, micros);
      case DAY -> Numeric.of(interval.days());
      case MONTH -> Numeric.of(months);
      case QUARTER -> Numeric.of(months / 3 + 1);
      case YEAR -> Numeric.of(years);
      case DECADE -> Numeric.of(years / 10);
      case CENTURY -> Numeric.of(years / 100);
      case MILLENNIUM -> Numeric.of(years / 1000);
      case EPOCH -> {
        // A year is 365.25 days long here, so quarters of days are counted.
        long quarters = 1461L * years + 120L * months + 4L * interval.days();
        yield micros(micros, quarters * 21_600);
      }
      default -> throw notSupported(name, "interval");
    };
  }
}
