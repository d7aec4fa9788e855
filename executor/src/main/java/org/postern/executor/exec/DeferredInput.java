package org.postern.executor.exec;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.aggregate.Aggregator;
import org.postern.executor.functions.CallContext;
import org.postern.executor.plan.Plan;
import org.postern.executor.types.TypeOid;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.Vector;

/**
 * The input of an aggregate with DISTINCT or ORDER BY: kept until all rows are there, sorted by
 * group and keys, then fed without the duplicates.
 */
final class DeferredInput {
  private final Plan.AggregateCall call;
  private final ExecEnvironment env;
  private final RowStore rows;
  private final List<Integer> sources = new ArrayList<>();
  private final List<Plan.SortKey> sort = new ArrayList<>();

  DeferredInput(Plan.AggregateCall call, List<Integer> inputTypes, ExecEnvironment env) {
    this.call = call;
    this.env = env;
    List<Integer> types = new ArrayList<>();
    types.add(TypeOid.INT8);
    sort.add(new Plan.SortKey(0, TypeOid.INT8, false, false));
    for (int arg : call.args()) {
      sources.add(arg);
      types.add(inputTypes.get(arg));
    }
    for (Plan.SortKey key : call.order()) {
      sort.add(new Plan.SortKey(types.size(), key.type(), key.descending(), key.nullsFirst()));
      sources.add(key.column());
      types.add(key.type());
    }
    if (call.distinct()) {
      for (int i = 0; i < call.args().size(); i++) {
        sort.add(new Plan.SortKey(i + 1, types.get(i + 1), false, false));
      }
    }
    rows = new RowStore(types, env);
  }

  void add(Batch batch, int[] from, int[] groups, int count) {
    LongVector group = new LongVector(batch.count);
    Vector[] source = new Vector[sources.size() + 1];
    source[0] = group;
    for (int i = 0; i < sources.size(); i++) {
      source[i + 1] = batch.columns[sources.get(i)];
    }
    for (int i = 0; i < count; i++) {
      group.setLong(from[i], groups[i]);
      rows.add(source, from[i]);
    }
  }

  void feed(Aggregator aggregator, CallContext context) {
    int[] order = new RowSorter(sort, env).sort(rows.columns, rows.count());
    Vector[] args = new Vector[call.args().size()];
    System.arraycopy(rows.columns, 1, args, 0, args.length);
    RowSorter same = null;
    if (call.distinct()) {
      List<Plan.SortKey> keys = new ArrayList<>();
      keys.add(sort.getFirst());
      for (int i = 0; i < args.length; i++) {
        keys.add(new Plan.SortKey(i + 1, call.argTypes().get(i), false, false));
      }
      same = new RowSorter(keys, env);
    }
    LongVector group = (LongVector) rows.columns[0];
    for (int i = 0; i < order.length; i++) {
      if (same != null && i > 0 && same.compare(rows.columns, order[i - 1], order[i]) == 0) {
        continue;
      }
      aggregator.add((int) group.values[order[i]], args, order[i], context);
    }
  }
}
