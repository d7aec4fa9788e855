package org.postern.executor.session;

import java.util.List;
import org.postern.executor.exec.ExecContext;
import org.postern.executor.exec.ExecNode;
import org.postern.executor.plan.PlannedStatement;
import org.postern.executor.vector.Batch;
import org.postern.storage.transam.Snapshot;

/** A portal over a plan. */
final class QueryPortal extends Portal {
  private final Session session;
  private final PlannedStatement plan;
  private final Object[] params;
  private ExecContext context;
  private ExecNode root;
  private Snapshot snapshot;
  private boolean done;

  QueryPortal(Session session, PlannedStatement plan, Object[] params) {
    this.session = session;
    this.plan = plan;
    this.params = params;
  }

  @Override
  public List<PlannedStatement.OutputColumn> columns() {
    return plan.output();
  }

  @Override
  public Batch next() {
    if (done) {
      return null;
    }
    if (root == null) {
      prepare();
      root = context.open();
    }
    Batch batch = root.next();
    if (!plan.isReadOnly()) {
      session.constraints().endOfStatement();
    }
    if (batch == null) {
      done = true;
    }
    return batch;
  }

  private void prepare() {
    session.checkAccess(plan);
    session.checkWritable(plan);
    snapshot = session.transactions().snapshots().acquire();
    context =
        new ExecContext(
            session.execEnvironment(),
            plan,
            snapshot,
            session.transactions().commandId(!plan.isReadOnly()),
            params,
            session.types(),
            session.sqlValues());
  }

  /** Starts the plan of a cursor, which sees what is there now and locks rows one by one. */
  void startCursor() {
    prepare();
    context.lockRowByRow();
    root = context.open();
  }

  @Override
  public String tag(long rows) {
    long processed = context == null ? 0 : context.processed();
    return switch (plan.command()) {
      case SELECT -> "SELECT " + rows;
      case INSERT -> "INSERT 0 " + processed;
      case UPDATE -> "UPDATE " + processed;
      case DELETE -> "DELETE " + processed;
      case MERGE -> "MERGE " + processed;
    };
  }

  @Override
  public void close() {
    if (root != null) {
      root.close();
      context.close();
      root = null;
      session.transactions().snapshots().release(snapshot);
    }
    done = true;
  }
}
