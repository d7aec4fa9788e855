package org.postern.executor.exec;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.plan.Plan;
import org.postern.executor.vector.Batch;

/** Keeps the first of neighbouring rows with equal keys. */
final class UniqueExec extends ExecNode {
  private final ExecNode input;
  private final ExecContext context;
  private final Plan.Unique plan;
  private final RowSorter same;
  private RowStore last;

  UniqueExec(Plan.Unique plan, ExecNode input, ExecContext context) {
    this.plan = plan;
    this.input = input;
    this.context = context;
    List<Plan.SortKey> keys = new ArrayList<>();
    for (int key : plan.keys()) {
      keys.add(new Plan.SortKey(key, plan.types().get(key), false, false));
    }
    this.same = new RowSorter(keys, context.env);
  }

  @Override
  public Batch next() {
    for (Batch batch = input.next(); batch != null; batch = input.next()) {
      int[] kept = new int[batch.size()];
      int count = 0;
      for (int i = 0; i < batch.size(); i++) {
        int row = batch.row(i);
        RowStore pair = new RowStore(plan.types(), context.env);
        pair.add(batch, row);
        if (last == null) {
          kept[count++] = row;
          last = pair;
          continue;
        }
        last.add(batch, row);
        if (same.compare(last.columns, 0, 1) != 0) {
          kept[count++] = row;
        }
        last = pair;
      }
      if (count > 0) {
        batch.selection = kept;
        batch.selected = count;
        return batch;
      }
    }
    return null;
  }

  @Override
  public void rescan() {
    input.rescan();
    last = null;
  }

  @Override
  public void close() {
    input.close();
  }
}
