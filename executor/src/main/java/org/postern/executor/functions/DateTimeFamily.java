package org.postern.executor.functions;

import static org.postern.executor.functions.Fn.f1;
import static org.postern.executor.functions.Fn.f2;
import static org.postern.executor.functions.Fn.fn;
import static org.postern.executor.functions.Fn.l1;
import static org.postern.executor.functions.Fn.l2;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.postern.executor.types.Interval;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TimeTz;
import org.postern.executor.types.TypeOrder;
import org.postern.executor.types.TypeOrders;
import org.postern.executor.types.datetime.DateTimeMake;
import org.postern.executor.types.datetime.DateTimeMath;
import org.postern.executor.types.datetime.IntervalMath;
import org.postern.executor.types.datetime.Precision;

/**
 * Arithmetic of dates, times and intervals, and the clock.
 *
 * <p>Source: PostgreSQL documentation, section 9.9 "Date/Time Functions and Operators".
 */
final class DateTimeFamily implements FunctionFamily {
  private static final long EPOCH_SECONDS = 946_684_800L;

  @Override
  public FunctionImpl lookup(String prosrc) {
    FunctionImpl impl = dates(prosrc);
    if (impl == null) {
      impl = timestamps(prosrc);
    }
    if (impl == null) {
      impl = times(prosrc);
    }
    if (impl == null) {
      impl = intervals(prosrc);
    }
    if (impl == null) {
      impl = making(prosrc);
    }
    return impl == null ? clock(prosrc) : impl;
  }

  private static FunctionImpl dates(String prosrc) {
    return switch (prosrc) {
      case "date_pli" -> l2(DateTimeMath::addDays);
      case "date_mii" -> l2(DateTimeMath::subtractDays);
      case "date_mi" -> l2(DateTimeMath::daysBetween);
      case "date_pl_interval" -> f2((a, b) -> DateTimeMath.addToDate((Long) a, (Interval) b));
      case "date_mi_interval" ->
          f2((a, b) -> DateTimeMath.subtractFromDate((Long) a, (Interval) b));
      case "date_finite" -> l1(a -> DateTimeMake.isFiniteDate(a) ? 1 : 0);
      case "datetime_timestamp" -> l2(DateTimeMath::dateTime);
      case "datetimetz_timestamptz" -> f2((a, b) -> DateTimeMath.dateTimetz((Long) a, (TimeTz) b));
      default -> null;
    };
  }

  private static FunctionImpl timestamps(String prosrc) {
    return switch (prosrc) {
      case "timestamp_mi" -> f2((a, b) -> DateTimeMath.subtract((Long) a, (Long) b));
      case "timestamp_pl_interval" ->
          f2((a, b) -> DateTimeMath.addToTimestamp((Long) a, (Interval) b));
      case "timestamp_mi_interval" ->
          f2((a, b) -> DateTimeMath.subtractFromTimestamp((Long) a, (Interval) b));
      case "timestamptz_pl_interval" ->
          fn((a, c) ->
              DateTimeMath.addToTimestamptz((Long) a[0], (Interval) a[1], c.types().timeZone()));
      case "timestamptz_mi_interval" ->
          fn((a, c) ->
              DateTimeMath.subtractFromTimestamptz(
                  (Long) a[0], (Interval) a[1], c.types().timeZone()));
      case "timestamp_age" -> f2((a, b) -> DateTimeMath.age((Long) a, (Long) b));
      case "timestamptz_age" ->
          fn((a, c) -> DateTimeMath.ageTimestamptz((Long) a[0], (Long) a[1], c.types().timeZone()));
      case "timestamp_finite" -> l1(a -> DateTimeMake.isFiniteTimestamp(a) ? 1 : 0);
      case "timestamp_bin", "timestamptz_bin" ->
          fn((a, c) -> DateTimeMath.bin((Interval) a[0], (Long) a[1], (Long) a[2]));
      case "timestamp_scale", "timestamptz_scale" -> l2((a, b) -> Precision.timestamp(a, (int) b));
      case "overlaps_timestamp" -> overlaps(TypeOrders.LONGS);
      default -> null;
    };
  }

  private static FunctionImpl overlaps(TypeOrder order) {
    return fn((a, c) -> {
      Boolean result = DateTimeMath.overlaps(a[0], a[1], a[2], a[3], order);
      return result == null ? null : Fn.bool(result);
    });
  }

