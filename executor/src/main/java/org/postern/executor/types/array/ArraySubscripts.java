package org.postern.executor.types.array;

import java.util.Arrays;
import org.postern.executor.types.ArrayValue;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Reading and writing parts of arrays. Reading outside the bounds gives NULL or an empty array;
 * writing outside extends a one-dimensional array and fills the gap with NULLs.
 *
 * <p>Source: PostgreSQL documentation, sections 8.15.3 "Accessing Arrays" and 8.15.4.
 */
public final class ArraySubscripts {
  private ArraySubscripts() {}

  static SqlException outOfRange() {
    return SqlException.error(SqlState.ARRAY_SUBSCRIPT_ERROR, "array subscript out of range");
  }

  static SqlException wrongNumber() {
    return SqlException.error(SqlState.ARRAY_SUBSCRIPT_ERROR, "wrong number of array subscripts");
  }

  static SqlException tooManyDimensions(int count) {
    return SqlException.error(
        SqlState.PROGRAM_LIMIT_EXCEEDED,
        "number of array dimensions (%d) exceeds the maximum allowed (%d)",
        count,
        ArrayValue.MAX_DIMENSIONS);
  }

  private static SqlException tooLarge() {
    return SqlException.error(
        SqlState.PROGRAM_LIMIT_EXCEEDED,
        "array size exceeds the maximum allowed (%d)",
        ArrayValue.MAX_ELEMENTS);
  }

  /** array[i][j]...: null when out of bounds or with a wrong number of subscripts. */
  public static Object element(ArrayValue array, int[] subscripts) {
    int index = offset(array, subscripts);
    return index < 0 ? null : array.elements()[index];
  }

  /** The position of an element, or -1. */
  private static int offset(ArrayValue array, int[] subscripts) {
    if (subscripts.length != array.dimensions()) {
      return -1;
    }
    int offset = 0;
    for (int i = 0; i < subscripts.length; i++) {
      long relative = (long) subscripts[i] - array.lowerBounds()[i];
      if (relative < 0 || relative >= array.dims()[i]) {
        return -1;
      }
      offset = offset * array.dims()[i] + (int) relative;
    }
    return offset;
  }

  /**
   * array[lower:upper]...: bounds may be null for "from the start" and "to the end"; fewer ranges
   * than dimensions leave the rest whole. The result counts from 1.
   */
  public static ArrayValue slice(ArrayValue array, Integer[] lower, Integer[] upper) {
    int dimensions = array.dimensions();
    if (lower.length > dimensions || dimensions == 0) {
      return ArrayValue.empty(array.elementType());
    }
    int[] from = new int[dimensions];
    int[] length = new int[dimensions];
    for (int i = 0; i < dimensions; i++) {
      int first = array.lowerBounds()[i];
      int last = first + array.dims()[i] - 1;
      boolean given = i < lower.length;
      int low = given && lower[i] != null ? Math.max(lower[i], first) : first;
      int high = given && upper[i] != null ? Math.min(upper[i], last) : last;
      if (low > high) {
        return ArrayValue.empty(array.elementType());
      }
      from[i] = low - first;
      length[i] = high - low + 1;
    }
    int[] bounds = new int[dimensions];
    Arrays.fill(bounds, 1);
    int count = 1;
    for (int n : length) {
      count *= n;
    }
    Object[] elements = new Object[count];
    forEachOffset(
        array.dims(), from, length, (index, offset) -> elements[index] = array.elements()[offset]);
    return new ArrayValue(array.elementType(), length, bounds, elements);
  }

  private interface OffsetVisitor {
    void visit(int index, int offset);
  }

  /** Visits a box inside an array in row-major order. */
  private static void forEachOffset(int[] dims, int[] from, int[] length, OffsetVisitor visitor) {
    int[] at = new int[dims.length];
    int index = 0;
    while (true) {
      int offset = 0;
      for (int i = 0; i < dims.length; i++) {
        offset = offset * dims[i] + from[i] + at[i];
      }
      visitor.visit(index++, offset);
      int i = dims.length - 1;
      while (i >= 0 && ++at[i] == length[i]) {
        at[i--] = 0;
      }
      if (i < 0) {
        return;
      }
    }
  }

