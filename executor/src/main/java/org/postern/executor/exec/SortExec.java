package org.postern.executor.exec;

import org.postern.executor.plan.Plan;
import org.postern.executor.vector.Batch;

/** Sorts all input rows in memory. */
final class SortExec extends ExecNode {
  private final ExecNode input;
  private final ExecContext context;
  private final Plan.Sort plan;
  private final RowSorter sorter;
  private RowStore.Reader reader;

  SortExec(Plan.Sort plan, ExecNode input, ExecContext context) {
    this.plan = plan;
    this.input = input;
    this.context = context;
    this.sorter = new RowSorter(plan.keys(), context.env);
  }

  @Override
  public Batch next() {
    if (reader == null) {
      RowStore rows = RowStore.drain(input, plan.types(), context.env);
      reader = rows.reader(sorter.sort(rows.columns, rows.count()), rows.count());
    }
    return reader.next();
  }

  @Override
  public void rescan() {
    input.rescan();
    reader = null;
  }

  @Override
  public void close() {
    input.close();
  }
}
