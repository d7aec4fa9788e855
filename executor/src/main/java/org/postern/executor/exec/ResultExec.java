package org.postern.executor.exec;

import org.postern.executor.expr.Evaluator;
import org.postern.executor.plan.Plan;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.LongVector;

/** One row without columns. */
final class ResultExec extends ExecNode {
  private final ExecContext context;
  private final Evaluator condition;
  private boolean done;

  ResultExec(Plan.Result plan, ExecContext context) {
    this.context = context;
    this.condition = plan.condition() == null ? null : context.compiler().compile(plan.condition());
  }

  @Override
  public Batch next() {
    if (done) {
      return null;
    }
    done = true;
    Batch row = ExecContext.oneRow();
    if (condition != null) {
      LongVector holds = (LongVector) condition.eval(row, context.eval);
      if (holds.isNull(0) || holds.values[0] == 0) {
        return null;
      }
    }
    return row;
  }

  @Override
  public void rescan() {
    done = false;
  }
}
