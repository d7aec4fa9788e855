package org.postern.executor.exec;

import java.util.Arrays;
import org.postern.executor.plan.Plan;
import org.postern.executor.query.Query;
import org.postern.executor.vector.Batch;

/** INTERSECT and EXCEPT: counts each distinct row on both sides. */
final class SetOpExec extends ExecNode {
  private final Plan.SetOp plan;
  private final ExecNode left;
  private final ExecNode right;
  private final ExecContext context;
  private RowStore.Reader reader;

  SetOpExec(Plan.SetOp plan, ExecNode left, ExecNode right, ExecContext context) {
    this.plan = plan;
    this.left = left;
    this.right = right;
    this.context = context;
  }

  @Override
  public Batch next() {
    if (reader == null) {
      compute();
    }
    return reader.next();
  }

  private void compute() {
    RowStore rows = new RowStore(plan.types(), context.env);
    RowHash hash = new RowHash(plan.types(), context.env);
    long[][] counts = {new long[16], new long[16]};
    count(left, 0, rows, hash, counts);
    count(right, 1, rows, hash, counts);
    int[] order = new int[16];
    int size = 0;
    for (int row = 0; row < rows.count(); row++) {
      for (long n = copies(counts[0][row], counts[1][row]); n > 0; n--) {
        if (size == order.length) {
          order = Arrays.copyOf(order, size * 2);
        }
        order[size++] = row;
      }
    }
    reader = rows.reader(order, size);
  }

  private long copies(long onLeft, long onRight) {
    boolean intersect = plan.kind() == Query.SetOperation.Kind.INTERSECT;
    if (plan.all()) {
      return intersect ? Math.min(onLeft, onRight) : Math.max(0, onLeft - onRight);
    }
    return onLeft > 0 && onRight > 0 == intersect ? 1 : 0;
  }

  private void count(ExecNode node, int side, RowStore rows, RowHash hash, long[][] counts) {
    for (Batch batch = node.next(); batch != null; batch = node.next()) {
      context.env.interrupts().check();
      for (int i = 0; i < batch.size(); i++) {
        int row = batch.row(i);
        int code = hash.hash(batch.columns, row);
        int at = hash.find(code, batch.columns, row, rows.columns);
        if (at < 0) {
          at = rows.add(batch, row);
          hash.add(code, at);
          if (at == counts[0].length) {
            counts[0] = Arrays.copyOf(counts[0], at * 2);
            counts[1] = Arrays.copyOf(counts[1], at * 2);
          }
        }
        counts[side][at]++;
      }
    }
  }

  @Override
  public void rescan() {
    left.rescan();
    right.rescan();
    reader = null;
  }

  @Override
  public void close() {
    left.close();
    right.close();
  }
}