  private static FunctionImpl times(String prosrc) {
    return switch (prosrc) {
      case "time_pl_interval" -> f2((a, b) -> DateTimeMath.addToTime((Long) a, (Interval) b));
      case "time_mi_interval" ->
          f2((a, b) -> DateTimeMath.subtractFromTime((Long) a, (Interval) b));
      case "time_mi_time" -> f2((a, b) -> DateTimeMath.subtractTimes((Long) a, (Long) b));
      case "timetz_pl_interval" -> f2((a, b) -> DateTimeMath.addToTimetz((TimeTz) a, (Interval) b));
      case "timetz_mi_interval" ->
          f2((a, b) -> DateTimeMath.subtractFromTimetz((TimeTz) a, (Interval) b));
      case "time_scale" -> l2((a, b) -> Precision.time(a, (int) b));
      case "timetz_scale" ->
          f2((a, b) -> {
            TimeTz time = (TimeTz) a;
            long micros = Precision.time(time.micros(), ((Long) b).intValue());
            return new TimeTz(micros, time.zone());
          });
      case "overlaps_time" -> overlaps(TypeOrders.LONGS);
      case "overlaps_timetz" -> overlaps(TypeOrders.TIMETZS);
      default -> null;
    };
  }

  private static FunctionImpl intervals(String prosrc) {
    return switch (prosrc) {
      case "interval_um" -> f1(a -> IntervalMath.negate((Interval) a));
      case "interval_pl" -> f2((a, b) -> IntervalMath.add((Interval) a, (Interval) b));
      case "interval_mi" -> f2((a, b) -> IntervalMath.subtract((Interval) a, (Interval) b));
      case "interval_mul" -> f2((a, b) -> IntervalMath.multiply((Interval) a, (Double) b));
      case "mul_d_interval" -> f2((a, b) -> IntervalMath.multiply((Interval) b, (Double) a));
      case "interval_div" -> f2((a, b) -> IntervalMath.divide((Interval) a, (Double) b));
      case "interval_justify_hours" -> f1(a -> IntervalMath.justifyHours((Interval) a));
      case "interval_justify_days" -> f1(a -> IntervalMath.justifyDays((Interval) a));
      case "interval_justify_interval" -> f1(a -> IntervalMath.justifyInterval((Interval) a));
      case "interval_finite" -> fn((a, c) -> Fn.bool(true));
      case "interval_scale" ->
          f2((a, b) -> Precision.interval((Interval) a, ((Long) b).intValue()));
      default -> null;
    };
  }

  private static FunctionImpl making(String prosrc) {
    return switch (prosrc) {
      case "make_date" -> fn((a, c) -> DateTimeMake.date((Long) a[0], (Long) a[1], (Long) a[2]));
      case "make_time" -> fn((a, c) -> DateTimeMake.time((Long) a[0], (Long) a[1], (Double) a[2]));
      case "make_timestamp" -> fn((a, c) -> timestampOf(a));
      case "make_timestamptz" ->
          fn((a, c) -> DateTimeMake.timestamptz(timestampOf(a), c.types().timeZone()));
      case "make_timestamptz_at_timezone" ->
          fn((a, c) -> DateTimeMake.timestamptz(timestampOf(a), ((Slice) a[6]).toString()));
      case "make_interval" ->
          fn((a, c) ->
              IntervalMath.make(
                  (Long) a[0],
                  (Long) a[1],
                  (Long) a[2],
                  (Long) a[3],
                  (Long) a[4],
                  (Long) a[5],
                  (Double) a[6]));
      case "float8_timestamptz" -> f1(a -> DateTimeMake.fromEpoch((Double) a));
      default -> null;
    };
  }

  private static long timestampOf(Object[] a) {
    return DateTimeMake.timestamp(
        (Long) a[0], (Long) a[1], (Long) a[2], (Long) a[3], (Long) a[4], (Double) a[5]);
  }

  private static FunctionImpl clock(String prosrc) {
    return switch (prosrc) {
      case "now" -> fn((a, c) -> c.types().transactionTimestamp());
      case "clock_timestamp" -> fn((a, c) -> microsNow());
      case "timeofday" -> fn((a, c) -> timeOfDay(c));
      default -> null;
    };
  }

  /** The clock in microseconds since 2000-01-01 UTC. */
  static long microsNow() {
    Instant now = Instant.now();
    return (now.getEpochSecond() - EPOCH_SECONDS) * 1_000_000L + now.getNano() / 1000;
  }

  private static Slice timeOfDay(CallContext context) {
    Instant now = Instant.now();
    int east = context.types().timeZone().offsetAt(now.getEpochSecond());
    ZonedDateTime local = now.atZone(java.time.ZoneOffset.ofTotalSeconds(east));
    String text =
        DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss.SSSSSS yyyy", Locale.ENGLISH)
            .format(local);
    return Slice.utf8(text + " " + context.types().timeZone().abbreviationAt(now.getEpochSecond()));
  }
}
