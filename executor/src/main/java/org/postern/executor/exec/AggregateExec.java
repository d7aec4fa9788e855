package org.postern.executor.exec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.postern.executor.plan.Plan;
import org.postern.executor.vector.Batch;

/**
 * Groups by hashing and aggregates, for each grouping set; without keys there is one group, even of
 * no rows.
 */
final class AggregateExec extends ExecNode {
  private final Plan.Aggregate plan;
  private final ExecNode input;
  private final ExecContext context;

  /** Grouped input that is still to be given out, and rows still to be grouped. */
  private final Deque<GroupTable> finished = new ArrayDeque<>();

  private final Deque<Rest> rest = new ArrayDeque<>();
  private boolean started;
  private Batch result;
  private int at;

  /** Rows put aside from a table. */
  private record Rest(List<Integer> set, int level, TupleStore rows) {}

  AggregateExec(Plan.Aggregate plan, ExecNode input, ExecContext context) {
    this.plan = plan;
    this.input = input;
    this.context = context;
  }

  @Override
  public Batch next() {
    if (!started) {
      started = true;
      readInput();
    }
    while (result == null || at >= result.count) {
      if (finished.isEmpty() && !groupRest()) {
        return null;
      }
      result = finished.poll().finish();
      at = 0;
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

  private void readInput() {
    List<GroupTable> tables = new ArrayList<>();
    if (plan.sets() == null) {
      List<Integer> all = IntStream.range(0, plan.keys().size()).boxed().toList();
      tables.add(new GroupTable(plan, all, 0, context));
    } else {
      plan.sets().forEach(set -> tables.add(new GroupTable(plan, set, 0, context)));
    }
    for (Batch batch = input.next(); batch != null; batch = input.next()) {
      context.env.interrupts().check();
      for (GroupTable table : tables) {
        table.add(batch);
      }
    }
    tables.forEach(this::complete);
  }

  private void complete(GroupTable table) {
    finished.add(table);
    for (TupleStore aside : table.putAside()) {
      rest.add(new Rest(table.set(), table.level() + 1, aside));
    }
  }

  private boolean groupRest() {
    Rest next = rest.poll();
    if (next == null) {
      return false;
    }
    GroupTable table = new GroupTable(plan, next.set(), next.level(), context);
    TupleStore.Reader reader = next.rows().reader();
    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
      context.env.interrupts().check();
      table.add(batch);
    }
    next.rows().close();
    complete(table);
    return true;
  }

  private void clear() {
    for (GroupTable table : finished) {
      table.putAside().forEach(TupleStore::close);
    }
    rest.forEach(r -> r.rows().close());
    finished.clear();
    rest.clear();
  }

  @Override
  public void rescan() {
    clear();
    input.rescan();
    started = false;
    result = null;
  }

  @Override
  public void close() {
    clear();
    input.close();
  }
}
