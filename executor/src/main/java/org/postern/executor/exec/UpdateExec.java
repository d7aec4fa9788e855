package org.postern.executor.exec;

import org.postern.executor.plan.Plan;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.ObjectVector;
import org.postern.executor.vector.Vector;
import org.postern.storage.access.TmResult;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.transam.IsolationLevel;

/** UPDATE. Runs to its end on the first call; then gives out RETURNING. */
final class UpdateExec extends ExecNode {
  private final Plan.Update plan;
  private final ExecNode input;
  private final ExecContext context;
  private final ModifyTarget target;
  private final RowBuffer buffer;
  private final RowChange change;
  private final RowLocker locker;
  private final Returning returning;
  private boolean done;

  UpdateExec(Plan.Update plan, ExecNode input, ExecContext context) {
    this.plan = plan;
    this.input = input;
    this.context = context;
    this.target = new ModifyTarget(plan.target().table(), plan.checks(), context);
    this.buffer = new RowBuffer(target.relation, plan.values(), context);
    this.change = new RowChange(target, plan.changed(), context);
    this.locker = new RowLocker(plan.target(), plan.recheck(), context);
    this.returning = new Returning(plan.returning(), plan.types(), context);
  }

  @Override
  public Batch next() {
    if (!done) {
      done = true;
      for (Batch batch = input.next(); batch != null; batch = input.next()) {
        for (int i = 0; i < batch.size(); i++) {
          context.env.interrupts().check();
          update(batch, batch.row(i));
        }
      }
    }
    return returning.next();
  }

  private void update(Batch batch, int row) {
    long tid = TableReader.packed(batch.columns[plan.target().tidColumn()].get(row));
    while (true) {
      Batch rows = buffer.compute(SetCall.only(batch, row));
      target.check(rows, row);
      target.checkViews(rows, row);
      Object[] before = target.oldRow(plan.target(), batch, row);
      TmResult result = change.tryUpdate(rows, row, tid);
      switch (result) {
        case OK -> {
          long newTid = change.finish(rows, row);
          target.updated(before, rows, row, newTid);
          context.count(plan);
          if (!plan.returning().isEmpty()) {
            returnRow(batch, row, rows, newTid);
          }
          return;
        }
        case SELF_MODIFIED, INVISIBLE -> {
          return;
        }
        case DELETED, UPDATED, BEING_MODIFIED, WOULD_BLOCK -> {
          boolean deleted = result == TmResult.DELETED;
          if (context.env.transactions().isolationLevel().compareTo(IsolationLevel.READ_COMMITTED)
              > 0) {
            throw RowLocker.changed(deleted);
          }
          if (deleted || locker.lock(batch, row, tid) == RowLocker.Outcome.NONE) {
            return;
          }
          tid = TableReader.packed(batch.columns[plan.target().tidColumn()].get(row));
        }
      }
    }
  }

  /** RETURNING reads the input row with the target's columns as they are now. */
  private void returnRow(Batch batch, int row, Batch rows, long newTid) {
    Vector[] columns = batch.columns.clone();
    for (Plan.TableColumn c : plan.target().columns()) {
      columns[c.column()] = rows.columns[c.number() - 1];
    }
    ObjectVector tid = new ObjectVector(row + 1);
    tid.set(row, TableReader.tidValue(newTid));
    columns[plan.target().tidColumn()] = tid;
    Batch shown = new Batch(columns);
    shown.count = batch.count;
    returning.add(shown, row);
  }

  @Override
  public void rescan() {
    throw SqlException.error(SqlState.INTERNAL_ERROR, "UPDATE does not run twice");
  }

  @Override
  public void close() {
    input.close();
  }
}
