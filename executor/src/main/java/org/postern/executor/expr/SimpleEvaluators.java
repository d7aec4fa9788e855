package org.postern.executor.expr;

import org.postern.executor.functions.CallContext;
import org.postern.executor.query.Expr;
import org.postern.executor.types.Physical;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.Vector;
import org.postern.executor.vector.Vectors;

/** The leaves of an expression and the per-row call of a general function. */
final class SimpleEvaluators {
  private SimpleEvaluators() {}

  /** A column of the input, as it is. */
  record Column(int column) implements Evaluator {
    @Override
    public Vector eval(Batch input, EvalContext context) {
      return input.columns[column];
    }
  }

  /** The same value in every row; the vector is filled once and only grows. */
  static final class Constant implements Evaluator {
    private final Object value;
    private final Vector out;
    private int filled;

    Constant(Physical physical, Object value) {
      this.value = value;
      this.out = Vectors.create(physical, 4);
    }

    @Override
    public Vector eval(Batch input, EvalContext context) {
      while (filled < input.count) {
        out.set(filled++, value);
      }
      return out;
    }
  }

  /** A value fixed at execution: a parameter or a session value. */
  static final class PerRun implements Evaluator {
    private final java.util.function.Function<EvalContext, Object> source;
    private final Vector out;

    PerRun(Physical physical, java.util.function.Function<EvalContext, Object> source) {
      this.source = source;
      this.out = Vectors.create(physical, 4);
    }

    @Override
    public Vector eval(Batch input, EvalContext context) {
      Object value = source.apply(context);
      Rows.prepare(out, input);
      for (int i = 0, n = input.size(); i < n; i++) {
        out.set(input.row(i), value);
      }
      return out;
    }
  }

  /** A value computed row by row from the values of other evaluators. */
  static final class PerRow implements Evaluator {
    /** Computes one value; {@code args} is reused. */
    @FunctionalInterface
    interface Code {
      Object apply(Object[] args, CallContext call, EvalContext context);
    }

    private final Evaluator[] args;
    private final int[] argTypes;
    private final int resultType;
    private final boolean strict;
    private final Code code;
    private final Vector out;
    private final Vector[] inputs;
    private final Object[] values;
    private EvalContext lastContext;
    private CallContext call;

    PerRow(
        Physical physical,
        Evaluator[] args,
        int[] argTypes,
        int resultType,
        boolean strict,
        Code code) {
      this.args = args;
      this.argTypes = argTypes;
      this.resultType = resultType;
      this.strict = strict;
      this.code = code;
      this.out = Vectors.create(physical, 4);
      this.inputs = new Vector[args.length];
      this.values = new Object[args.length];
    }

    @Override
    public Vector eval(Batch input, EvalContext context) {
      if (context != lastContext) {
        lastContext = context;
        call = context.call(argTypes, resultType);
      }
      for (int a = 0; a < args.length; a++) {
        inputs[a] = args[a].eval(input, context);
      }
      Rows.prepare(out, input);
      for (int i = 0, n = input.size(); i < n; i++) {
        int row = input.row(i);
        boolean anyNull = false;
        for (int a = 0; a < args.length; a++) {
          Object value = inputs[a].get(row);
          values[a] = value;
          anyNull |= value == null;
        }
        out.set(row, strict && anyNull ? null : code.apply(values, call, context));
      }
      return out;
    }
  }

  static Evaluator param(Expr.Param param, Physical physical) {
    int number = param.number();
    return switch (param.kind()) {
      case EXTERNAL -> new PerRun(physical, context -> context.external(number));
      case EXECUTOR -> new PerRun(physical, context -> context.executor(number));
    };
  }

  /** The next value of a sequence, for each row. */
  static final class NextValue implements Evaluator {
    private final int sequence;
    private final LongVector out = new LongVector(1);

    NextValue(int sequence) {
      this.sequence = sequence;
    }

    @Override
    public Vector eval(Batch input, EvalContext context) {
      out.reset();
      out.ensureCapacity(input.count);
      for (int i = 0; i < input.size(); i++) {
        out.setLong(input.row(i), context.sqlValues().nextValue(sequence));
      }
      return out;
    }
  }
}
