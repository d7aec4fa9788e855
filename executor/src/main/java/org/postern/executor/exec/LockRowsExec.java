package org.postern.executor.exec;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.plan.Plan;
import org.postern.executor.vector.Batch;

/** SELECT … FOR UPDATE and its kin. */
final class LockRowsExec extends ExecNode {
  private final Plan.LockRows plan;
  private final ExecNode input;
  private final ExecContext context;
  private final List<RowLocker> lockers = new ArrayList<>();
  private Batch current;
  private int at;

  LockRowsExec(Plan.LockRows plan, ExecNode input, ExecContext context) {
    this.plan = plan;
    this.input = input;
    this.context = context;
    for (Plan.LockTarget target : plan.targets()) {
      lockers.add(new RowLocker(target, plan.recheck(), context));
    }
  }

  @Override
  public Batch next() {
    if (context.locksRowByRow()) {
      return nextRow();
    }
    for (Batch batch = input.next(); batch != null; batch = input.next()) {
      context.env.interrupts().check();
      int[] kept = new int[batch.size()];
      int count = 0;
      for (int i = 0; i < batch.size(); i++) {
        int row = batch.row(i);
        if (lockAll(batch, row)) {
          kept[count++] = row;
        }
      }
      if (count > 0) {
        batch.selection = kept;
        batch.selected = count;
        return batch;
      }
    }
    return null;
  }

  /** The next row that can be locked, alone. */
  private Batch nextRow() {
    while (true) {
      if (current == null || at >= current.size()) {
        current = input.next();
        at = 0;
        if (current == null) {
          return null;
        }
      }
      context.env.interrupts().check();
      int row = current.row(at++);
      if (lockAll(current, row)) {
        return SetCall.only(current, row);
      }
    }
  }

  private boolean lockAll(Batch batch, int row) {
    for (int t = 0; t < lockers.size(); t++) {
      Object tid = batch.columns[plan.targets().get(t).tidColumn()].get(row);
      if (tid == null) {
        continue;
      }
      if (lockers.get(t).lock(batch, row, TableReader.packed(tid)) == RowLocker.Outcome.NONE) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void rescan() {
    input.rescan();
    current = null;
  }

  @Override
  public void close() {
    input.close();
  }
}
