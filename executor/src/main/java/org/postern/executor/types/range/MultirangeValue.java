package org.postern.executor.types.range;

import java.util.ArrayList;
import java.util.List;

/**
 * A value of a multirange type: ranges in order, none of them empty, none touching another.
 *
 * <p>Source: PostgreSQL documentation, section 8.17 "Range Types".
 */
public final class MultirangeValue {
  private final RangeShape shape;
  private final List<RangeValue> ranges;

  private MultirangeValue(RangeShape shape, List<RangeValue> ranges) {
    this.shape = shape;
    this.ranges = List.copyOf(ranges);
  }

  /** Brings ranges into order and joins those that overlap or touch. */
  public static MultirangeValue of(RangeShape shape, List<RangeValue> ranges) {
    List<RangeValue> sorted = new ArrayList<>(ranges);
    sorted.removeIf(RangeValue::isEmpty);
    sorted.sort(RangeOrder::compareRanges);
    List<RangeValue> joined = new ArrayList<>();
    RangeValue last = null;
    for (RangeValue range : sorted) {
      if (last == null) {
        last = range;
      } else if (RangeOps.before(last, range) && !RangeOps.adjacent(last, range)) {
        joined.add(last);
        last = range;
      } else {
        last = RangeOps.merge(last, range);
      }
    }
    if (last != null) {
      joined.add(last);
    }
    return new MultirangeValue(shape, joined);
  }

  public RangeShape shape() {
    return shape;
  }

  public List<RangeValue> ranges() {
    return ranges;
  }

  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** Where the first range begins; null when there is none. */
  public Bound lower() {
    return ranges.isEmpty() ? null : ranges.getFirst().lower();
  }

  /** Where the last range ends; null when there is none. */
  public Bound upper() {
    return ranges.isEmpty() ? null : ranges.getLast().upper();
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof MultirangeValue other
        && shape.oid() == other.shape.oid()
        && ranges.equals(other.ranges);
  }

  @Override
  public int hashCode() {
    return ranges.hashCode();
  }

  @Override
  public String toString() {
    return ranges.toString();
  }
}
