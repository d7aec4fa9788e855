package org.postern.executor.exec;

import org.postern.executor.expr.Evaluator;
import org.postern.executor.query.Expr;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.LongVector;

/** Narrows batches to the rows for which a condition is true. */
final class FilterExec extends ExecNode {
  private final ExecNode input;
  private final ExecContext context;
  private final Evaluator condition;
  private int[] rows = new int[16];
  private long removed;

  FilterExec(ExecNode input, Expr condition, ExecContext context) {
    this.input = input;
    this.context = context;
    this.condition = context.compiler().compile(condition);
  }

  @Override
  public Batch next() {
    for (Batch batch = input.next(); batch != null; batch = input.next()) {
      context.env.interrupts().check();
      LongVector holds = (LongVector) condition.eval(batch, context.eval);
      int n = batch.size();
      if (rows.length < n) {
        rows = new int[n];
      }
      int kept = 0;
      for (int i = 0; i < n; i++) {
        int row = batch.row(i);
        if (holds.values[row] != 0 && !holds.isNull(row)) {
          rows[kept++] = row;
        }
      }
      removed += n - kept;
      if (kept > 0) {
        batch.selection = rows;
        batch.selected = kept;
        return batch;
      }
    }
    return null;
  }

  /** Rows for which the condition was not true. */
  long removed() {
    return removed;
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
