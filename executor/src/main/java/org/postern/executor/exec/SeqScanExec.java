package org.postern.executor.exec;

import org.postern.executor.plan.Plan;
import org.postern.executor.vector.Batch;
import org.postern.storage.access.TableScan;
import org.postern.storage.access.TupleBatch;

/** Reads a table page by page. */
final class SeqScanExec extends ExecNode {
  private final ExecContext context;
  private final TableReader reader;
  private final TupleBatch tuples = new TupleBatch();
  private final Plan.SeqScan plan;
  private SampleFilter sample;
  private TableScan scan;

  SeqScanExec(Plan.SeqScan plan, ExecContext context) {
    this.context = context;
    this.plan = plan;
    this.reader = new TableReader(plan.table(), plan.columns(), plan.types(), context.env);
  }

  @Override
  public Batch next() {
    if (scan == null) {
      scan = context.env.heap().scan(reader.handle, context.snapshot);
    }
    context.env.interrupts().check();
    while (scan.nextBatch(tuples)) {
      if (tuples.count() > 0) {
        Batch batch = reader.decode(tuples);
        if (plan.sample() == null || narrow(batch)) {
          return batch;
        }
      }
    }
    return null;
  }

  /** Narrows the rows to those of the sample; false when none is left. */
  private boolean narrow(Batch batch) {
    if (sample == null) {
      sample = SampleFilter.of(plan.sample(), context);
    }
    int[] kept = new int[batch.count];
    int count = 0;
    for (int i = 0; i < batch.count; i++) {
      if (sample.takes(tuples.tid(i))) {
        kept[count++] = i;
      }
    }
    batch.selection = kept;
    batch.selected = count;
    return count > 0;
  }

  @Override
  public void rescan() {
    if (scan != null) {
      scan.rescan();
    }
  }

  @Override
  public void close() {
    if (scan != null) {
      scan.close();
      scan = null;
    }
  }
}
