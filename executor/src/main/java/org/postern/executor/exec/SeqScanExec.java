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
  private TableScan scan;

  SeqScanExec(Plan.SeqScan plan, ExecContext context) {
    this.context = context;
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
        return reader.decode(tuples);
      }
    }
    return null;
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
