package org.postern.executor.expr;

import org.postern.executor.functions.CompareOp;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.BytesVector;
import org.postern.executor.vector.DoubleVector;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.Vector;

/**
 * Comparisons of whole vectors. The operator is switched outside of the loop: a loop per operator
 * is what the compiler can keep in registers.
 */
final class CompareKernels {
  private CompareKernels() {}

  /** Two longs. */
  static final class Longs implements Evaluator {
    private final CompareOp op;
    private final Evaluator left;
    private final Evaluator right;
    private final LongVector out = new LongVector(4);

    Longs(CompareOp op, Evaluator left, Evaluator right) {
      this.op = op;
      this.left = left;
      this.right = right;
    }

    @Override
    public Vector eval(Batch input, EvalContext context) {
      LongVector a = (LongVector) left.eval(input, context);
      LongVector b = (LongVector) right.eval(input, context);
      Rows.prepare(out, input);
      long[] result = out.values;
      long[] x = a.values;
      long[] y = b.values;
      int[] rows = input.selection;
      int n = input.size();
      switch (op) {
        case LT -> {
          for (int i = 0; i < n; i++) {
            int row = rows == null ? i : rows[i];
            result[row] = x[row] < y[row] ? 1 : 0;
          }
        }
        case LE -> {
          for (int i = 0; i < n; i++) {
            int row = rows == null ? i : rows[i];
            result[row] = x[row] <= y[row] ? 1 : 0;
          }
        }
        case EQ -> {
          for (int i = 0; i < n; i++) {
            int row = rows == null ? i : rows[i];
            result[row] = x[row] == y[row] ? 1 : 0;
          }
        }
        case NE -> {
          for (int i = 0; i < n; i++) {
            int row = rows == null ? i : rows[i];
            result[row] = x[row] != y[row] ? 1 : 0;
          }
        }
        case GE -> {
          for (int i = 0; i < n; i++) {
            int row = rows == null ? i : rows[i];
            result[row] = x[row] >= y[row] ? 1 : 0;
          }
        }
        case GT -> {
          for (int i = 0; i < n; i++) {
            int row = rows == null ? i : rows[i];
            result[row] = x[row] > y[row] ? 1 : 0;
          }
        }
      }
      NullMasks.or(out, a, b, input);
      return out;
    }
  }

  /** Two doubles, NaN equal to itself and above all else. */
  static final class Doubles implements Evaluator {
    private final CompareOp op;
    private final Evaluator left;
    private final Evaluator right;
    private final LongVector out = new LongVector(4);

    Doubles(CompareOp op, Evaluator left, Evaluator right) {
      this.op = op;
      this.left = left;
      this.right = right;
    }

    @Override
    public Vector eval(Batch input, EvalContext context) {
      DoubleVector a = (DoubleVector) left.eval(input, context);
      DoubleVector b = (DoubleVector) right.eval(input, context);
      Rows.prepare(out, input);
      long[] result = out.values;
      double[] x = a.values;
      double[] y = b.values;
      int[] rows = input.selection;
      int n = input.size();
      switch (op) {
        case LT -> {
          for (int i = 0; i < n; i++) {
            int row = rows == null ? i : rows[i];
            result[row] = compare(x[row], y[row]) < 0 ? 1 : 0;
          }
        }
        case LE -> {
          for (int i = 0; i < n; i++) {
            int row = rows == null ? i : rows[i];
            result[row] = compare(x[row], y[row]) <= 0 ? 1 : 0;
          }
        }
        case EQ -> {
          for (int i = 0; i < n; i++) {
            int row = rows == null ? i : rows[i];
            result[row] = compare(x[row], y[row]) == 0 ? 1 : 0;
          }
        }
        case NE -> {
          for (int i = 0; i < n; i++) {
            int row = rows == null ? i : rows[i];
            result[row] = compare(x[row], y[row]) != 0 ? 1 : 0;
          }
        }
        case GE -> {
          for (int i = 0; i < n; i++) {
            int row = rows == null ? i : rows[i];
            result[row] = compare(x[row], y[row]) >= 0 ? 1 : 0;
          }
        }
        case GT -> {
          for (int i = 0; i < n; i++) {
            int row = rows == null ? i : rows[i];
            result[row] = compare(x[row], y[row]) > 0 ? 1 : 0;
          }
        }
      }
      NullMasks.or(out, a, b, input);
      return out;
    }

    private static int compare(double a, double b) {
      if (a < b) {
        return -1;
      }
      if (a > b) {
        return 1;
      }
      return a == b ? 0 : Boolean.compare(Double.isNaN(a), Double.isNaN(b));
    }
  }

  /** Two byte strings, unsigned and byte by byte. */
  static final class ByteStrings implements Evaluator {
    private final CompareOp op;
    private final Evaluator left;
    private final Evaluator right;
    private final LongVector out = new LongVector(4);

    ByteStrings(CompareOp op, Evaluator left, Evaluator right) {
      this.op = op;
      this.left = left;
      this.right = right;
    }

    @Override
    public Vector eval(Batch input, EvalContext context) {
      BytesVector a = (BytesVector) left.eval(input, context);
      BytesVector b = (BytesVector) right.eval(input, context);
      Rows.prepare(out, input);
      boolean equality = op == CompareOp.EQ || op == CompareOp.NE;
      for (int i = 0, n = input.size(); i < n; i++) {
        int row = input.row(i);
        if (a.isNull(row) || b.isNull(row)) {
          continue;
        }
        boolean holds;
        if (equality && a.length[row] != b.length[row]) {
          holds = op == CompareOp.NE;
        } else {
          holds = op.holds(compare(a, b, row));
        }
        out.values[row] = holds ? 1 : 0;
      }
      NullMasks.or(out, a, b, input);
      return out;
    }

    private static int compare(BytesVector a, BytesVector b, int row) {
      return java.util.Arrays.compareUnsigned(
          a.base[row],
          a.offset[row],
          a.offset[row] + a.length[row],
          b.base[row],
          b.offset[row],
          b.offset[row] + b.length[row]);
    }
  }
}
