package org.postern.executor.types.range;

import java.util.List;
import org.postern.executor.types.TypeOrder;

/**
 * The order of ranges, and that of multiranges: the empty one first, then by the lower bound, then
 * by the upper one; multiranges range by range.
 */
public enum RangeOrder implements TypeOrder {
  RANGES,
  MULTIRANGES;

  @Override
  public int compare(Object left, Object right) {
    return switch (this) {
      case RANGES -> compareRanges((RangeValue) left, (RangeValue) right);
      case MULTIRANGES -> compareLists(((MultirangeValue) left).ranges(), ranges(right));
    };
  }

  private static List<RangeValue> ranges(Object value) {
    return ((MultirangeValue) value).ranges();
  }

  static int compareRanges(RangeValue a, RangeValue b) {
    if (a.isEmpty() || b.isEmpty()) {
      return Boolean.compare(b.isEmpty(), a.isEmpty());
    }
    int byLower = a.shape().compare(a.lower(), b.lower());
    return byLower != 0 ? byLower : a.shape().compare(a.upper(), b.upper());
  }

  private static int compareLists(List<RangeValue> a, List<RangeValue> b) {
    int common = Math.min(a.size(), b.size());
    for (int i = 0; i < common; i++) {
      int order = compareRanges(a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  @Override
  public int hash(Object value) {
    return switch (this) {
      case RANGES -> hashRange((RangeValue) value);
      case MULTIRANGES -> {
        int hash = 1;
        for (RangeValue range : ranges(value)) {
          hash = 31 * hash + hashRange(range);
        }
        yield hash;
      }
    };
  }

  private static int hashRange(RangeValue range) {
    return range.isEmpty()
        ? 1
        : 31 * hashBound(range.shape(), range.lower()) + hashBound(range.shape(), range.upper());
  }

  private static int hashBound(RangeShape shape, Bound bound) {
    int hash = bound.infinite() ? 0 : shape.subtype().order().hash(bound.value());
    return hash * 2 + (bound.inclusive() ? 1 : 0);
  }
}
