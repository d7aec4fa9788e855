package org.postern.executor.functions;

import static org.postern.executor.functions.Fn.f1;
import static org.postern.executor.functions.Fn.f2;
import static org.postern.executor.functions.Fn.fn;
import static org.postern.executor.functions.Fn.set;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.TypeOrder;
import org.postern.executor.types.array.ArrayFunctions;
import org.postern.executor.types.array.ArrayStrings;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Functions of arrays.
 *
 * <p>Source: PostgreSQL documentation, section 9.19 "Array Functions and Operators".
 */
final class ArrayFamily implements FunctionFamily {
  @Override
  public FunctionImpl lookup(String prosrc) {
    FunctionImpl impl = shape(prosrc);
    if (impl == null) {
      impl = change(prosrc);
    }
    if (impl == null) {
      impl = search(prosrc);
    }
    return impl == null ? strings(prosrc) : impl;
  }

  private static FunctionImpl shape(String prosrc) {
    return switch (prosrc) {
      case "array_ndims" -> f1(a -> ArrayFunctions.ndims((ArrayValue) a));
      case "array_dims" -> f1(a -> ArrayFunctions.dims((ArrayValue) a));
      case "array_lower" -> f2((a, b) -> ArrayFunctions.lower((ArrayValue) a, (Long) b));
      case "array_upper" -> f2((a, b) -> ArrayFunctions.upper((ArrayValue) a, (Long) b));
      case "array_length" -> f2((a, b) -> ArrayFunctions.length((ArrayValue) a, (Long) b));
      case "array_cardinality" -> f1(a -> ArrayFunctions.cardinality((ArrayValue) a));
      case "array_unnest" -> set((a, c) -> items(((ArrayValue) a[0]).elements()));
      case "generate_subscripts_nodir" ->
          set((a, c) -> subscripts((ArrayValue) a[0], (Long) a[1], false));
      case "generate_subscripts" ->
          set((a, c) -> subscripts((ArrayValue) a[0], (Long) a[1], (Long) a[2] != 0));
      default -> null;
    };
  }

  private static Iterator<Object> items(Object[] elements) {
    return Arrays.asList(elements).iterator();
  }

  private static Iterator<Object> subscripts(ArrayValue array, long dimension, boolean reverse) {
    long[] values = ArrayFunctions.subscripts(array, dimension, reverse);
    List<Object> items = new ArrayList<>(values.length);
    for (long value : values) {
      items.add(value);
    }
    return items.iterator();
  }

  private static FunctionImpl change(String prosrc) {
    return switch (prosrc) {
      case "array_append" ->
          fn((a, c) -> ArrayFunctions.append((ArrayValue) a[0], a[1], elementType(a, 0, c)));
      case "array_prepend" ->
          fn((a, c) -> ArrayFunctions.prepend(a[0], (ArrayValue) a[1], elementType(a, 1, c)));
      case "array_cat" -> f2((a, b) -> ArrayFunctions.concat((ArrayValue) a, (ArrayValue) b));
      case "array_fill" -> fn((a, c) -> fill(a, c, null));
      case "array_fill_with_lower_bounds" -> fn((a, c) -> fill(a, c, (ArrayValue) a[2]));
      case "trim_array" -> f2((a, b) -> ArrayFunctions.trim((ArrayValue) a, (Long) b));
      case "array_remove" ->
          fn((a, c) ->
              a[0] == null ? null : ArrayFunctions.remove((ArrayValue) a[0], a[1], order(a, c)));
      case "array_replace" ->
          fn((a, c) ->
              a[0] == null
                  ? null
                  : ArrayFunctions.replace((ArrayValue) a[0], a[1], a[2], order(a, c)));
      default -> null;
    };
  }

  /** The element type of an array argument that may be null. */
  private static int elementType(Object[] args, int index, CallContext context) {
    if (args[index] instanceof ArrayValue array) {
      return array.elementType();
    }
    TypeInfo type = context.types().type(context.argumentType(index));
    if (type == null || type.elementOid() == 0) {
      throw SqlException.error(
          SqlState.INDETERMINATE_DATATYPE, "could not determine input data type");
    }
    return type.elementOid();
  }

