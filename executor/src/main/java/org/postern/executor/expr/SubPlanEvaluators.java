package org.postern.executor.expr;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.query.Expr;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.Physical;
import org.postern.executor.types.RowValue;
import org.postern.executor.types.TypeOid;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.Vector;
import org.postern.executor.vector.Vectors;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Subqueries in expressions: run per outer row, with the outer row's values as parameters. */
final class SubPlanEvaluators {
  private SubPlanEvaluators() {}

  /** Feeds the columns of a subquery's batch to the test that compares with them. */
  static final class Columns {
    private Batch rows;

    Evaluator column(int index) {
      return (input, context) -> rows.columns[index];
    }
  }

  static Evaluator create(
      Expr.SubPlan plan, Evaluator[] args, Evaluator test, Columns columns, Physical physical) {
    return new PerOuterRow(plan, args, test, columns, physical);
  }

  private static final class PerOuterRow implements Evaluator {
    private final Expr.SubPlan plan;
    private final Evaluator[] args;
    private final Evaluator test;
    private final Columns columns;
    private final Vector out;

    PerOuterRow(
        Expr.SubPlan plan, Evaluator[] args, Evaluator test, Columns columns, Physical physical) {
      this.plan = plan;
      this.args = args;
      this.test = test;
      this.columns = columns;
      this.out = Vectors.create(physical, 4);
    }

    @Override
    public Vector eval(Batch input, EvalContext context) {
      Vector[] params = new Vector[args.length];
      for (int i = 0; i < args.length; i++) {
        params[i] = args[i].eval(input, context);
      }
      Rows.prepare(out, input);
      for (int i = 0, n = input.size(); i < n; i++) {
        int row = input.row(i);
        for (int p = 0; p < params.length; p++) {
          context.setExecutor(plan.params().get(p), params[p].get(row));
        }
        SubPlanRunner.Rows rows = context.subPlans().run(plan.plan());
        out.set(row, result(rows, input, row, context));
      }
      return out;
    }

    private Object result(SubPlanRunner.Rows rows, Batch input, int row, EvalContext context) {
      return switch (plan.kind()) {
        case EXISTS -> rows.next() != null ? 1L : 0L;
        case SCALAR -> scalar(rows);
        case ARRAY -> array(rows);
        case ROW -> wholeRow(rows);
        case COMPARE -> compare(rows, input, row, context);
        case ANY -> quantified(rows, input, row, context, true);
        case ALL -> quantified(rows, input, row, context, false);
      };
    }

    private static Object scalar(SubPlanRunner.Rows rows) {
      Batch batch = rows.next();
      if (batch == null) {
        return null;
      }
      Object value = batch.columns[0].get(batch.row(0));
      checkSingle(rows, batch);
      return value;
    }

    private static void checkSingle(SubPlanRunner.Rows rows, Batch batch) {
      if (batch.size() > 1 || rows.next() != null) {
        throw SqlException.error(
            SqlState.CARDINALITY_VIOLATION,
            "more than one row returned by a subquery used as an expression");
      }
    }

    private static Object wholeRow(SubPlanRunner.Rows rows) {
      Batch batch = rows.next();
      if (batch == null) {
        return null;
      }
      Object[] values = new Object[batch.columns.length];
      for (int c = 0; c < values.length; c++) {
        values[c] = batch.columns[c].get(batch.row(0));
      }
      checkSingle(rows, batch);
      return new RowValue(TypeOid.RECORD, values, new int[values.length]);
    }

    private Object compare(SubPlanRunner.Rows rows, Batch input, int row, EvalContext context) {
      Batch batch = rows.next();
      if (batch == null) {
        return null;
      }
      columns.rows = batch;
      Object verdict = test.eval(spread(input, row, batch), context).get(batch.row(0));
      checkSingle(rows, batch);
      return verdict;
    }

    private Object array(SubPlanRunner.Rows rows) {
      List<Object> elements = new ArrayList<>();
      for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
        for (int i = 0; i < batch.size(); i++) {
          elements.add(batch.columns[0].get(batch.row(i)));
        }
      }
      return ArrayValue.of(plan.elementType(), elements.toArray());
    }

    /**
     * Evaluates the test for the outer row against each row of the subquery. The outer row is
     * spread over as many rows as the batch has, so that the test runs once per batch.
     */
    private Object quantified(
        SubPlanRunner.Rows rows, Batch input, int row, EvalContext context, boolean any) {
      boolean unknown = false;
      for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
        columns.rows = batch;
        Batch outer = spread(input, row, batch);
        LongVector verdict = (LongVector) test.eval(outer, context);
        for (int i = 0; i < batch.size(); i++) {
          int at = batch.row(i);
          if (verdict.isNull(at)) {
            unknown = true;
          } else if (verdict.values[at] != 0 == any) {
            return any ? 1L : 0L;
          }
        }
      }
      return unknown ? null : any ? (Long) 0L : (Long) 1L;
    }

    private static Batch spread(Batch input, int row, Batch shape) {
      Vector[] repeated = new Vector[input.columns.length];
      for (int c = 0; c < repeated.length; c++) {
        repeated[c] = input.columns[c].emptyLike(shape.count);
        for (int i = 0; i < shape.size(); i++) {
          repeated[c].copy(shape.row(i), input.columns[c], row);
        }
      }
      Batch out = new Batch(repeated);
      out.count = shape.count;
      out.selection = shape.selection;
      out.selected = shape.selected;
      return out;
    }
  }
}
