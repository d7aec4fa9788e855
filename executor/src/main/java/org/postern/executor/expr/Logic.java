package org.postern.executor.expr;

import org.postern.executor.query.Expr;
import org.postern.executor.types.Physical;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.Vector;
import org.postern.executor.vector.Vectors;

/** Three-valued logic, null tests, and the forms that evaluate an argument only where it counts. */
final class Logic {
  /** Evaluates once per round, see {@link ExprCompiler#shareRows}. */
  static final class Memo implements Evaluator {
    private final Evaluator source;
    private final java.util.function.IntSupplier round;
    private Vector last;
    private int lastRound;

    Memo(Evaluator source, java.util.function.IntSupplier round) {
      this.source = source;
      this.round = round;
    }

    @Override
    public Vector eval(Batch input, EvalContext context) {
      if (last == null || lastRound != round.getAsInt()) {
        last = source.eval(input, context);
        lastRound = round.getAsInt();
      }
      return last;
    }
  }

  private Logic() {}

  /**
   * AND and OR. An argument is evaluated only in the rows still open, so that a guard on the left
   * protects what stands to its right.
   */
  record Connective(boolean and, Evaluator[] args, LongVector out) implements Evaluator {
    @Override
    public Vector eval(Batch input, EvalContext context) {
      Rows.prepare(out, input);
      int n = input.size();
      int[] open = new int[n];
      for (int i = 0; i < n; i++) {
        int row = input.row(i);
        open[i] = row;
        out.values[row] = and ? 1 : 0;
      }
      long decided = and ? 0 : 1;
      for (Evaluator arg : args) {
        LongVector value = (LongVector) arg.eval(Rows.restrict(input, open, n), context);
        int kept = 0;
        for (int i = 0; i < n; i++) {
          int row = open[i];
          if (value.isNull(row)) {
            out.setNull(row);
            open[kept++] = row;
          } else if (value.values[row] == decided) {
            out.setLong(row, decided);
          } else {
            open[kept++] = row;
          }
        }
        n = kept;
        if (n == 0) {
          break;
        }
      }
      return out;
    }
  }

  record Not(Evaluator arg, LongVector out) implements Evaluator {
    @Override
    public Vector eval(Batch input, EvalContext context) {
      LongVector a = (LongVector) arg.eval(input, context);
      Rows.prepare(out, input);
      for (int i = 0, n = input.size(); i < n; i++) {
        int row = input.row(i);
        out.values[row] = 1 - a.values[row];
      }
      NullMasks.copy(out, a, input);
      return out;
    }
  }

  record IsNull(Evaluator arg, boolean wanted, LongVector out) implements Evaluator {
    @Override
    public Vector eval(Batch input, EvalContext context) {
      Vector a = arg.eval(input, context);
      Rows.prepare(out, input);
      for (int i = 0, n = input.size(); i < n; i++) {
        int row = input.row(i);
        out.values[row] = a.isNull(row) == wanted ? 1 : 0;
      }
      return out;
    }
  }

  record Test(Evaluator arg, Expr.BoolTest.Kind kind, LongVector out) implements Evaluator {
    @Override
    public Vector eval(Batch input, EvalContext context) {
      LongVector a = (LongVector) arg.eval(input, context);
      Rows.prepare(out, input);
      for (int i = 0, n = input.size(); i < n; i++) {
        int row = input.row(i);
        boolean unknown = a.isNull(row);
        boolean isTrue = !unknown && a.values[row] != 0;
        boolean isFalse = !unknown && a.values[row] == 0;
        boolean holds =
            switch (kind) {
              case IS_TRUE -> isTrue;
              case IS_NOT_TRUE -> !isTrue;
              case IS_FALSE -> isFalse;
              case IS_NOT_FALSE -> !isFalse;
              case IS_UNKNOWN -> unknown;
              case IS_NOT_UNKNOWN -> !unknown;
            };
        out.values[row] = holds ? 1 : 0;
      }
      return out;
    }
  }

  /** COALESCE: an argument is evaluated only where all before it were null. */
  record Coalesce(Evaluator[] args, Vector out) implements Evaluator {
    @Override
    public Vector eval(Batch input, EvalContext context) {
      Rows.prepare(out, input);
      int n = input.size();
      int[] open = new int[n];
      for (int i = 0; i < n; i++) {
        open[i] = input.row(i);
      }
      for (Evaluator arg : args) {
        Vector value = arg.eval(Rows.restrict(input, open, n), context);
        int kept = 0;
        for (int i = 0; i < n; i++) {
          int row = open[i];
          if (value.isNull(row)) {
            open[kept++] = row;
          } else {
            out.copy(row, value, row);
          }
        }
        n = kept;
        if (n == 0) {
          break;
        }
      }
      for (int i = 0; i < n; i++) {
        out.setNull(open[i]);
      }
      return out;
    }
  }

  /**
   * CASE. The argument of the simple form is stored in {@code test}, which the conditions read
   * through {@link TestValue}.
   */
  static final class Case implements Evaluator {
    private final Evaluator arg;
    private final TestValue test;
    private final Evaluator[] conditions;
    private final Evaluator[] results;
    private final Evaluator otherwise;
    private final Vector out;

    Case(
        Evaluator arg,
        TestValue test,
        Evaluator[] conditions,
        Evaluator[] results,
        Evaluator otherwise,
        Physical physical) {
      this.arg = arg;
      this.test = test;
      this.conditions = conditions;
      this.results = results;
      this.otherwise = otherwise;
      this.out = Vectors.create(physical, 4);
    }

    @Override
    public Vector eval(Batch input, EvalContext context) {
      if (arg != null) {
        test.value = arg.eval(input, context);
      }
      Rows.prepare(out, input);
      int n = input.size();
      int[] open = new int[n];
      for (int i = 0; i < n; i++) {
        open[i] = input.row(i);
      }
      for (int arm = 0; arm < conditions.length && n > 0; arm++) {
        LongVector holds =
            (LongVector) conditions[arm].eval(Rows.restrict(input, open, n), context);
        int[] taken = new int[n];
        int takenCount = 0;
        int kept = 0;
        for (int i = 0; i < n; i++) {
          int row = open[i];
          if (!holds.isNull(row) && holds.values[row] != 0) {
            taken[takenCount++] = row;
          } else {
            open[kept++] = row;
          }
        }
        n = kept;
        store(results[arm], Rows.restrict(input, taken, takenCount), context);
      }
      if (n > 0) {
        store(otherwise, Rows.restrict(input, open, n), context);
      }
      return out;
    }

    private void store(Evaluator result, Batch rows, EvalContext context) {
      if (rows.selected == 0) {
        return;
      }
      Vector value = result.eval(rows, context);
      for (int i = 0; i < rows.selected; i++) {
        out.copy(rows.selection[i], value, rows.selection[i]);
      }
    }
  }

  /** Stands for a value set by an enclosing evaluator. */
  static final class TestValue implements Evaluator {
    Vector value;

    @Override
    public Vector eval(Batch input, EvalContext context) {
      return value;
    }
  }
}
