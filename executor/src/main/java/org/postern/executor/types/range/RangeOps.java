package org.postern.executor.types.range;

import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Operators and functions of two ranges of one type, or of a range and one of its values.
 *
 * <p>Source: PostgreSQL documentation, section 9.20 "Range/Multirange Functions and Operators".
 */
public final class RangeOps {
  private RangeOps() {}

  private static SqlException notContiguous(String what) {
    return SqlException.error(
        SqlState.DATA_EXCEPTION, "result of range %s would not be contiguous", what);
  }

  public static boolean containsElement(RangeValue range, Object value) {
    if (range.isEmpty()) {
      return false;
    }
    Bound lower = range.lower();
    if (!lower.infinite()) {
      int order = range.shape().compareValues(lower.value(), value);
      if (order > 0 || order == 0 && !lower.inclusive()) {
        return false;
      }
    }
    Bound upper = range.upper();
    if (upper.infinite()) {
      return true;
    }
    int order = range.shape().compareValues(upper.value(), value);
    return order > 0 || order == 0 && upper.inclusive();
  }

  public static boolean contains(RangeValue outer, RangeValue inner) {
    if (inner.isEmpty()) {
      return true;
    }
    return !outer.isEmpty()
        && outer.shape().compare(outer.lower(), inner.lower()) <= 0
        && outer.shape().compare(outer.upper(), inner.upper()) >= 0;
  }

  /** Whether one lies strictly left of the other. */
  public static boolean before(RangeValue a, RangeValue b) {
    return !a.isEmpty() && !b.isEmpty() && a.shape().compare(a.upper(), b.lower()) < 0;
  }

  public static boolean overlaps(RangeValue a, RangeValue b) {
    return !a.isEmpty()
        && !b.isEmpty()
        && a.shape().compare(a.lower(), b.upper()) <= 0
        && a.shape().compare(b.lower(), a.upper()) <= 0;
  }

  /** Whether one does not reach further to the right than the other. */
  public static boolean overLeft(RangeValue a, RangeValue b) {
    return !a.isEmpty() && !b.isEmpty() && a.shape().compare(a.upper(), b.upper()) <= 0;
  }

  /** Whether one does not reach further to the left than the other. */
  public static boolean overRight(RangeValue a, RangeValue b) {
    return !a.isEmpty() && !b.isEmpty() && a.shape().compare(a.lower(), b.lower()) >= 0;
  }

  public static boolean adjacent(RangeValue a, RangeValue b) {
    return !a.isEmpty()
        && !b.isEmpty()
        && (a.shape().adjacent(a.upper(), b.lower()) || a.shape().adjacent(b.upper(), a.lower()));
  }

  /** The smallest range that includes both. */
  public static RangeValue merge(RangeValue a, RangeValue b) {
    if (a.isEmpty()) {
      return b;
    }
    if (b.isEmpty()) {
      return a;
    }
    RangeShape shape = a.shape();
    return shape.make(shape.least(a.lower(), b.lower()), shape.greatest(a.upper(), b.upper()));
  }

  /** Both together, which must leave no gap. */
  public static RangeValue union(RangeValue a, RangeValue b) {
    if (!a.isEmpty() && !b.isEmpty() && !overlaps(a, b) && !adjacent(a, b)) {
      throw notContiguous("union");
    }
    return merge(a, b);
  }

  public static RangeValue intersect(RangeValue a, RangeValue b) {
    RangeShape shape = a.shape();
    if (!overlaps(a, b)) {
      return shape.empty();
    }
    return shape.make(shape.greatest(a.lower(), b.lower()), shape.least(a.upper(), b.upper()));
  }

  /** What is in the first but not in the second, which must be one piece. */
  public static RangeValue minus(RangeValue a, RangeValue b) {
    if (!overlaps(a, b)) {
      return a;
    }
    RangeShape shape = a.shape();
    boolean left = shape.compare(a.lower(), b.lower()) < 0;
    boolean right = shape.compare(a.upper(), b.upper()) > 0;
    if (left && right) {
      throw notContiguous("difference");
    }
    if (left) {
      return shape.make(a.lower(), b.lower().flipped());
    }
    return right ? shape.make(b.upper().flipped(), a.upper()) : shape.empty();
  }
}
