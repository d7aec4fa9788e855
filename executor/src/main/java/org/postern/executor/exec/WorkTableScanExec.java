package org.postern.executor.exec;

import org.postern.executor.vector.Batch;

/** Reads the rows that the last round of a recursive query gave. */
final class WorkTableScanExec extends ExecNode {
  private final int number;
  private final ExecContext context;
  private TupleStore.Reader reader;

  WorkTableScanExec(int number, ExecContext context) {
    this.number = number;
    this.context = context;
  }

  @Override
  public Batch next() {
    if (reader == null) {
      reader = context.workTable(number).reader();
    }
    return reader.next();
  }

  @Override
  public void rescan() {
    reader = null;
  }
}
