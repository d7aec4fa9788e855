package org.postern.executor.expr;

import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.Physical;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.array.ArraySubscripts;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.Vector;
import org.postern.executor.vector.Vectors;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Arrays: constructors, subscripts, casts and quantified comparisons. */
final class ArrayEvaluators {
  private ArrayEvaluators() {}

  private static int[] noTypes(int count) {
    return new int[count];
  }

  static Evaluator constructor(Evaluator[] elements, int elementType, boolean nested) {
    return new SimpleEvaluators.PerRow(
        Physical.OBJECT,
        elements,
        noTypes(elements.length),
        0,
        false,
        (values, call, context) ->
            nested ? nested(values, elementType) : ArrayValue.of(elementType, values.clone()));
  }

  /** Arrays of one shape become the rows of an array with one dimension more. */
  private static ArrayValue nested(Object[] values, int elementType) {
    int[] shape = null;
    java.util.List<Object> all = new java.util.ArrayList<>();
    int filled = 0;
    for (Object value : values) {
      ArrayValue inner = (ArrayValue) value;
      if (inner == null || inner.isEmpty()) {
        continue;
      }
      filled++;
      if (shape == null) {
        shape = inner.dims();
      } else if (!java.util.Arrays.equals(shape, inner.dims())) {
        throw mismatch();
      }
      java.util.Collections.addAll(all, inner.elements());
    }
    if (shape == null) {
      return ArrayValue.empty(elementType);
    }
    if (filled != values.length) {
      throw mismatch();
    }
    if (shape.length + 1 > ArrayValue.MAX_DIMENSIONS) {
      throw SqlException.error(
          SqlState.PROGRAM_LIMIT_EXCEEDED,
          "number of array dimensions (%d) exceeds the maximum allowed (%d)",
          shape.length + 1,
          ArrayValue.MAX_DIMENSIONS);
    }
    int[] dims = new int[shape.length + 1];
    int[] lower = new int[dims.length];
    java.util.Arrays.fill(lower, 1);
    dims[0] = values.length;
    System.arraycopy(shape, 0, dims, 1, shape.length);
    return new ArrayValue(elementType, dims, lower, all.toArray());
  }

  private static SqlException mismatch() {
    return SqlException.error(
        SqlState.ARRAY_SUBSCRIPT_ERROR,
        "multidimensional arrays must have array expressions with matching dimensions");
  }

  static Evaluator subscript(
      Evaluator container,
      Evaluator[] upper,
      Evaluator[] lower,
      boolean slice,
      Physical physical,
      int resultType) {
    java.util.List<Evaluator> args = new java.util.ArrayList<>();
    args.add(container);
    int[] upperAt = positions(upper, args);
    int[] lowerAt = positions(lower, args);
    return new SimpleEvaluators.PerRow(
        physical,
        args.toArray(Evaluator[]::new),
        noTypes(args.size()),
        resultType,
        false,
        (values, call, context) -> {
          ArrayValue array = (ArrayValue) values[0];
          if (array == null) {
            return null;
          }
          Integer[] uppers = indexes(values, upperAt);
          Integer[] lowers = indexes(values, lowerAt);
          if (uppers == null || lowers == null) {
            return null;
          }
          return slice
              ? ArraySubscripts.slice(array, lowers, uppers)
              : ArraySubscripts.element(array, plain(uppers));
        });
  }

