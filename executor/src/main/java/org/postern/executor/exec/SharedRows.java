package org.postern.executor.exec;

import java.util.Arrays;
import org.postern.executor.plan.PlannedStatement;
import org.postern.executor.vector.Batch;

/**
 * The rows of a WITH query, computed as far as its readers have asked for them. One that changes
 * data runs to its end at once.
 */
final class SharedRows {
  private final PlannedStatement.CommonTable table;
  private final ExecContext context;
  private final ExecNode node;
  private final TupleStore store;
  private final Object[] paramValues;
  private boolean done;

  SharedRows(PlannedStatement.CommonTable table, ExecNode node, ExecContext context) {
    this.table = table;
    this.context = context;
    this.node = node;
    this.store = new TupleStore(table.plan().types(), context.env);
    this.paramValues = paramValues();
    if (table.modifies()) {
      while (more()) {
        // Its effects do not depend on who reads its rows.
      }
    }
  }

  private Object[] paramValues() {
    Object[] values = new Object[table.params().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = context.eval.executor(table.params().get(i));
    }
    return values;
  }

  /** Whether the query was computed for other columns of the queries around it. */
  boolean isStale() {
    return !table.params().isEmpty() && !Arrays.equals(paramValues, paramValues());
  }

  TupleStore.Reader reader() {
    return store.reader();
  }

  /** Computes more rows; false when all are there. */
  boolean more() {
    if (done) {
      return false;
    }
    context.env.interrupts().check();
    Batch batch = node.next();
    if (batch == null) {
      done = true;
      node.close();
      return false;
    }
    store.addAll(batch);
    return true;
  }

  void close() {
    if (!done) {
      node.close();
    }
    store.close();
  }
}