  /** array[i]... := value. */
  public static ArrayValue assign(ArrayValue array, int[] subscripts, Object value) {
    if (array.isEmpty()) {
      int[] dims = new int[subscripts.length];
      Arrays.fill(dims, 1);
      return new ArrayValue(array.elementType(), dims, subscripts.clone(), new Object[] {value});
    }
    if (subscripts.length != array.dimensions()) {
      throw wrongNumber();
    }
    if (array.dimensions() == 1) {
      return assignOne(array, subscripts[0], value);
    }
    int offset = offset(array, subscripts);
    if (offset < 0) {
      throw outOfRange();
    }
    Object[] elements = array.elements().clone();
    elements[offset] = value;
    return new ArrayValue(array.elementType(), array.dims(), array.lowerBounds(), elements);
  }

  private static ArrayValue assignOne(ArrayValue array, int subscript, Object value) {
    ArrayValue grown = grow(array, subscript, subscript);
    Object[] elements = grown == array ? array.elements().clone() : grown.elements();
    elements[subscript - grown.lowerBounds()[0]] = value;
    return new ArrayValue(array.elementType(), grown.dims(), grown.lowerBounds(), elements);
  }

  /** Widens a one-dimensional array so that it covers the range. */
  private static ArrayValue grow(ArrayValue array, int from, int to) {
    int first = array.lowerBounds()[0];
    int last = first + array.dims()[0] - 1;
    if (from >= first && to <= last) {
      return array;
    }
    int newFirst = Math.min(first, from);
    long length = (long) Math.max(last, to) - newFirst + 1;
    if (length > ArrayValue.MAX_ELEMENTS) {
      throw tooLarge();
    }
    Object[] elements = new Object[(int) length];
    System.arraycopy(array.elements(), 0, elements, first - newFirst, array.size());
    return new ArrayValue(
        array.elementType(), new int[] {(int) length}, new int[] {newFirst}, elements);
  }

  /** array[lower:upper]... := source, whose elements are taken in order. */
  public static ArrayValue assignSlice(
      ArrayValue array, Integer[] lower, Integer[] upper, ArrayValue source) {
    if (array.isEmpty()) {
      return assignSliceToEmpty(array, lower, upper, source);
    }
    int dimensions = array.dimensions();
    if (lower.length > dimensions) {
      throw wrongNumber();
    }
    ArrayValue target = array;
    if (dimensions == 1) {
      int first = array.lowerBounds()[0];
      int low = lower[0] == null ? first : lower[0];
      int high = upper[0] == null ? first + array.size() - 1 : upper[0];
      requireOrder(low, high);
      target = grow(array, low, high);
    }
    int[] from = new int[dimensions];
    int[] length = new int[dimensions];
    int count = 1;
    for (int i = 0; i < dimensions; i++) {
      int first = target.lowerBounds()[i];
      int last = first + target.dims()[i] - 1;
      boolean given = i < lower.length;
      int low = given && lower[i] != null ? lower[i] : first;
      int high = given && upper[i] != null ? upper[i] : last;
      requireOrder(low, high);
      if (low < first || high > last) {
        throw outOfRange();
      }
      from[i] = low - first;
      length[i] = high - low + 1;
      count *= length[i];
    }
    requireSource(source, count);
    Object[] elements = target.elements().clone();
    forEachOffset(
        target.dims(), from, length, (i, offset) -> elements[offset] = source.elements()[i]);
    return new ArrayValue(array.elementType(), target.dims(), target.lowerBounds(), elements);
  }

  private static void requireOrder(int low, int high) {
    if (low > high) {
      throw SqlException.error(
          SqlState.ARRAY_SUBSCRIPT_ERROR, "upper bound cannot be less than lower bound");
    }
  }

  private static void requireSource(ArrayValue source, int count) {
    if (source.size() < count) {
      throw SqlException.error(SqlState.ARRAY_SUBSCRIPT_ERROR, "source array too small");
    }
  }

  private static ArrayValue assignSliceToEmpty(
      ArrayValue array, Integer[] lower, Integer[] upper, ArrayValue source) {
    int[] dims = new int[lower.length];
    int[] bounds = new int[lower.length];
    int count = 1;
    for (int i = 0; i < lower.length; i++) {
      if (lower[i] == null || upper[i] == null) {
        throw SqlException.error(
                SqlState.ARRAY_SUBSCRIPT_ERROR,
                "array slice subscript must provide both boundaries")
            .withDetail(
                "When assigning to a slice of an empty array value, slice boundaries must be"
                    + " fully specified.");
      }
      dims[i] = upper[i] - lower[i] + 1;
      bounds[i] = lower[i];
      count *= dims[i];
      if (dims[i] < 0) {
        throw tooLarge();
      }
    }
    if (count == 0) {
      return array;
    }
    requireSource(source, count);
    return new ArrayValue(
        array.elementType(), dims, bounds, Arrays.copyOf(source.elements(), count));
  }
}
