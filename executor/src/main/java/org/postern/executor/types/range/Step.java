package org.postern.executor.types.range;

import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Whether the values between the bounds can be counted, and what comes after one of them. Ranges of
 * discrete values are brought to one form, with the lower bound included and the upper one not.
 *
 * <p>Source: PostgreSQL documentation, section 8.17.7 "Discrete Range Types".
 */
public enum Step {
  /** Between two values there is another one. */
  CONTINUOUS(0, "", 0, 0),
  INT4(3914, "integer", Integer.MIN_VALUE, Integer.MAX_VALUE),
  INT8(3928, "bigint", Long.MIN_VALUE, Long.MAX_VALUE),
  /** Days; the two infinities of date have no neighbors. */
  DATE(3915, "date", -2_451_545, 2_145_031_948);

  private final int canonical;
  private final String type;
  private final long first;
  private final long last;

  Step(int canonical, String type, long first, long last) {
    this.canonical = canonical;
    this.type = type;
    this.first = first;
    this.last = last;
  }

  /** The step that a function of pg_range.rngcanonical stands for. */
  public static Step of(int canonicalFunction) {
    for (Step step : values()) {
      if (step.canonical == canonicalFunction) {
        return step;
      }
    }
    throw SqlException.notSupported("a canonical function of a range type");
  }

  private boolean counts(Object value) {
    return this != DATE || (Long) value >= first && (Long) value <= last;
  }

  private long after(Object value) {
    if ((Long) value == last) {
      throw SqlException.error(
          this == DATE ? SqlState.DATETIME_FIELD_OVERFLOW : SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
          "%s out of range",
          type);
    }
    return (Long) value + 1;
  }

  /** A bound in the one form. */
  Bound canonical(Bound bound) {
    boolean wanted = bound.lower();
    if (this == CONTINUOUS
        || bound.infinite()
        || bound.inclusive() == wanted
        || !counts(bound.value())) {
      return bound;
    }
    return new Bound(after(bound.value()), wanted, bound.lower());
  }
}
