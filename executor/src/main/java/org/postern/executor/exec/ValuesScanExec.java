package org.postern.executor.exec;

import java.util.List;
import org.postern.executor.expr.Evaluator;
import org.postern.executor.plan.Plan;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.Vector;
import org.postern.executor.vector.Vectors;

/** The rows of a VALUES list. */
final class ValuesScanExec extends ExecNode {
  private final ExecContext context;
  private final Plan.ValuesScan plan;
  private final Batch out;
  private int at;

  ValuesScanExec(Plan.ValuesScan plan, ExecContext context) {
    this.context = context;
    this.plan = plan;
    Vector[] columns = new Vector[plan.types().size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = Vectors.create(context.env.exprs().physical(plan.types().get(i)), 4);
    }
    this.out = new Batch(columns);
  }

  @Override
  public Batch next() {
    if (at >= plan.values().size()) {
      return null;
    }
    out.reset();
    Batch row = ExecContext.oneRow();
    while (at < plan.values().size() && out.count < Batch.FULL) {
      List<org.postern.executor.query.Expr> exprs = plan.values().get(at++);
      Evaluator[] evaluators = context.compiler().compileAll(exprs);
      for (int c = 0; c < evaluators.length; c++) {
        out.columns[c].copy(out.count, evaluators[c].eval(row, context.eval), 0);
      }
      out.count++;
    }
    return out;
  }

  @Override
  public void rescan() {
    at = 0;
  }
}
