package org.postern.executor.exec;

import org.postern.executor.vector.Batch;

/** Reads the rows of a WITH query. */
final class CommonTableScanExec extends ExecNode {
  private final int number;
  private final ExecContext context;
  private SharedRows rows;
  private TupleStore.Reader reader;

  CommonTableScanExec(int number, ExecContext context) {
    this.number = number;
    this.context = context;
  }

  @Override
  public Batch next() {
    if (reader == null) {
      rows = context.commonTable(number);
      reader = rows.reader();
    }
    Batch batch = reader.next();
    while (batch == null && rows.more()) {
      batch = reader.next();
    }
    return batch;
  }

  @Override
  public void rescan() {
    reader = null;
  }
}
