package org.postern.executor.exec;

import java.util.TreeSet;
import org.postern.executor.expr.Evaluator;
import org.postern.executor.plan.Plan;
import org.postern.executor.query.Expr;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.Tid;
import org.postern.executor.vector.Batch;
import org.postern.storage.access.TupleBatch;

/**
 * Fetches rows by their tids, in the order of the table. A cursor's row may have been changed by
 * the same transaction since it was read: then its newest version is meant.
 */
final class TidScanExec extends ExecNode {
  private final ExecContext context;
  private final Plan.TidScan plan;
  private final TableReader reader;
  private final Evaluator[] sources;
  private final TupleBatch tuples = new TupleBatch();
  private Long[] tids;
  private int at;

  TidScanExec(Plan.TidScan plan, ExecContext context) {
    this.context = context;
    this.plan = plan;
    this.reader = new TableReader(plan.table(), plan.columns(), plan.types(), context.env);
    this.sources = context.compiler().compileAll(plan.tids());
  }

  private void start() {
    TreeSet<Long> wanted = new TreeSet<>();
    for (int i = 0; i < sources.length; i++) {
      boolean cursor = plan.tids().get(i) instanceof Expr.CurrentOf;
      Object value = sources[i].eval(ExecContext.oneRow(), context.eval).get(0);
      if (value instanceof Tid tid) {
        add(tid, cursor, wanted);
      } else if (value instanceof ArrayValue array) {
        for (Object element : array.elements()) {
          if (element != null) {
            add((Tid) element, false, wanted);
          }
        }
      }
    }
    tids = wanted.toArray(Long[]::new);
    at = 0;
  }

  private void add(Tid value, boolean cursor, TreeSet<Long> wanted) {
    long tid = TableReader.packed(value);
    long block = Integer.toUnsignedLong(value.block());
    if (value.position() == 0 || block >= context.env.heap().blockCount(reader.handle)) {
      return;
    }
    wanted.add(
        cursor ? context.env.heap().latestVersion(reader.handle, tid, context.snapshot) : tid);
  }

  @Override
  public Batch next() {
    if (tids == null) {
      start();
    }
    context.env.interrupts().check();
    tuples.clear();
    while (at < tids.length && tuples.count() < TupleBatch.CAPACITY) {
      context.env.heap().fetchVersion(reader.handle, tids[at++], context.snapshot, tuples);
    }
    return tuples.count() == 0 ? null : reader.decode(tuples);
  }

  @Override
  public void rescan() {
    tids = null;
  }
}
