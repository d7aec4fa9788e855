package org.postern.executor.exec;

import org.postern.executor.plan.Plan;
import org.postern.executor.vector.Batch;

/** INSERT, ON CONFLICT included. Runs to its end on the first call; then gives out RETURNING. */
final class InsertExec extends ExecNode {
  private final Plan.Insert plan;
  private final ExecNode input;
  private final ExecContext context;
  private final ModifyTarget target;
  private final RowBuffer buffer;
  private final Returning returning;
  private final ConflictHandler conflicts;
  private boolean done;

  InsertExec(Plan.Insert plan, ExecNode input, ExecContext context) {
    this.plan = plan;
    this.input = input;
    this.context = context;
    this.target = new ModifyTarget(plan.table(), plan.checks(), context);
    this.buffer = new RowBuffer(target.relation, plan.values(), context);
    this.returning = new Returning(plan.returning(), plan.types(), context);
    this.conflicts =
        plan.conflict() == null
            ? null
            : new ConflictHandler(plan.conflict(), plan.table(), target, context);
  }

  @Override
  public Batch next() {
    if (!done) {
      done = true;
      for (Batch batch = input.next(); batch != null; batch = input.next()) {
        context.env.interrupts().check();
        Batch rows = buffer.compute(batch);
        for (int i = 0; i < rows.size(); i++) {
          insert(rows, rows.row(i));
        }
      }
    }
    return returning.next();
  }

  private void insert(Batch rows, int row) {
    target.check(rows, row);
    target.checkViews(rows, row);
    if (conflicts != null) {
      if (conflicts.insert(rows, row, buffer, returning)) {
        context.count(plan);
      }
      return;
    }
    long tid = target.insert(rows, row);
    context.count(plan);
    if (!plan.returning().isEmpty()) {
      buffer.stored(rows, row, tid);
      returning.add(rows, row);
    }
  }

  @Override
  public void rescan() {
    throw new IllegalStateException("INSERT does not run twice");
  }

  @Override
  public void close() {
    input.close();
  }
}
