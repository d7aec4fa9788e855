package org.postern.executor.exec;

import org.postern.executor.types.Interval;
import org.postern.executor.types.Numeric;
import org.postern.executor.types.TimeTz;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.datetime.DateTimeMath;
import org.postern.executor.types.datetime.IntervalMath;
import org.postern.executor.types.numeric.NumericArithmetic;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Whether a value lies within an offset of another, for RANGE frames: {@code value <= base ±
 * offset} or {@code >=}. A sum beyond the type's range counts as beyond every value.
 *
 * <p>Source: PostgreSQL documentation, "B-Tree Support Functions", in_range.
 */
final class InRange {
  private static final long DAY = 86_400_000_000L;

  private final TypeInfo type;
  private final TypeContext types;

  /** {@code type}: of the ordering column. */
  InRange(TypeInfo type, TypeContext types) {
    this.type = type;
    this.types = types;
  }

  boolean test(Object value, Object base, Object offset, boolean subtract, boolean less) {
    return switch (type.oid()) {
      case TypeOid.INT2, TypeOid.INT4, TypeOid.INT8 ->
          longs((Long) value, (Long) base, (Long) offset, subtract, less);
      case TypeOid.FLOAT4, TypeOid.FLOAT8 ->
          doubles((Double) value, (Double) base, (Double) offset, subtract, less);
      case TypeOid.NUMERIC ->
          numerics((Numeric) value, (Numeric) base, (Numeric) offset, subtract, less);
      case TypeOid.TIME -> times((Long) value, (Long) base, (Interval) offset, subtract, less);
      case TypeOid.TIMETZ ->
          zoned((TimeTz) value, (TimeTz) base, (Interval) offset, subtract, less);
      case TypeOid.INTERVAL -> {
        Interval span = checked((Interval) offset);
        Interval sum =
            subtract
                ? IntervalMath.subtract((Interval) base, span)
                : IntervalMath.add((Interval) base, span);
        yield holds(type.order().compare(value, sum), less);
      }
      default -> {
        Interval span = checked((Interval) offset);
        yield stamps((Long) value, (Long) base, span, subtract, less);
      }
    };
  }

  private static boolean holds(int comparison, boolean less) {
    return less ? comparison <= 0 : comparison >= 0;
  }

  private static SqlException invalid() {
    return SqlException.error(
        SqlState.INVALID_PRECEDING_OR_FOLLOWING_SIZE,
        "invalid preceding or following size in window function");
  }

  private static Interval checked(Interval offset) {
    double days = offset.months() * 30.0 + offset.days() + offset.micros() / (double) DAY;
    if (days < 0) {
      throw invalid();
    }
    return offset;
  }

  private static boolean longs(long value, long base, long offset, boolean subtract, boolean less) {
    if (offset < 0) {
      throw invalid();
    }
    long sum = subtract ? base - offset : base + offset;
    boolean overflow = subtract ? sum > base : sum < base;
    return overflow ? subtract != less : holds(Long.compare(value, sum), less);
  }

  private static boolean doubles(
      double value, double base, double offset, boolean subtract, boolean less) {
    if (Double.isNaN(offset) || offset < 0) {
      throw invalid();
    }
    if (Double.isNaN(value)) {
      return Double.isNaN(base) || !less;
    }
    if (Double.isNaN(base)) {
      return less;
    }
    if (Double.isInfinite(offset) && Double.isInfinite(base) && (subtract ? base > 0 : base < 0)) {
      return true;
    }
    double sum = subtract ? base - offset : base + offset;
    return less ? value <= sum : value >= sum;
  }

  private boolean numerics(
      Numeric value, Numeric base, Numeric offset, boolean subtract, boolean less) {
    if (offset.isNan() || offset.signum() < 0) {
      throw invalid();
    }
    if (value.isNan()) {
      return base.isNan() || !less;
    }
    if (base.isNan()) {
      return less;
    }
    if (!offset.isFinite()
        && !base.isFinite()
        && (subtract ? base.signum() > 0 : base.signum() < 0)) {
      return true;
    }
    Numeric sum =
        subtract ? NumericArithmetic.subtract(base, offset) : NumericArithmetic.add(base, offset);
    return holds(type.order().compare(value, sum), less);
  }

  private static boolean times(
      long value, long base, Interval offset, boolean subtract, boolean less) {
    if (offset.micros() < 0) {
      throw invalid();
    }
    return longs(value, base, offset.micros(), subtract, less);
  }

  private static boolean zoned(
      TimeTz value, TimeTz base, Interval offset, boolean subtract, boolean less) {
    if (offset.micros() < 0) {
      throw invalid();
    }
    long at = value.micros() + value.zone() * 1_000_000L;
    long from = base.micros() + base.zone() * 1_000_000L;
    long sum = subtract ? from - offset.micros() : from + offset.micros();
    int comparison = Long.compare(at, sum);
    return holds(comparison != 0 ? comparison : Integer.compare(value.zone(), base.zone()), less);
  }

  private boolean stamps(long value, long base, Interval span, boolean subtract, boolean less) {
    boolean date = type.oid() == TypeOid.DATE;
    long infinite = date ? Integer.MAX_VALUE : Long.MAX_VALUE;
    long low = date ? Integer.MIN_VALUE : Long.MIN_VALUE;
    if (base == infinite || base == low) {
      return holds(Long.compare(value, base), less);
    }
    if (value == infinite || value == low) {
      return holds(value == infinite ? 1 : -1, less);
    }
    long from = date ? base * DAY : base;
    long at = date ? value * DAY : value;
    Interval signed = subtract ? IntervalMath.negate(span) : span;
    long sum =
        type.oid() == TypeOid.TIMESTAMPTZ
            ? DateTimeMath.addToTimestamptz(from, signed, types.timeZone())
            : DateTimeMath.addToTimestamp(from, signed);
    return holds(Long.compare(at, sum), less);
  }
}
