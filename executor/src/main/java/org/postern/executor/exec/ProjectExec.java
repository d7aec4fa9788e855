package org.postern.executor.exec;

import org.postern.executor.expr.Evaluator;
import org.postern.executor.plan.Plan;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.Vector;

/** Computes new columns; the input's selection is kept. */
final class ProjectExec extends ExecNode {
  private final ExecNode input;
  private final ExecContext context;
  private final Evaluator[] exprs;

  ProjectExec(Plan.Project plan, ExecNode input, ExecContext context) {
    this.input = input;
    this.context = context;
    this.exprs = context.compiler().compileAll(plan.exprs());
  }

  @Override
  public Batch next() {
    Batch batch = input.next();
    if (batch == null) {
      return null;
    }
    Vector[] columns = new Vector[exprs.length];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = exprs[i].eval(batch, context.eval);
    }
    Batch out = new Batch(columns);
    out.count = batch.count;
    out.selection = batch.selection;
    out.selected = batch.selected;
    return out;
  }

  @Override
  public void rescan() {
    input.rescan();
  }

  @Override
  public void close() {
    input.close();
  }
}
