package org.postern.executor.expr;

import org.postern.executor.types.ArrayValue;

/**
 * Reading elements and slices of arrays. Whatever lies outside of the bounds reads as NULL or as an
 * empty array.
 *
 * <p>Source: PostgreSQL documentation, "Accessing Arrays".
 */
final class ArraySubscripts {
  private ArraySubscripts() {}

  static Object element(ArrayValue array, Integer[] subscripts) {
    if (array.dimensions() != subscripts.length) {
      return null;
    }
    int at = 0;
    for (int d = 0; d < subscripts.length; d++) {
      int index = subscripts[d] - array.lowerBounds()[d];
      if (index < 0 || index >= array.dims()[d]) {
        return null;
      }
      at = at * array.dims()[d] + index;
    }
    return array.elements()[at];
  }

  /** A null bound is open. Fewer subscripts than dimensions take the others whole. */
  static ArrayValue slice(ArrayValue array, Integer[] lower, Integer[] upper) {
    int dimensions = array.dimensions();
    if (dimensions < upper.length || dimensions == 0) {
      return ArrayValue.empty(array.elementType());
    }
    int[] from = new int[dimensions];
    int[] count = new int[dimensions];
    int total = 1;
    for (int d = 0; d < dimensions; d++) {
      int low = array.lowerBounds()[d];
      int high = low + array.dims()[d] - 1;
      if (d < upper.length) {
        low = lower[d] == null ? low : Math.max(low, lower[d]);
        high = upper[d] == null ? high : Math.min(high, upper[d]);
      }
      if (low > high) {
        return ArrayValue.empty(array.elementType());
      }
      from[d] = low - array.lowerBounds()[d];
      count[d] = high - low + 1;
      total *= count[d];
    }
    Object[] elements = new Object[total];
    int[] index = new int[dimensions];
    for (int i = 0; i < total; i++) {
      int at = 0;
      for (int d = 0; d < dimensions; d++) {
        at = at * array.dims()[d] + from[d] + index[d];
      }
      elements[i] = array.elements()[at];
      for (int d = dimensions - 1; d >= 0 && ++index[d] == count[d]; d--) {
        index[d] = 0;
      }
    }
    int[] bounds = new int[dimensions];
    java.util.Arrays.fill(bounds, 1);
    return new ArrayValue(array.elementType(), count, bounds, elements);
  }
}
