package org.postern.executor.exec;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.expr.Evaluator;
import org.postern.executor.plan.Plan;
import org.postern.executor.query.Query;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.LongVector;
import org.postern.storage.access.TmInfo;
import org.postern.storage.access.TmResult;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.transam.IsolationLevel;

/**
 * MERGE. For each source row the first action that applies runs. A target row that another
 * transaction changed meanwhile is taken in its newest version; when that no longer matches, the
 * source row counts as not matched.
 *
 * <p>Source: PostgreSQL documentation, MERGE.
 */
final class MergeExec extends ExecNode {
  private final Plan.Merge plan;
  private final ExecNode input;
  private final ExecContext context;
  private final ModifyTarget target;
  private final RowLocker locker;
  private final List<Action> actions = new ArrayList<>();
  private final TmInfo info = new TmInfo();
  private boolean done;

  private record Action(
      Plan.MergeAction plan, Evaluator condition, RowBuffer rows, RowChange change) {}

  MergeExec(Plan.Merge plan, ExecNode input, ExecContext context) {
    this.plan = plan;
    this.input = input;
    this.context = context;
    this.target = new ModifyTarget(plan.target().table(), context);
    this.locker = new RowLocker(plan.target(), plan.recheck(), context);
    for (Plan.MergeAction action : plan.actions()) {
      boolean writes =
          action.command() == Query.Command.INSERT || action.command() == Query.Command.UPDATE;
      actions.add(
          new Action(
              action,
              action.condition() == null ? null : context.compiler().compile(action.condition()),
              writes ? new RowBuffer(target.relation, action.values(), context) : null,
              action.command() == Query.Command.UPDATE
                  ? new RowChange(target, action.changed(), context)
                  : null));
    }
  }

  @Override
  public Batch next() {
    if (!done) {
      done = true;
      for (Batch batch = input.next(); batch != null; batch = input.next()) {
        for (int i = 0; i < batch.size(); i++) {
          context.env.interrupts().check();
          merge(batch, batch.row(i));
        }
      }
    }
    return null;
  }

  private void merge(Batch batch, int row) {
    if (!batch.columns[plan.target().tidColumn()].isNull(row) && matched(batch, row)) {
      return;
    }
    Action action = first(batch, row, false);
    if (action != null && action.plan().command() == Query.Command.INSERT) {
      Batch rows = action.rows().compute(SetCall.only(batch, row));
      target.check(rows, row);
      target.insert(rows, row);
      context.count(plan);
    }
  }

  private Action first(Batch batch, int row, boolean matched) {
    for (Action action : actions) {
      if (action.plan().matched() == matched && holds(action.condition(), batch, row)) {
        return action;
      }
    }
    return null;
  }

  private boolean holds(Evaluator condition, Batch batch, int row) {
    if (condition == null) {
      return true;
    }
    LongVector verdict = (LongVector) condition.eval(SetCall.only(batch, row), context.eval);
    return !verdict.isNull(row) && verdict.values[row] != 0;
  }

  /** Acts on the target row; false when it is gone or no longer matches. */
  private boolean matched(Batch batch, int row) {
    while (true) {
      Action action = first(batch, row, true);
      if (action == null || action.plan().command() == Query.Command.SELECT) {
        return true;
      }
      long tid = TableReader.packed(batch.columns[plan.target().tidColumn()].get(row));
      TmResult result =
          action.plan().command() == Query.Command.DELETE
              ? context.env.heap().delete(target.handle, tid, context.commandId, null, true, info)
              : update(action, batch, row, tid);
      switch (result) {
        case OK -> {
          if (action.plan().command() == Query.Command.DELETE) {
            target.deleted(target.oldRow(plan.target(), batch, row));
          }
          context.count(plan);
          return true;
        }
        case SELF_MODIFIED, INVISIBLE -> throw second();
        case DELETED, UPDATED, BEING_MODIFIED, WOULD_BLOCK -> {
          boolean deleted = result == TmResult.DELETED;
          if (context.env.transactions().isolationLevel().compareTo(IsolationLevel.READ_COMMITTED)
              > 0) {
            throw RowLocker.changed(deleted);
          }
          if (deleted || locker.lock(batch, row, tid) == RowLocker.Outcome.NONE) {
            return false;
          }
        }
      }
    }
  }

  private TmResult update(Action action, Batch batch, int row, long tid) {
    Batch rows = action.rows().compute(SetCall.only(batch, row));
    target.check(rows, row);
    TmResult result = action.change().tryUpdate(rows, row, tid);
    if (result == TmResult.OK) {
      Object[] before = target.oldRow(plan.target(), batch, row);
      target.updated(before, rows, row, action.change().finish(rows, row));
    }
    return result;
  }

  private static SqlException second() {
    return SqlException.error(
            SqlState.CARDINALITY_VIOLATION, "MERGE command cannot affect row a second time")
        .withHint("Ensure that not more than one source row matches any one target row.");
  }

  @Override
  public void rescan() {
    throw new IllegalStateException("MERGE does not run twice");
  }

  @Override
  public void close() {
    input.close();
  }
}
