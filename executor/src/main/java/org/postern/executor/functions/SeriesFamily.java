package org.postern.executor.functions;

import static org.postern.executor.functions.Fn.set;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.UnaryOperator;
import org.postern.executor.types.Interval;
import org.postern.executor.types.Numeric;
import org.postern.executor.types.TimeZoneRule;
import org.postern.executor.types.datetime.DateTimeMath;
import org.postern.executor.types.numeric.NumericArithmetic;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * generate_series over integers, numeric and timestamps.
 *
 * <p>Source: PostgreSQL documentation, section 9.25 "Set Returning Functions".
 */
final class SeriesFamily implements FunctionFamily {
  @Override
  public FunctionImpl lookup(String prosrc) {
    return switch (prosrc) {
      case "generate_series_int4", "generate_series_int8" ->
          set((a, c) -> new Longs((Long) a[0], (Long) a[1], 1));
      case "generate_series_step_int4", "generate_series_step_int8" ->
          set((a, c) -> longs((Long) a[0], (Long) a[1], (Long) a[2]));
      case "generate_series_numeric" ->
          set((a, c) -> numerics((Numeric) a[0], (Numeric) a[1], Numeric.ONE));
      case "generate_series_step_numeric" ->
          set((a, c) -> numerics((Numeric) a[0], (Numeric) a[1], (Numeric) a[2]));
      case "generate_series_timestamp" ->
          set((a, c) ->
              timestamps(
                  (Long) a[0],
                  (Long) a[1],
                  (Interval) a[2],
                  at -> DateTimeMath.addToTimestamp(at, (Interval) a[2])));
      case "generate_series_timestamptz" -> set((a, c) -> zoned(a, c.types().timeZone()));
      default -> null;
    };
  }

  private static Iterator<Object> zoned(Object[] args, TimeZoneRule zone) {
    Interval step = (Interval) args[2];
    return timestamps(
        (Long) args[0], (Long) args[1], step, at -> DateTimeMath.addToTimestamptz(at, step, zone));
  }

  private static SqlException badStep(String fault) {
    return SqlException.error(SqlState.INVALID_PARAMETER_VALUE, "step size cannot %s", fault);
  }

  private static Iterator<Object> longs(long from, long to, long step) {
    if (step == 0) {
      throw badStep("equal zero");
    }
    return new Longs(from, to, step);
  }

  /** The numbers from one to the other; ends where the next one would overflow. */
  private static final class Longs implements Iterator<Object> {
    private final long to;
    private final long step;
    private long next;
    private boolean more;

    Longs(long from, long to, long step) {
      this.to = to;
      this.step = step;
      this.next = from;
      this.more = step > 0 ? from <= to : from >= to;
    }

    @Override
    public boolean hasNext() {
      return more;
    }

    @Override
    public Object next() {
      if (!more) {
        throw new NoSuchElementException();
      }
      long value = next;
      next = value + step;
      boolean overflow = ((value ^ next) & (step ^ next)) < 0;
      more = !overflow && (step > 0 ? next <= to : next >= to);
      return value;
    }
  }

  private static Iterator<Object> numerics(Numeric from, Numeric to, Numeric step) {
    requireFinite(from, "start value");
    requireFinite(to, "stop value");
    requireFinite(step, "step size");
    if (step.signum() == 0) {
      throw badStep("equal zero");
    }
    return new Steps<>(from, to, step.signum() > 0, value -> NumericArithmetic.add(value, step));
  }

  private static void requireFinite(Numeric value, String what) {
    if (!value.isFinite()) {
      String kind = value.isNan() ? "NaN" : "infinity";
      throw SqlException.error(SqlState.INVALID_PARAMETER_VALUE, "%s cannot be %s", what, kind);
    }
  }

  private static Iterator<Object> timestamps(
      long from, long to, Interval step, UnaryOperator<Long> advance) {
    int direction = step.compareTo(Interval.ZERO);
    if (direction == 0) {
      throw badStep("equal zero");
    }
    return new Steps<>(from, to, direction > 0, advance);
  }

  /** Values made one from the other until the bound is passed. */
  private static final class Steps<T extends Comparable<T>> implements Iterator<Object> {
    private final T to;
    private final boolean up;
    private final UnaryOperator<T> advance;
    private T next;

    Steps(T from, T to, boolean up, UnaryOperator<T> advance) {
      this.to = to;
      this.up = up;
      this.advance = advance;
      this.next = from;
    }

    @Override
    public boolean hasNext() {
      return up ? next.compareTo(to) <= 0 : next.compareTo(to) >= 0;
    }

    @Override
    public Object next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      T value = next;
      next = advance.apply(value);
      return value;
    }
  }
}
