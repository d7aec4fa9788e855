package org.postern.executor.types.range;

import org.postern.executor.types.TypeInfo;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * What a range type is made of: its own oid, that of its multirange type, the type of its bounds
 * and whether they can be counted. Makes and compares the bounds of its values.
 *
 * <p>Source: PostgreSQL documentation, section 8.17 "Range Types".
 */
public final class RangeShape {
  private final int oid;
  private final int multirangeOid;
  private final TypeInfo subtype;
  private final Step step;
  private final RangeValue empty;

  public RangeShape(int oid, int multirangeOid, TypeInfo subtype, Step step) {
    this.oid = oid;
    this.multirangeOid = multirangeOid;
    this.subtype = subtype;
    this.step = step;
    this.empty = new RangeValue(this);
  }

  public int oid() {
    return oid;
  }

  public int multirangeOid() {
    return multirangeOid;
  }

  public TypeInfo subtype() {
    return subtype;
  }

  public RangeValue empty() {
    return empty;
  }

  boolean isContinuous() {
    return step == Step.CONTINUOUS;
  }

  /** A range in its one form; empty when nothing lies between the bounds. */
  public RangeValue make(Bound lower, Bound upper) {
    if (isEmpty(lower, upper)) {
      return empty;
    }
    Bound first = step.canonical(lower);
    Bound last = step.canonical(upper);
    return (first != lower || last != upper) && isEmpty(first, last)
        ? empty
        : new RangeValue(this, first, last);
  }

  private boolean isEmpty(Bound lower, Bound upper) {
    if (lower.infinite() || upper.infinite()) {
      return false;
    }
    int order = subtype.order().compare(lower.value(), upper.value());
    if (order > 0) {
      throw SqlException.error(
          SqlState.DATA_EXCEPTION,
          "range lower bound must be less than or equal to range upper bound");
    }
    return order == 0 && !(lower.inclusive() && upper.inclusive());
  }

  /** The order of two values of the subtype. */
  int compareValues(Object a, Object b) {
    return subtype.order().compare(a, b);
  }

  /** The order of two bounds by their values alone. */
  int comparePlaces(Bound a, Bound b) {
    if (a.infinite() && b.infinite()) {
      return Boolean.compare(b.lower(), a.lower());
    }
    if (a.infinite()) {
      return a.lower() ? -1 : 1;
    }
    if (b.infinite()) {
      return b.lower() ? 1 : -1;
    }
    return compareValues(a.value(), b.value());
  }

  /** The order of two bounds: an exclusive one lies a little inside of its range. */
  public int compare(Bound a, Bound b) {
    int byPlace = comparePlaces(a, b);
    if (byPlace != 0 || a.infinite()) {
      return byPlace;
    }
    return Integer.compare(shift(a), shift(b));
  }

  private static int shift(Bound bound) {
    if (bound.inclusive()) {
      return 0;
    }
    return bound.lower() ? 1 : -1;
  }

  Bound least(Bound a, Bound b) {
    return compare(a, b) <= 0 ? a : b;
  }

  Bound greatest(Bound a, Bound b) {
    return compare(a, b) >= 0 ? a : b;
  }

  /** Whether nothing lies between the end of one range and the beginning of another. */
  boolean adjacent(Bound upper, Bound lower) {
    int order = comparePlaces(upper, lower);
    if (order == 0) {
      return !upper.infinite() && upper.inclusive() != lower.inclusive();
    }
    if (order > 0 || isContinuous()) {
      return false;
    }
    return make(upper.flipped(), lower.flipped()).isEmpty();
  }
}