  private static Object fill(Object[] args, CallContext context, ArrayValue bounds) {
    if (args.length > 2 && bounds == null || args[1] == null) {
      throw SqlException.error(
          SqlState.NULL_VALUE_NOT_ALLOWED, "dimension array or low bound array cannot be null");
    }
    TypeInfo type = context.types().type(context.resultType());
    int element = type == null ? context.argumentType(0) : type.elementOid();
    return ArrayFunctions.fill(element, args[0], (ArrayValue) args[1], bounds);
  }

  private static TypeOrder order(Object[] args, CallContext context) {
    return ComparisonFamily.orderOf(((ArrayValue) args[0]).elementType(), context);
  }

  private static FunctionImpl search(String prosrc) {
    return switch (prosrc) {
      case "array_position" -> fn((a, c) -> position(a, 1L, c));
      case "array_position_start" -> fn((a, c) -> position(a, (Long) a[2], c));
      case "array_positions" ->
          fn((a, c) ->
              a[0] == null ? null : ArrayFunctions.positions((ArrayValue) a[0], a[1], order(a, c)));
      case "arrayoverlap" ->
          fn((a, c) ->
              Fn.bool(ArrayFunctions.overlaps((ArrayValue) a[0], (ArrayValue) a[1], order(a, c))));
      case "arraycontains" ->
          fn((a, c) ->
              Fn.bool(ArrayFunctions.contains((ArrayValue) a[0], (ArrayValue) a[1], order(a, c))));
      case "arraycontained" ->
          fn((a, c) ->
              Fn.bool(ArrayFunctions.contains((ArrayValue) a[1], (ArrayValue) a[0], order(a, c))));
      case "width_bucket_array" -> fn(ArrayFamily::bucket);
      default -> null;
    };
  }

  private static Object position(Object[] args, Long start, CallContext context) {
    return args[0] == null
        ? null
        : ArrayFunctions.position((ArrayValue) args[0], args[1], start, order(args, context));
  }

  /** The number of thresholds that are not above the operand. */
  private static Object bucket(Object[] args, CallContext context) {
    ArrayValue thresholds = (ArrayValue) args[1];
    if (thresholds.dimensions() > 1) {
      throw SqlException.error(
          SqlState.ARRAY_SUBSCRIPT_ERROR, "thresholds must be one-dimensional array");
    }
    if (thresholds.hasNulls()) {
      throw SqlException.error(
          SqlState.NULL_VALUE_NOT_ALLOWED, "thresholds array must not contain NULLs");
    }
    TypeOrder order = ComparisonFamily.orderOf(thresholds.elementType(), context);
    int low = 0;
    int high = thresholds.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (order.compare(args[0], thresholds.elements()[middle]) < 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return (long) low;
  }

  private static FunctionImpl strings(String prosrc) {
    return switch (prosrc) {
      case "array_to_text" ->
          fn((a, c) -> ArrayStrings.toString((ArrayValue) a[0], (Slice) a[1], null, c.types()));
      case "array_to_text_null" ->
          fn((a, c) ->
              a[0] == null || a[1] == null
                  ? null
                  : ArrayStrings.toString(
                      (ArrayValue) a[0], (Slice) a[1], (Slice) a[2], c.types()));
      case "text_to_array" -> f2((a, b) -> ArrayStrings.toArray((Slice) a, (Slice) b, null));
      case "text_to_array_null" ->
          fn((a, c) -> ArrayStrings.toArray((Slice) a[0], (Slice) a[1], (Slice) a[2]));
      case "text_to_table" -> set((a, c) -> fields((Slice) a[0], (Slice) a[1], null));
      case "text_to_table_null" -> set((a, c) -> fields((Slice) a[0], (Slice) a[1], (Slice) a[2]));
      default -> null;
    };
  }

  private static Iterator<Object> fields(Slice text, Slice separator, Slice nullText) {
    return text == null
        ? java.util.Collections.emptyIterator()
        : new ArrayList<Object>(ArrayStrings.split(text, separator, nullText)).iterator();
  }
}
