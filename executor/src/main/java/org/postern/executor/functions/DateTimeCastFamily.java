package org.postern.executor.functions;

import static org.postern.executor.functions.Fn.f1;
import static org.postern.executor.functions.Fn.f2;
import static org.postern.executor.functions.Fn.fn;
import static org.postern.executor.functions.Fn.l1;

import org.postern.executor.types.Interval;
import org.postern.executor.types.TimeTz;
import org.postern.executor.types.datetime.DateTimeMath;
import org.postern.executor.types.datetime.DateTimeParts;
import org.postern.executor.types.datetime.DateTimeTruncation;
import org.postern.executor.types.datetime.TimeZoneCasts;
import org.postern.executor.types.datetime.TimeZones;

/**
 * Conversions among the date and time types, AT TIME ZONE, their parts and truncation, and
 * comparisons across them.
 *
 * <p>Source: PostgreSQL documentation, sections 9.9.1 to 9.9.4.
 */
final class DateTimeCastFamily implements FunctionFamily {
  @Override
  public FunctionImpl lookup(String prosrc) {
    FunctionImpl impl = casts(prosrc);
    if (impl == null) {
      impl = zones(prosrc);
    }
    if (impl == null) {
      impl = parts(prosrc);
    }
    if (impl == null) {
      impl = extracts(prosrc);
    }
    return impl == null ? comparison(prosrc) : impl;
  }

  private static FunctionImpl casts(String prosrc) {
    return switch (prosrc) {
      case "date_timestamp" -> l1(TimeZoneCasts::dateToTimestamp);
      case "date_timestamptz" ->
          fn((a, c) -> TimeZoneCasts.dateToTimestamptz((Long) a[0], c.types().timeZone()));
      case "timestamp_date" -> l1(TimeZoneCasts::timestampToDate);
      case "timestamptz_date" ->
          fn((a, c) -> TimeZoneCasts.timestamptzToDate((Long) a[0], c.types().timeZone()));
      case "timestamp_timestamptz" ->
          fn((a, c) -> TimeZoneCasts.toUtc((Long) a[0], c.types().timeZone()));
      case "timestamptz_timestamp" ->
          fn((a, c) -> TimeZoneCasts.toLocal((Long) a[0], c.types().timeZone()));
      case "timestamp_time" -> f1(a -> TimeZoneCasts.timestampToTime((Long) a));
      case "timestamptz_time" ->
          fn((a, c) -> TimeZoneCasts.timestamptzToTime((Long) a[0], c.types().timeZone()));
      case "timestamptz_timetz" ->
          fn((a, c) -> TimeZoneCasts.timestamptzToTimetz((Long) a[0], c.types().timeZone()));
      case "time_timetz" -> fn((a, c) -> TimeZoneCasts.timeToTimetz((Long) a[0], c.types()));
      case "timetz_time" -> f1(a -> TimeZoneCasts.timetzToTime((TimeTz) a));
      case "time_interval" -> f1(a -> TimeZoneCasts.timeToInterval((Long) a));
      case "interval_time" -> f1(a -> TimeZoneCasts.intervalToTime((Interval) a));
      default -> null;
    };
  }

  private static FunctionImpl zones(String prosrc) {
    return switch (prosrc) {
      case "timestamptz_zone" -> f2((a, b) -> TimeZoneCasts.zoneLocal(text(a), (Long) b));
      case "timestamp_zone" -> f2((a, b) -> TimeZoneCasts.zoneUtc(text(a), (Long) b));
      case "timetz_zone" -> fn((a, c) -> TimeZoneCasts.zone(text(a[0]), (TimeTz) a[1], c.types()));
      case "timestamptz_izone" -> f2((a, b) -> TimeZoneCasts.zoneLocal((Interval) a, (Long) b));
      case "timestamp_izone" -> f2((a, b) -> TimeZoneCasts.zoneUtc((Interval) a, (Long) b));
      case "timetz_izone" -> f2((a, b) -> TimeZoneCasts.zone((Interval) a, (TimeTz) b));
      default -> null;
    };
  }

