package org.postern.executor.functions;

import static org.postern.executor.functions.Fn.f1;
import static org.postern.executor.functions.Fn.f2;
import static org.postern.executor.functions.Fn.fn;
import static org.postern.executor.functions.Fn.l2;

import org.postern.executor.types.Interval;
import org.postern.executor.types.Numeric;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TimeTz;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.TypeOrders;
import org.postern.executor.types.datetime.DateTimeMath;
import org.postern.executor.types.datetime.DateTimeParts;
import org.postern.executor.types.datetime.TimeZoneCasts;
import org.postern.executor.types.numeric.NumericRounding;
import org.postern.executor.types.numeric.NumericTranscendental;
import org.postern.executor.types.text.Quoting;
import org.postern.executor.types.text.TextCasts;
import org.postern.executor.types.text.TextFunctions;

/** The functions of {@link SqlBodies} that need no catalog. */
final class DerivedFamily implements FunctionFamily {
  private static final Slice BLANK = Slice.utf8(" ");
  private static final Numeric TEN = Numeric.of(10);

  @Override
  public FunctionImpl lookup(String prosrc) {
    FunctionImpl impl = text(prosrc);
    if (impl == null) {
      impl = numbers(prosrc);
    }
    if (impl == null) {
      impl = times(prosrc);
    }
    return impl == null ? overlaps(prosrc) : impl;
  }

  private static FunctionImpl text(String prosrc) {
    return switch (prosrc) {
      case "quote_literal_any" -> fn((a, c) -> Quoting.literal(text(a[0], 0, c)));
      case "quote_nullable_any" ->
          fn((a, c) -> Quoting.nullable(a[0] == null ? null : text(a[0], 0, c)));
      case "any_textcat" -> fn((a, c) -> TextFunctions.concat(text(a[0], 0, c), text(a[1], 1, c)));
      case "lpad_blank" -> f2((a, b) -> TextFunctions.lpad((Slice) a, (Long) b, BLANK));
      case "rpad_blank" -> f2((a, b) -> TextFunctions.rpad((Slice) a, (Long) b, BLANK));
      case "bit_length" -> f1(a -> TextFunctions.bitLength((Slice) a));
      default -> null;
    };
  }

  /** As the cast to text, which spells boolean out where its output function does not. */
  private static Slice text(Object value, int index, CallContext context) {
    if (context.argumentType(index) == TypeOid.BOOL) {
      return Slice.utf8((Long) value != 0 ? "true" : "false");
    }
    return TextCasts.textOf(value, context.argumentType(index), context.types());
  }

  private static FunctionImpl numbers(String prosrc) {
    return switch (prosrc) {
      case "numeric_log10" -> f1(a -> NumericTranscendental.log(TEN, (Numeric) a));
      case "numeric_round_0" -> f1(a -> NumericRounding.round((Numeric) a));
      case "numeric_trunc_0" -> f1(a -> NumericRounding.trunc((Numeric) a));
      default -> null;
    };
  }

  private static FunctionImpl times(String prosrc) {
    return switch (prosrc) {
      case "age_today_tz" -> fn((a, c) -> ageToday((Long) a[0], c, true));
      case "age_today" -> fn((a, c) -> ageToday((Long) a[0], c, false));
      case "date_part_date" -> f2((a, b) -> DateTimeParts.doubleOfDate(a.toString(), (Long) b));
      case "datetime_timestamptz" ->
          fn((a, c) ->
              TimeZoneCasts.toUtc(
                  DateTimeMath.dateTime((Long) a[0], (Long) a[1]), c.types().timeZone()));
      case "timedate_pl" -> l2((a, b) -> DateTimeMath.dateTime(b, a));
      case "timetzdate_pl" -> f2((a, b) -> DateTimeMath.dateTimetz((Long) b, (TimeTz) a));
      case "interval_pl_time" -> f2((a, b) -> DateTimeMath.addToTime((Long) b, (Interval) a));
      case "interval_pl_date" -> f2((a, b) -> DateTimeMath.addToDate((Long) b, (Interval) a));
      case "interval_pl_timetz" -> f2((a, b) -> DateTimeMath.addToTimetz((TimeTz) b, (Interval) a));
      case "interval_pl_timestamp" ->
          f2((a, b) -> DateTimeMath.addToTimestamp((Long) b, (Interval) a));
      case "interval_pl_timestamptz" ->
          fn((a, c) ->
              DateTimeMath.addToTimestamptz((Long) a[1], (Interval) a[0], c.types().timeZone()));
      case "integer_pl_date" -> l2((a, b) -> DateTimeMath.addDays(b, a));
      default -> null;
    };
  }

  /** The age at midnight of the current date. */
  private static Interval ageToday(long past, CallContext context, boolean zoned) {
    long today =
        TimeZoneCasts.timestamptzToDate(
            context.types().transactionTimestamp(), context.types().timeZone());
    if (!zoned) {
      return DateTimeMath.age(TimeZoneCasts.dateToTimestamp(today), past);
    }
    long midnight = TimeZoneCasts.dateToTimestamptz(today, context.types().timeZone());
    return DateTimeMath.ageTimestamptz(midnight, past, context.types().timeZone());
  }

  /** OVERLAPS with an interval in place of one or both ends. */
  private static FunctionImpl overlaps(String prosrc) {
    boolean timestamps = prosrc.startsWith("overlaps_ts_");
    if (!timestamps && !prosrc.startsWith("overlaps_time_")) {
      return null;
    }
    String which = prosrc.substring(timestamps ? 12 : 14);
    boolean first = which.equals("first") || which.equals("both");
    boolean second = which.equals("second") || which.equals("both");
    return fn((a, c) -> {
      Object firstEnd = first ? end(a[0], a[1], timestamps, c) : a[1];
      Object secondEnd = second ? end(a[2], a[3], timestamps, c) : a[3];
      Boolean result = DateTimeMath.overlaps(a[0], firstEnd, a[2], secondEnd, TypeOrders.LONGS);
      return result == null ? null : Fn.bool(result);
    });
  }

  private static Object end(Object start, Object span, boolean timestamps, CallContext context) {
    if (start == null || span == null) {
      return null;
    }
    if (!timestamps) {
      return DateTimeMath.addToTime((Long) start, (Interval) span);
    }
    return context.argumentType(0) == TypeOid.TIMESTAMPTZ
        ? DateTimeMath.addToTimestamptz((Long) start, (Interval) span, context.types().timeZone())
        : DateTimeMath.addToTimestamp((Long) start, (Interval) span);
  }
}
