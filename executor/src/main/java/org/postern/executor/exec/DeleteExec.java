package org.postern.executor.exec;

import org.postern.executor.plan.Plan;
import org.postern.executor.vector.Batch;
import org.postern.storage.access.TmInfo;
import org.postern.storage.access.TmResult;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.transam.IsolationLevel;

/** DELETE. Runs to its end on the first call; then gives out RETURNING. */
final class DeleteExec extends ExecNode {
  private final Plan.Delete plan;
  private final ExecNode input;
  private final ExecContext context;
  private final RowLocker locker;
  private final Returning returning;
  private final TmInfo info = new TmInfo();
  private final ModifyTarget target;
  private boolean done;

  DeleteExec(Plan.Delete plan, ExecNode input, ExecContext context) {
    this.plan = plan;
    this.input = input;
    this.context = context;
    this.locker = new RowLocker(plan.target(), plan.recheck(), context);
    this.target =
        locker.table().relation.hasTriggers()
            ? new ModifyTarget(plan.target().table(), context)
            : null;
    this.returning = new Returning(plan.returning(), plan.types(), context);
  }

  @Override
  public Batch next() {
    if (!done) {
      done = true;
      for (Batch batch = input.next(); batch != null; batch = input.next()) {
        for (int i = 0; i < batch.size(); i++) {
          context.env.interrupts().check();
          delete(batch, batch.row(i));
        }
      }
    }
    return returning.next();
  }

  private void delete(Batch batch, int row) {
    while (true) {
      long tid = TableReader.packed(batch.columns[plan.target().tidColumn()].get(row));
      TmResult result =
          context
              .env
              .heap()
              .delete(locker.table().handle, tid, context.commandId, null, true, info);
      switch (result) {
        case OK -> {
          if (target != null) {
            target.deleted(target.oldRow(plan.target(), batch, row));
          }
          context.count(plan);
          returning.add(batch, row);
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
        }
      }
    }
  }

  @Override
  public void rescan() {
    throw SqlException.error(SqlState.INTERNAL_ERROR, "DELETE does not run twice");
  }

  @Override
  public void close() {
    input.close();
  }
}
