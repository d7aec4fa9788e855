package org.postern.executor.exec;

import org.postern.executor.plan.Plan;
import org.postern.executor.vector.Batch;

/** Sorts all input rows, or keeps the first of them when so many are wanted. */
final class SortExec extends ExecNode {
  private final ExecNode input;
  private final ExecContext context;
  private final Plan.Sort plan;
  private ExternalSorter sorter;

  SortExec(Plan.Sort plan, ExecNode input, ExecContext context) {
    this.plan = plan;
    this.input = input;
    this.context = context;
  }

  @Override
  public Batch next() {
    if (sorter == null) {
      sort();
    }
    return sorter.next();
  }

  private void sort() {
    sorter = new ExternalSorter(plan.types(), plan.keys(), context.env, bound());
    for (Batch batch = input.next(); batch != null; batch = input.next()) {
      context.env.interrupts().check();
      sorter.addAll(batch);
    }
    sorter.finish();
    input.close();
  }

  private long bound() {
    if (plan.limit() == null) {
      return Long.MAX_VALUE;
    }
    Long limit =
        (Long)
            context
                .compiler()
                .compile(plan.limit())
                .eval(ExecContext.oneRow(), context.eval)
                .get(0);
    return limit == null || limit < 0 ? Long.MAX_VALUE : limit;
  }

  /** What was done, for EXPLAIN ANALYZE; null before. */
  ExternalSorter sorter() {
    return sorter;
  }

  @Override
  public void rescan() {
    closeSorter();
    input.rescan();
  }

  private void closeSorter() {
    if (sorter != null) {
      sorter.close();
      sorter = null;
    }
  }

  @Override
  public void close() {
    if (sorter != null) {
      sorter.close();
    }
    input.close();
  }
}
