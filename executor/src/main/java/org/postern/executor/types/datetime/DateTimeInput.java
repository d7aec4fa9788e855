package org.postern.executor.types.datetime;

import org.postern.executor.types.TimeTz;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.datetime.DateTimeDecoder.Result;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Text to date, time, timetz, timestamp and timestamptz. */
public final class DateTimeInput {
  private static final int MIN_JULIAN_YEAR = -4713;
  private static final int MAX_JULIAN_YEAR = 5_874_898;

  private DateTimeInput() {}

  public static long date(String text, TypeContext ctx) {
    DateTimeDecoder decoder = decode(text, "date", ctx);
    return switch (decoder.result()) {
      case EARLY -> Dates.DATE_MINUS_INFINITY;
      case LATE -> Dates.DATE_INFINITY;
      case EPOCH -> -Dates.UNIX_DAYS;
      case TIME_ONLY -> throw DateTimeSyntaxException.badFormat().toSql("date", text);
      case DATE_TIME -> {
        DateTimeFields fields = decoder.fields();
        long day = validYear(fields) ? day(fields) : Long.MAX_VALUE;
        if (!Dates.isValidDate(day)) {
          throw outOfRange("date", text);
        }
        yield day;
      }
    };
  }

  public static long timestamp(String text, int typmod, TypeContext ctx) {
    return timestamp(text, typmod, ctx, false);
  }

  public static long timestamptz(String text, int typmod, TypeContext ctx) {
    return timestamp(text, typmod, ctx, true);
  }

  private static long timestamp(String text, int typmod, TypeContext ctx, boolean zoned) {
    String type = zoned ? "timestamp with time zone" : "timestamp";
    DateTimeDecoder decoder = decode(text, type, ctx);
    long value =
        switch (decoder.result()) {
          case EARLY -> Dates.MINUS_INFINITY;
          case LATE -> Dates.INFINITY;
          case EPOCH -> -Dates.UNIX_SECONDS * Dates.MICROS_PER_SECOND;
          case TIME_ONLY -> throw DateTimeSyntaxException.badFormat().toSql(type, text);
          case DATE_TIME -> toTimestamp(decoder.fields(), zoned, text);
        };
    return Precision.timestamp(value, typmod);
  }

  private static long toTimestamp(DateTimeFields fields, boolean zoned, String text) {
    if (!validYear(fields)) {
      throw outOfRange("timestamp", text);
    }
    long zone = zoned ? fields.zone * Dates.MICROS_PER_SECOND : 0;
    try {
      long micros = Math.multiplyExact(day(fields), Dates.MICROS_PER_DAY);
      long value = Math.addExact(Math.addExact(micros, fields.timeOfDay()), zone);
      if (Dates.isValidTimestamp(value)) {
        return value;
      }
    } catch (ArithmeticException e) {
      throw outOfRange("timestamp", text).withCause(e);
    }
    throw outOfRange("timestamp", text);
  }

  private static boolean validYear(DateTimeFields fields) {
    return fields.year >= MIN_JULIAN_YEAR && fields.year <= MAX_JULIAN_YEAR;
  }

  private static long day(DateTimeFields fields) {
    return Dates.toDay(fields.year, fields.month, fields.day);
  }

  public static long time(String text, int typmod, TypeContext ctx) {
    return Precision.time(decodeTime(text, "time", ctx).timeOfDay(), typmod);
  }

  public static TimeTz timetz(String text, int typmod, TypeContext ctx) {
    DateTimeFields fields = decodeTime(text, "time with time zone", ctx);
    return new TimeTz(Precision.time(fields.timeOfDay(), typmod), fields.zone);
  }

  private static DateTimeDecoder decode(String text, String type, TypeContext ctx) {
    try {
      return DateTimeDecoder.decodeDateTime(text, ctx);
    } catch (DateTimeSyntaxException e) {
      throw e.toSql(type, text);
    }
  }

  private static DateTimeFields decodeTime(String text, String type, TypeContext ctx) {
    try {
      DateTimeDecoder decoder = DateTimeDecoder.decodeTime(text, ctx);
      assert decoder.result() == Result.DATE_TIME;
      return decoder.fields();
    } catch (DateTimeSyntaxException e) {
      throw e.toSql(type, text);
    }
  }

  private static SqlException outOfRange(String type, String text) {
    return SqlException.error(
        SqlState.DATETIME_VALUE_OUT_OF_RANGE, "%s out of range: \"%s\"", type, text);
  }
}
