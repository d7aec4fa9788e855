package org.postern.executor.exec;

import org.postern.executor.vector.Batch;

/** Reads the stored rows of a WITH query. */
final class CommonTableScanExec extends ExecNode {
  private final int number;
  private final ExecContext context;
  private RowStore.Reader reader;

  CommonTableScanExec(int number, ExecContext context) {
    this.number = number;
    this.context = context;
  }

  @Override
  public Batch next() {
    if (reader == null) {
      reader = context.commonTable(number).reader();
    }
    return reader.next();
  }

  @Override
  public void rescan() {
    reader = null;
  }
}
