package org.postern.executor.exec;

import org.postern.executor.plan.Plan;
import org.postern.executor.vector.Batch;

/**
 * WITH RECURSIVE: the rows of the first arm, then round after round those of the second arm over
 * the rows of the round before, until a round gives none. Without ALL a row that was there before
 * is dropped.
 *
 * <p>Source: PostgreSQL documentation, "Recursive Query Evaluation".
 */
final class RecursiveUnionExec extends ExecNode {
  private final Plan.RecursiveUnion plan;
  private final ExecNode start;
  private final ExecNode step;
  private final ExecContext context;
  private RowStore seen;
  private RowHash hash;
  private TupleStore fresh;
  private boolean started;
  private boolean stepping;
  private boolean stepped;

  RecursiveUnionExec(Plan.RecursiveUnion plan, ExecNode start, ExecNode step, ExecContext context) {
    this.plan = plan;
    this.start = start;
    this.step = step;
    this.context = context;
  }

  @Override
  public Batch next() {
    if (!started) {
      begin();
    }
    while (true) {
      context.env.interrupts().check();
      Batch batch = stepping ? step.next() : start.next();
      if (batch == null) {
        if (!nextRound()) {
          return null;
        }
        continue;
      }
      if (!plan.all()) {
        batch = unseen(batch);
      }
      if (batch.size() > 0) {
        fresh.addAll(batch);
        return batch;
      }
    }
  }

  private void begin() {
    started = true;
    stepping = false;
    fresh = new TupleStore(plan.types(), context.env);
    if (!plan.all()) {
      seen = new RowStore(plan.types(), context.env);
      hash = new RowHash(plan.types(), context.env);
    }
  }

  private boolean nextRound() {
    if (fresh.count() == 0) {
      return false;
    }
    context.setWorkTable(plan.commonTable(), fresh);
    fresh = new TupleStore(plan.types(), context.env);
    context.forget(plan.inStep());
    if (stepped) {
      step.rescan();
    }
    stepping = true;
    stepped = true;
    return true;
  }

  private Batch unseen(Batch batch) {
    int[] kept = new int[batch.size()];
    int count = 0;
    for (int i = 0; i < batch.size(); i++) {
      int row = batch.row(i);
      int code = hash.hash(batch.columns, row);
      if (hash.find(code, batch.columns, row, seen.columns) < 0) {
        hash.add(code, seen.add(batch, row));
        kept[count++] = row;
      }
    }
    Batch out = new Batch(batch.columns);
    out.count = batch.count;
    out.selection = kept;
    out.selected = count;
    return out;
  }

  @Override
  public void rescan() {
    if (started) {
      start.rescan();
      fresh.close();
    }
    started = false;
  }

  @Override
  public void close() {
    start.close();
    step.close();
    if (fresh != null) {
      fresh.close();
    }
  }
}
