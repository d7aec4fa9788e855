package org.postern.executor.types.array;

import java.util.Arrays;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeOrder;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Functions and operators of arrays. Where an argument may be NULL as a whole, null is taken.
 *
 * <p>Source: PostgreSQL documentation, section 9.19 "Array Functions and Operators".
 */
public final class ArrayFunctions {
  private ArrayFunctions() {}

  /** ARRAY[…] of scalars; one dimension, counting from 1. */
  public static ArrayValue construct(int elementType, Object[] elements) {
    return ArrayValue.of(elementType, elements);
  }

  /** ARRAY[…] of arrays: a dimension in front; NULL and empty arrays count as empty. */
  public static ArrayValue constructNested(int elementType, Object[] arrays) {
    ArrayValue first = null;
    int size = 0;
    int empty = 0;
    for (Object object : arrays) {
      ArrayValue array = (ArrayValue) object;
      if (array == null || array.isEmpty()) {
        empty++;
        continue;
      }
      if (first == null) {
        first = array;
        if (array.dimensions() + 1 > ArrayValue.MAX_DIMENSIONS) {
          throw ArraySubscripts.tooManyDimensions(array.dimensions() + 1);
        }
      } else if (!Arrays.equals(first.dims(), array.dims())
          || !Arrays.equals(first.lowerBounds(), array.lowerBounds())) {
        throw uneven();
      }
      size += array.size();
    }
    if (first == null) {
      return ArrayValue.empty(elementType);
    }
    if (empty > 0) {
      throw uneven();
    }
    Object[] elements = new Object[size];
    int at = 0;
    for (Object object : arrays) {
      ArrayValue array = (ArrayValue) object;
      System.arraycopy(array.elements(), 0, elements, at, array.size());
      at += array.size();
    }
    return new ArrayValue(
        elementType,
        prepend(first.dims(), arrays.length),
        prepend(first.lowerBounds(), 1),
        elements);
  }

  private static SqlException uneven() {
    return SqlException.error(
        SqlState.ARRAY_SUBSCRIPT_ERROR,
        "multidimensional arrays must have array expressions with matching dimensions");
  }

  private static int[] prepend(int[] values, int first) {
    int[] result = new int[values.length + 1];
    result[0] = first;
    System.arraycopy(values, 0, result, 1, values.length);
    return result;
  }

  /** array_ndims: null for an empty array. */
  public static Long ndims(ArrayValue array) {
    return array.isEmpty() ? null : Long.valueOf(array.dimensions());
  }

