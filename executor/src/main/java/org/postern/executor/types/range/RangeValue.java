package org.postern.executor.types.range;

import java.util.Objects;

/**
 * A value of a range type: empty, or everything between two bounds. Ranges of countable values are
 * always in their one form, so that equal ranges have equal bounds.
 */
public final class RangeValue {
  private final RangeShape shape;
  private final Bound lower;
  private final Bound upper;

  /** The empty range; others come from {@link RangeShape#make}. */
  RangeValue(RangeShape shape) {
    this(shape, null, null);
  }

  RangeValue(RangeShape shape, Bound lower, Bound upper) {
    this.shape = shape;
    this.lower = lower;
    this.upper = upper;
  }

  public RangeShape shape() {
    return shape;
  }

  public boolean isEmpty() {
    return lower == null;
  }

  /** Null for the empty range. */
  public Bound lower() {
    return lower;
  }

  /** Null for the empty range. */
  public Bound upper() {
    return upper;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof RangeValue other
        && shape.oid() == other.shape.oid()
        && Objects.equals(lower, other.lower)
        && Objects.equals(upper, other.upper);
  }

  @Override
  public int hashCode() {
    return Objects.hash(lower, upper);
  }

  @Override
  public String toString() {
    return isEmpty() ? "empty" : lower + " to " + upper;
  }
}