  /** {@code container[…] := value}; a null subscript is an error here. */
  static Evaluator store(
      Evaluator container,
      Evaluator[] upper,
      Evaluator[] lower,
      boolean slice,
      int elementType,
      Evaluator value) {
    java.util.List<Evaluator> args = new java.util.ArrayList<>();
    args.add(container);
    args.add(value);
    int[] upperAt = positions(upper, args);
    int[] lowerAt = positions(lower, args);
    return new SimpleEvaluators.PerRow(
        Physical.OBJECT,
        args.toArray(Evaluator[]::new),
        noTypes(args.size()),
        0,
        false,
        (values, call, context) -> {
          ArrayValue array =
              values[0] == null ? ArrayValue.empty(elementType) : (ArrayValue) values[0];
          Integer[] uppers = indexes(values, upperAt);
          Integer[] lowers = indexes(values, lowerAt);
          if (uppers == null || lowers == null) {
            throw SqlException.error(
                SqlState.NULL_VALUE_NOT_ALLOWED, "array subscript in assignment must not be null");
          }
          if (!slice) {
            return ArraySubscripts.assign(array, plain(uppers), values[1]);
          }
          return values[1] == null
              ? values[0]
              : ArraySubscripts.assignSlice(array, lowers, uppers, (ArrayValue) values[1]);
        });
  }

  private static int[] positions(Evaluator[] evaluators, java.util.List<Evaluator> args) {
    int[] at = new int[evaluators.length];
    for (int i = 0; i < at.length; i++) {
      at[i] = -1;
      if (evaluators[i] != null) {
        at[i] = args.size();
        args.add(evaluators[i]);
      }
    }
    return at;
  }

  /** The subscripts' values, null inside for an open end; null as a whole when one is NULL. */
  private static Integer[] indexes(Object[] values, int[] at) {
    Integer[] out = new Integer[at.length];
    for (int i = 0; i < at.length; i++) {
      if (at[i] >= 0) {
        if (values[at[i]] == null) {
          return null;
        }
        out[i] = ((Long) values[at[i]]).intValue();
      }
    }
    return out;
  }

  private static int[] plain(Integer[] subscripts) {
    int[] out = new int[subscripts.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = subscripts[i];
    }
    return out;
  }

  /** {@code left op ANY/ALL (array)} with SQL's three-valued meaning. */
  static Evaluator quantified(
      Evaluator left,
      Evaluator array,
      int[] argTypes,
      boolean any,
      boolean strict,
      SimpleEvaluators.PerRow.Code compare) {
    Object[] pair = new Object[2];
    return new SimpleEvaluators.PerRow(
        Physical.LONG,
        new Evaluator[] {left, array},
        argTypes,
        TypeOid.BOOL,
        false,
        (values, call, context) -> {
          ArrayValue elements = (ArrayValue) values[1];
          if (elements == null) {
            return null;
          }
          if (elements.size() == 0) {
            return any ? 0L : 1L;
          }
          if (strict && values[0] == null) {
            return null;
          }
          boolean unknown = false;
          Object needle = values[0];
          for (Object element : elements.elements()) {
            pair[0] = needle;
            pair[1] = element;
            Object result = strict && element == null ? null : compare.apply(pair, call, context);
            if (result == null) {
              unknown = true;
            } else if ((Long) result != 0 == any) {
              return any ? 1L : 0L;
            }
          }
          return unknown ? null : any ? (Long) 0L : (Long) 1L;
        });
  }

  /** Casts every element by {@code element}, which reads its input from {@code test}. */
  static Evaluator coerce(
      Evaluator arg,
      int argType,
      Evaluator element,
      Logic.TestValue test,
      Physical from,
      int elementType,
      int resultType) {
    Vector one = Vectors.create(from, 1);
    Batch single = new Batch(one);
    single.count = 1;
    return new SimpleEvaluators.PerRow(
        Physical.OBJECT,
        new Evaluator[] {arg},
        new int[] {argType},
        resultType,
        true,
        (values, call, context) -> {
          ArrayValue array = (ArrayValue) values[0];
          Object[] in = array.elements();
          Object[] out = new Object[in.length];
          for (int i = 0; i < in.length; i++) {
            one.reset();
            one.set(0, in[i]);
            test.value = one;
            out[i] = element.eval(single, context).get(0);
          }
          return array.isEmpty()
              ? ArrayValue.empty(elementType)
              : new ArrayValue(elementType, array.dims(), array.lowerBounds(), out);
        });
  }
}
