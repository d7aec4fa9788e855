package org.postern.executor.functions;

import java.util.Iterator;

/**
 * The code behind a built-in function, in the form that costs least per row.
 *
 * <p>Strictness is the catalog's: a function marked strict is never called with a null argument.
 * The primitive forms are for strict functions only.
 */
public sealed interface FunctionImpl {

  /** long to long: integers, booleans, dates. */
  record Long1(Fn1 code) implements FunctionImpl {
    /** The operation. */
    @FunctionalInterface
    public interface Fn1 {
      long apply(long a);
    }
  }

  /** (long, long) to long: integer arithmetic and comparisons. */
  record Long2(Fn2 code) implements FunctionImpl {
    /** The operation. */
    @FunctionalInterface
    public interface Fn2 {
      long apply(long a, long b);
    }
  }

  /** A comparison of two longs, computed without a call per row. */
  record LongCompare(CompareOp op) implements FunctionImpl {}

  /** double to double. */
  record Double1(Fn1 code) implements FunctionImpl {
    /** The operation. */
    @FunctionalInterface
    public interface Fn1 {
      double apply(double a);
    }
  }

  /** (double, double) to double. */
  record Double2(Fn2 code) implements FunctionImpl {
    /** The operation. */
    @FunctionalInterface
    public interface Fn2 {
      double apply(double a, double b);
    }
  }

  /** A comparison of two doubles, NaN greatest and equal to itself. */
  record DoubleCompare(CompareOp op) implements FunctionImpl {}

  /** A comparison of two byte strings as memcmp sorts them. */
  record BytesCompare(CompareOp op) implements FunctionImpl {}

  /** Any scalars to a scalar. */
  record General(Fn code) implements FunctionImpl {
    /** The operation; {@code args} is reused between calls. */
    @FunctionalInterface
    public interface Fn {
      Object apply(Object[] args, CallContext context);
    }
  }

  /** A set-returning function; composite results are RowValues. */
  record SetReturning(Fn code) implements FunctionImpl {
    /** The operation. */
    @FunctionalInterface
    public interface Fn {
      Iterator<Object> apply(Object[] args, CallContext context);
    }
  }
}
