package org.postern.executor.exec;

import org.postern.executor.vector.Batch;

/** The root of a statement whose WITH queries change data: they run even if nobody reads them. */
final class FinishingExec extends ExecNode {
  private final ExecNode input;
  private final ExecContext context;

  FinishingExec(ExecNode input, ExecContext context) {
    this.input = input;
    this.context = context;
  }

  @Override
  public Batch next() {
    Batch batch = input.next();
    if (batch == null) {
      context.finishChanges();
    }
    return batch;
  }

  @Override
  public void rescan() {
    input.rescan();
  }

  @Override
  public void close() {
    input.close();
  }
}