  private static FunctionImpl parts(String prosrc) {
    return switch (prosrc) {
      case "timestamp_part" ->
          f2((a, b) -> DateTimeParts.doubleOfTimestamp(text(a), (Long) b, null));
      case "timestamptz_part" ->
          fn((a, c) ->
              DateTimeParts.doubleOfTimestamp(text(a[0]), (Long) a[1], c.types().timeZone()));
      case "interval_part" -> f2((a, b) -> DateTimeParts.doubleOfInterval(text(a), (Interval) b));
      case "time_part" -> f2((a, b) -> DateTimeParts.doubleOfTime(text(a), (Long) b));
      case "timetz_part" -> f2((a, b) -> DateTimeParts.doubleOfTimetz(text(a), (TimeTz) b));
      case "timestamp_trunc" -> f2((a, b) -> DateTimeTruncation.timestamp(text(a), (Long) b));
      case "timestamptz_trunc" ->
          fn((a, c) ->
              DateTimeTruncation.timestamptz(text(a[0]), (Long) a[1], c.types().timeZone()));
      case "timestamptz_trunc_zone" ->
          fn((a, c) ->
              DateTimeTruncation.timestamptz(
                  text(a[0]), (Long) a[1], TimeZones.forConversion(text(a[2]))));
      case "interval_trunc" -> f2((a, b) -> DateTimeTruncation.interval(text(a), (Interval) b));
      default -> null;
    };
  }

  private static FunctionImpl extracts(String prosrc) {
    return switch (prosrc) {
      case "extract_date" -> f2((a, b) -> DateTimeParts.ofDate(text(a), (Long) b));
      case "extract_time" -> f2((a, b) -> DateTimeParts.ofTime(text(a), (Long) b));
      case "extract_timetz" -> f2((a, b) -> DateTimeParts.ofTimetz(text(a), (TimeTz) b));
      case "extract_timestamp" -> f2((a, b) -> DateTimeParts.ofTimestamp(text(a), (Long) b));
      case "extract_timestamptz" ->
          fn((a, c) -> DateTimeParts.ofTimestamptz(text(a[0]), (Long) a[1], c.types().timeZone()));
      case "extract_interval" -> f2((a, b) -> DateTimeParts.ofInterval(text(a), (Interval) b));
      default -> null;
    };
  }

  private static String text(Object value) {
    return value.toString();
  }

  /** {@code left_op_right} over date, timestamp and timestamptz, two of them different. */
  private static FunctionImpl comparison(String prosrc) {
    String[] words = prosrc.split("_");
    if (words.length != 3) {
      return null;
    }
    Comparison comparison =
        switch (words[0] + " " + words[2]) {
          case "date timestamp" -> (a, b, c) -> DateTimeMath.compareDateTimestamp(a, b);
          case "timestamp date" -> (a, b, c) -> -DateTimeMath.compareDateTimestamp(b, a);
          case "date timestamptz" -> DateTimeCastFamily::dateWithZoned;
          case "timestamptz date" -> (a, b, c) -> -dateWithZoned(b, a, c);
          case "timestamp timestamptz" -> DateTimeCastFamily::localWithZoned;
          case "timestamptz timestamp" -> (a, b, c) -> -localWithZoned(b, a, c);
          default -> null;
        };
    if (comparison == null) {
      return null;
    }
    if (words[1].equals("cmp")) {
      return fn((a, c) -> (long) comparison.compare((Long) a[0], (Long) a[1], c));
    }
    CompareOp op =
        switch (words[1]) {
          case "lt" -> CompareOp.LT;
          case "le" -> CompareOp.LE;
          case "eq" -> CompareOp.EQ;
          case "ne" -> CompareOp.NE;
          case "ge" -> CompareOp.GE;
          case "gt" -> CompareOp.GT;
          default -> null;
        };
    return op == null
        ? null
        : fn((a, c) -> Fn.bool(op.holds(comparison.compare((Long) a[0], (Long) a[1], c))));
  }

  /** A comparison that may depend on the session's time zone. */
  private interface Comparison {
    int compare(long a, long b, CallContext context);
  }

  private static int dateWithZoned(long date, long zoned, CallContext context) {
    int local = DateTimeMath.compareDateTimestamp(date, zoned);
    if (Math.abs(date) > 2_000_000) {
      return local;
    }
    return Long.compare(TimeZoneCasts.dateToTimestamptz(date, context.types().timeZone()), zoned);
  }

  private static int localWithZoned(long local, long zoned, CallContext context) {
    return Long.compare(TimeZoneCasts.toUtc(local, context.types().timeZone()), zoned);
  }
}
