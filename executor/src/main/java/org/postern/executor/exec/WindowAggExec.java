package org.postern.executor.exec;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.plan.Plan;
import org.postern.executor.query.Expr;
import org.postern.executor.query.Query;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.Vector;
import org.postern.executor.vector.Vectors;

/** Window functions: collects one partition after the other and adds a column for each call. */
final class WindowAggExec extends ExecNode {
  private final Plan.WindowAgg plan;
  private final ExecNode input;
  private final ExecContext context;
  private final RowSorter partitionKeys;
  private final RowSorter orderKeys;
  private final List<WindowFunctions.Code> codes = new ArrayList<>();
  private final WindowPeers peers = new WindowPeers();
  private WindowFrame frame;
  private Batch pending;
  private int pendingAt;
  private Batch result;
  private int at;

  WindowAggExec(Plan.WindowAgg plan, ExecNode input, ExecContext context) {
    this.plan = plan;
    this.input = input;
    this.context = context;
    List<Plan.SortKey> keys = new ArrayList<>();
    for (int column : plan.partition()) {
      keys.add(new Plan.SortKey(column, plan.types().get(column), false, false));
    }
    this.partitionKeys = keys.isEmpty() ? null : new RowSorter(keys, context.env);
    this.orderKeys = plan.order().isEmpty() ? null : new RowSorter(plan.order(), context.env);
    AggregateCalls aggregates = new AggregateCalls(context);
    for (Plan.WindowFunction call : plan.calls()) {
      codes.add(
          call.aggregate()
              ? WindowFunctions.aggregate(
                  () -> aggregates.create(call.function(), call.argTypes()),
                  call,
                  aggregates.context(call.argTypes(), call.type()))
              : WindowFunctions.of(context.env.catalog().proc(call.function()).source(), call));
    }
  }

  private WindowFrame frame() {
    Query.Frame f = plan.frame();
    Plan.SortKey key = plan.order().isEmpty() ? null : plan.order().getFirst();
    InRange inRange =
        f.start().inRange() == 0 && f.end().inRange() == 0
            ? null
            : new InRange(
                context.env.catalog().type(context.env.catalog().baseType(key.type())).info(),
                context.eval.types());
    return new WindowFrame(f, key, inRange, value(f.start().offset()), value(f.end().offset()));
  }

  private Object value(Expr expr) {
    return expr == null
        ? null
        : context.compiler().compile(expr).eval(ExecContext.oneRow(), context.eval).get(0);
  }

  @Override
  public Batch next() {
    while (result == null || at >= result.count) {
      RowStore partition = nextPartition();
      if (partition == null) {
        return null;
      }
      compute(partition);
    }
    Batch out = new Batch(result.columns);
    out.count = result.count;
    int n = Math.min(Batch.FULL, result.count - at);
    out.selection = new int[n];
    for (int i = 0; i < n; i++) {
      out.selection[i] = at++;
    }
    out.selected = n;
    return out;
  }

  private RowStore nextPartition() {
    RowStore rows = new RowStore(plan.types().subList(0, width()), context.env);
    while (true) {
      if (pending == null || pendingAt >= pending.size()) {
        context.env.interrupts().check();
        pending = input.next();
        pendingAt = 0;
        if (pending == null) {
          return rows.count() == 0 ? null : rows;
        }
      }
      int row = pending.row(pendingAt);
      if (rows.count() > 0
          && partitionKeys != null
          && partitionKeys.compare(rows.columns, rows.count() - 1, pending.columns, row) != 0) {
        return rows;
      }
      rows.add(pending, row);
      pendingAt++;
    }
  }

  private int width() {
    return plan.types().size() - plan.calls().size();
  }

  private void compute(RowStore partition) {
    if (frame == null) {
      frame = frame();
    }
    peers.set(partition, orderKeys);
    Vector[] columns = new Vector[plan.types().size()];
    System.arraycopy(partition.columns, 0, columns, 0, width());
    for (int c = 0; c < codes.size(); c++) {
      Vector out =
          Vectors.create(
              context.env.exprs().physical(plan.calls().get(c).type()), partition.count());
      frame.partition(partition, peers);
      codes.get(c).compute(partition, peers, frame, out);
      columns[width() + c] = out;
    }
    result = new Batch(columns);
    result.count = partition.count();
    at = 0;
  }

  @Override
  public void rescan() {
    input.rescan();
    pending = null;
    result = null;
    frame = null;
  }

  @Override
  public void close() {
    input.close();
  }
}
