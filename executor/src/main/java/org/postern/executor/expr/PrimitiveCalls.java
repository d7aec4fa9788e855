package org.postern.executor.expr;

import org.postern.executor.functions.FunctionImpl;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.DoubleVector;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.Vector;

/** Strict functions over primitive columns: no boxing, null rows are skipped. */
final class PrimitiveCalls {
  private PrimitiveCalls() {}

  record Long1(FunctionImpl.Long1.Fn1 code, Evaluator arg, LongVector out) implements Evaluator {
    @Override
    public Vector eval(Batch input, EvalContext context) {
      LongVector a = (LongVector) arg.eval(input, context);
      Rows.prepare(out, input);
      for (int i = 0, n = input.size(); i < n; i++) {
        int row = input.row(i);
        if (!a.isNull(row)) {
          out.values[row] = code.apply(a.values[row]);
        }
      }
      NullMasks.copy(out, a, input);
      return out;
    }
  }

  record Long2(FunctionImpl.Long2.Fn2 code, Evaluator left, Evaluator right, LongVector out)
      implements Evaluator {
    @Override
    public Vector eval(Batch input, EvalContext context) {
      LongVector a = (LongVector) left.eval(input, context);
      LongVector b = (LongVector) right.eval(input, context);
      Rows.prepare(out, input);
      for (int i = 0, n = input.size(); i < n; i++) {
        int row = input.row(i);
        if (!a.isNull(row) && !b.isNull(row)) {
          out.values[row] = code.apply(a.values[row], b.values[row]);
        }
      }
      NullMasks.or(out, a, b, input);
      return out;
    }
  }

  record Double1(FunctionImpl.Double1.Fn1 code, Evaluator arg, DoubleVector out)
      implements Evaluator {
    @Override
    public Vector eval(Batch input, EvalContext context) {
      DoubleVector a = (DoubleVector) arg.eval(input, context);
      Rows.prepare(out, input);
      for (int i = 0, n = input.size(); i < n; i++) {
        int row = input.row(i);
        if (!a.isNull(row)) {
          out.values[row] = code.apply(a.values[row]);
        }
      }
      NullMasks.copy(out, a, input);
      return out;
    }
  }

  record Double2(FunctionImpl.Double2.Fn2 code, Evaluator left, Evaluator right, DoubleVector out)
      implements Evaluator {
    @Override
    public Vector eval(Batch input, EvalContext context) {
      DoubleVector a = (DoubleVector) left.eval(input, context);
      DoubleVector b = (DoubleVector) right.eval(input, context);
      Rows.prepare(out, input);
      for (int i = 0, n = input.size(); i < n; i++) {
        int row = input.row(i);
        if (!a.isNull(row) && !b.isNull(row)) {
          out.values[row] = code.apply(a.values[row], b.values[row]);
        }
      }
      NullMasks.or(out, a, b, input);
      return out;
    }
  }
}