  /** array_dims, such as [1:2][1:3]. */
  public static Slice dims(ArrayValue array) {
    if (array.isEmpty()) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < array.dimensions(); i++) {
      int lower = array.lowerBounds()[i];
      int upper = lower + array.dims()[i] - 1;
      text.append('[').append(lower).append(':').append(upper).append(']');
    }
    return Slice.utf8(text.toString());
  }

  private static boolean hasDimension(ArrayValue array, long dimension) {
    return dimension >= 1 && dimension <= array.dimensions() && !array.isEmpty();
  }

  public static Long lower(ArrayValue array, long dimension) {
    return hasDimension(array, dimension)
        ? Long.valueOf(array.lowerBounds()[(int) dimension - 1])
        : null;
  }

  public static Long upper(ArrayValue array, long dimension) {
    int i = (int) dimension - 1;
    return hasDimension(array, dimension)
        ? Long.valueOf(array.lowerBounds()[i] + array.dims()[i] - 1L)
        : null;
  }

  public static Long length(ArrayValue array, long dimension) {
    return hasDimension(array, dimension) ? Long.valueOf(array.dims()[(int) dimension - 1]) : null;
  }

  public static long cardinality(ArrayValue array) {
    return array.size();
  }

  /** array_append; a NULL array is an empty one. */
  public static ArrayValue append(ArrayValue array, Object element, int elementType) {
    if (array == null || array.isEmpty()) {
      return ArrayValue.of(elementType, element);
    }
    requireOneDimension(array);
    Object[] elements = Arrays.copyOf(array.elements(), array.size() + 1);
    elements[array.size()] = element;
    if (array.lowerBounds()[0] + (long) array.size() > Integer.MAX_VALUE) {
      throw SqlException.error(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "integer out of range");
    }
    return new ArrayValue(elementType, new int[] {elements.length}, array.lowerBounds(), elements);
  }

  private static void requireOneDimension(ArrayValue array) {
    if (array.dimensions() != 1) {
      throw SqlException.error(
          SqlState.DATA_EXCEPTION, "argument must be empty or one-dimensional array");
    }
  }

  /** array_prepend keeps the lower bound. */
  public static ArrayValue prepend(Object element, ArrayValue array, int elementType) {
    if (array == null || array.isEmpty()) {
      return ArrayValue.of(elementType, element);
    }
    requireOneDimension(array);
    Object[] elements = new Object[array.size() + 1];
    elements[0] = element;
    System.arraycopy(array.elements(), 0, elements, 1, array.size());
    return new ArrayValue(elementType, new int[] {elements.length}, array.lowerBounds(), elements);
  }

  /** array_cat; a NULL or empty side gives the other. */
  public static ArrayValue concat(ArrayValue left, ArrayValue right) {
    if (left == null || left.isEmpty() && right != null) {
      return right;
    }
    if (right == null || right.isEmpty()) {
      return left;
    }
    int[] dims;
    int[] bounds;
    int more = left.dimensions() - right.dimensions();
    if (more == 0) {
      requireCompatible(left, right, 1, 1);
      dims = left.dims().clone();
      dims[0] += right.dims()[0];
      bounds = left.lowerBounds();
    } else if (more == 1) {
      requireCompatible(left, right, 1, 0);
      dims = left.dims().clone();
      dims[0]++;
      bounds = left.lowerBounds();
    } else if (more == -1) {
      requireCompatible(left, right, 0, 1);
      dims = right.dims().clone();
      dims[0]++;
      bounds = right.lowerBounds();
    } else {
      throw incompatible(
          "Arrays of "
              + left.dimensions()
              + " and "
              + right.dimensions()
              + " dimensions are not compatible for concatenation.");
    }
    Object[] elements = Arrays.copyOf(left.elements(), left.size() + right.size());
    System.arraycopy(right.elements(), 0, elements, left.size(), right.size());
    return new ArrayValue(left.elementType(), dims, bounds, elements);
  }

  private static void requireCompatible(
      ArrayValue left, ArrayValue right, int leftFrom, int rightFrom) {
    boolean same =
        sameFrom(left.dims(), leftFrom, right.dims(), rightFrom)
            && sameFrom(left.lowerBounds(), leftFrom, right.lowerBounds(), rightFrom);
    if (!same) {
      String what = leftFrom == rightFrom ? "element dimensions" : "dimensions";
      throw incompatible(
          "Arrays with differing " + what + " are not compatible for concatenation.");
    }
  }

  private static boolean sameFrom(int[] left, int leftFrom, int[] right, int rightFrom) {
    return Arrays.equals(left, leftFrom, left.length, right, rightFrom, right.length);
  }

  private static SqlException incompatible(String detail) {
    return SqlException.error(
            SqlState.ARRAY_SUBSCRIPT_ERROR, "cannot concatenate incompatible arrays")
        .withDetail("%s", detail);
  }

  /** array_fill; {@code bounds} may be null for all 1. */
  public static ArrayValue fill(
      int elementType, Object value, ArrayValue dimensions, ArrayValue bounds) {
    int[] dims = integers(dimensions);
    int[] lower = new int[dims.length];
    Arrays.fill(lower, 1);
    if (bounds != null) {
      lower = integers(bounds);
      if (lower.length != dims.length) {
        throw ArraySubscripts.wrongNumber()
            .withDetail("Low bound array has different size than dimensions array.");
      }
    }
    if (dims.length > ArrayValue.MAX_DIMENSIONS) {
      throw ArraySubscripts.tooManyDimensions(dims.length);
    }
    long count = dims.length == 0 ? 0 : 1;
    for (int dim : dims) {
      count *= dim;
      if (dim < 0 || count > ArrayValue.MAX_ELEMENTS) {
        throw SqlException.error(
            SqlState.PROGRAM_LIMIT_EXCEEDED,
            "array size exceeds the maximum allowed (%d)",
            ArrayValue.MAX_ELEMENTS);
      }
    }
    if (count == 0) {
      return ArrayValue.empty(elementType);
    }
    Object[] elements = new Object[(int) count];
    Arrays.fill(elements, value);
    return new ArrayValue(elementType, dims, lower, elements);
  }

  private static int[] integers(ArrayValue array) {
    if (array == null) {
      throw SqlException.error(
          SqlState.NULL_VALUE_NOT_ALLOWED, "dimension array or low bound array cannot be null");
    }
    if (array.dimensions() > 1) {
      throw ArraySubscripts.wrongNumber().withDetail("Dimension array must be one dimensional.");
    }
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      if (array.elements()[i] == null) {
        throw SqlException.error(
            SqlState.NULL_VALUE_NOT_ALLOWED, "dimension values cannot be null");
      }
      values[i] = ((Long) array.elements()[i]).intValue();
    }
    return values;
  }

  /** trim_array: drops the last {@code count} of the first dimension. */
  public static ArrayValue trim(ArrayValue array, long count) {
    int length = array.isEmpty() ? 0 : array.dims()[0];
    if (count < 0 || count > length) {
      throw SqlException.error(
          SqlState.ARRAY_ELEMENT_ERROR,
          "number of elements to trim must be between 0 and %d",
          length);
    }
    if (array.isEmpty()) {
      return array;
    }
    int last = array.lowerBounds()[0] + (int) (length - count) - 1;
    return ArraySubscripts.slice(array, new Integer[] {null}, new Integer[] {last});
  }

  /** array_remove: drops what is not distinct from {@code element}. */
  public static ArrayValue remove(ArrayValue array, Object element, TypeOrder order) {
    if (array.isEmpty()) {
      return array;
    }
    if (array.dimensions() > 1) {
      throw SqlException.error(
          SqlState.FEATURE_NOT_SUPPORTED,
          "removing elements from multidimensional arrays is not supported");
    }
    Object[] kept =
        Arrays.stream(array.elements()).filter(item -> !same(item, element, order)).toArray();
    if (kept.length == array.size()) {
      return array;
    }
    return kept.length == 0
        ? ArrayValue.empty(array.elementType())
        : new ArrayValue(array.elementType(), new int[] {kept.length}, array.lowerBounds(), kept);
  }

  public static ArrayValue replace(ArrayValue array, Object from, Object to, TypeOrder order) {
    Object[] elements = array.elements().clone();
    for (int i = 0; i < elements.length; i++) {
      if (same(elements[i], from, order)) {
        elements[i] = to;
      }
    }
    return new ArrayValue(array.elementType(), array.dims(), array.lowerBounds(), elements);
  }

  private static boolean same(Object left, Object right, TypeOrder order) {
    return left == null || right == null ? left == right : order.equal(left, right);
  }

  /** array_position: the subscript of the first match not before {@code start}, or null. */
  public static Long position(ArrayValue array, Object element, Long start, TypeOrder order) {
    requireSearchable(array);
    if (array.isEmpty()) {
      return null;
    }
    int lower = array.lowerBounds()[0];
    long from = start == null ? lower : start;
    for (int i = 0; i < array.size(); i++) {
      if (lower + i >= from && same(array.elements()[i], element, order)) {
        return lower + (long) i;
      }
    }
    return null;
  }

  private static void requireSearchable(ArrayValue array) {
    if (array.dimensions() > 1) {
      throw SqlException.error(
          SqlState.FEATURE_NOT_SUPPORTED,
          "searching for elements in multidimensional arrays is not supported");
    }
  }

  /** array_positions: an int4 array of all matches. */
  public static ArrayValue positions(ArrayValue array, Object element, TypeOrder order) {
    requireSearchable(array);
    int lower = array.isEmpty() ? 1 : array.lowerBounds()[0];
    java.util.List<Object> found = new java.util.ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      if (same(array.elements()[i], element, order)) {
        found.add(lower + (long) i);
      }
    }
    return ArrayValue.of(org.postern.executor.types.TypeOid.INT4, found.toArray());
  }

  /** left @> right: every element of right is in left; NULLs match nothing. */
  public static boolean contains(ArrayValue left, ArrayValue right, TypeOrder order) {
    for (Object wanted : right.elements()) {
      if (wanted == null || !has(left, wanted, order)) {
        return false;
      }
    }
    return true;
  }

  private static boolean has(ArrayValue array, Object wanted, TypeOrder order) {
    for (Object item : array.elements()) {
      if (item != null && order.equal(item, wanted)) {
        return true;
      }
    }
    return false;
  }

  /** left &amp;&amp; right: they have an element in common. */
  public static boolean overlaps(ArrayValue left, ArrayValue right, TypeOrder order) {
    for (Object wanted : right.elements()) {
      if (wanted != null && has(left, wanted, order)) {
        return true;
      }
    }
    return false;
  }

  /** The subscripts that generate_subscripts yields; empty when there is no such dimension. */
  public static long[] subscripts(ArrayValue array, long dimension, boolean reverse) {
    if (!hasDimension(array, dimension)) {
      return new long[0];
    }
    int i = (int) dimension - 1;
    long[] result = new long[array.dims()[i]];
    for (int k = 0; k < result.length; k++) {
      int at = reverse ? result.length - 1 - k : k;
      result[k] = array.lowerBounds()[i] + (long) at;
    }
    return result;
  }
}
