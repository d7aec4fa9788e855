package org.postern.executor.types.range;

import java.util.ArrayList;
import java.util.List;

/**
 * Operators and functions of multiranges. A range beside a multirange counts as the multirange of
 * it alone.
 *
 * <p>Source: PostgreSQL documentation, section 9.20 "Range/Multirange Functions and Operators".
 */
public final class MultirangeOps {
  private MultirangeOps() {}

  /** The multirange of one range; of an empty one the empty multirange. */
  public static MultirangeValue of(RangeValue range) {
    return MultirangeValue.of(range.shape(), List.of(range));
  }

  public static boolean containsElement(MultirangeValue ranges, Object value) {
    int low = 0;
    int high = ranges.ranges().size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      RangeValue range = ranges.ranges().get(middle);
      if (RangeOps.containsElement(range, value)) {
        return true;
      }
      Bound lower = range.lower();
      boolean left = !lower.infinite() && ranges.shape().compareValues(value, lower.value()) <= 0;
      if (left) {
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    return false;
  }

  /** Every range of the inner one must lie in a single range of the outer one. */
  public static boolean contains(MultirangeValue outer, MultirangeValue inner) {
    int at = 0;
    for (RangeValue wanted : inner.ranges()) {
      while (at < outer.ranges().size() && RangeOps.before(outer.ranges().get(at), wanted)) {
        at++;
      }
      if (at == outer.ranges().size() || !RangeOps.contains(outer.ranges().get(at), wanted)) {
        return false;
      }
    }
    return true;
  }

  public static boolean overlaps(MultirangeValue a, MultirangeValue b) {
    int i = 0;
    int j = 0;
    while (i < a.ranges().size() && j < b.ranges().size()) {
      RangeValue left = a.ranges().get(i);
      RangeValue right = b.ranges().get(j);
      if (RangeOps.overlaps(left, right)) {
        return true;
      }
      if (RangeOps.before(left, right)) {
        i++;
      } else {
        j++;
      }
    }
    return false;
  }

  public static boolean before(MultirangeValue a, MultirangeValue b) {
    return RangeOps.before(span(a), span(b));
  }

  public static boolean overLeft(MultirangeValue a, MultirangeValue b) {
    return RangeOps.overLeft(span(a), span(b));
  }

  public static boolean overRight(MultirangeValue a, MultirangeValue b) {
    return RangeOps.overRight(span(a), span(b));
  }

  public static boolean adjacent(MultirangeValue a, MultirangeValue b) {
    return RangeOps.adjacent(span(a), span(b));
  }

  /** The smallest range that includes all. */
  public static RangeValue span(MultirangeValue value) {
    return value.isEmpty()
        ? value.shape().empty()
        : RangeOps.merge(value.ranges().getFirst(), value.ranges().getLast());
  }

  public static MultirangeValue union(MultirangeValue a, MultirangeValue b) {
    List<RangeValue> all = new ArrayList<>(a.ranges());
    all.addAll(b.ranges());
    return MultirangeValue.of(a.shape(), all);
  }

  public static MultirangeValue intersect(MultirangeValue a, MultirangeValue b) {
    List<RangeValue> common = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < a.ranges().size() && j < b.ranges().size()) {
      RangeValue left = a.ranges().get(i);
      RangeValue right = b.ranges().get(j);
      common.add(RangeOps.intersect(left, right));
      if (a.shape().compare(left.upper(), right.upper()) <= 0) {
        i++;
      } else {
        j++;
      }
    }
    return MultirangeValue.of(a.shape(), common);
  }

  public static MultirangeValue minus(MultirangeValue a, MultirangeValue b) {
    RangeShape shape = a.shape();
    List<RangeValue> left = new ArrayList<>();
    int from = 0;
    for (RangeValue range : a.ranges()) {
      while (from < b.ranges().size() && RangeOps.before(b.ranges().get(from), range)) {
        from++;
      }
      RangeValue rest = range;
      for (int i = from; i < b.ranges().size() && RangeOps.overlaps(rest, b.ranges().get(i)); i++) {
        RangeValue hole = b.ranges().get(i);
        if (shape.compare(rest.lower(), hole.lower()) < 0) {
          left.add(shape.make(rest.lower(), hole.lower().flipped()));
        }
        rest =
            shape.compare(rest.upper(), hole.upper()) > 0
                ? shape.make(hole.upper().flipped(), rest.upper())
                : shape.empty();
      }
      left.add(rest);
    }
    return MultirangeValue.of(shape, left);
  }
}
