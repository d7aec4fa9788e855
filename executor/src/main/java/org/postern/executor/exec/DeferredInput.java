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
  private final ExternalSorter rows;
  private final List<Integer> types = new ArrayList<>();
  private final List<Integer> sources = new ArrayList<>();
  private final List<Plan.SortKey> sort = new ArrayList<>();

  DeferredInput(Plan.AggregateCall call, List<Integer> inputTypes, ExecEnvironment env) {
    this.call = call;
    this.env = env;
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
    rows = new ExternalSorter(types, sort, env, Long.MAX_VALUE);
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
    rows.finish();
    Vector[] args = new Vector[call.args().size()];
    RowSorter same = null;
    if (call.distinct()) {
      List<Plan.SortKey> keys = new ArrayList<>();
      keys.add(sort.getFirst());
      for (int i = 0; i < args.length; i++) {
        keys.add(new Plan.SortKey(i + 1, call.argTypes().get(i), false, false));
      }
      same = new RowSorter(keys, env);
    }
    RowStore last = null;
    for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
      System.arraycopy(batch.columns, 1, args, 0, args.length);
      LongVector group = (LongVector) batch.columns[0];
      int before = -1;
      for (int i = 0; i < batch.size(); i++) {
        int row = batch.row(i);
        if (same != null && repeats(same, batch, before, row, last)) {
          continue;
        }
        before = row;
        aggregator.add((int) group.values[row], args, row, context);
      }
      if (same != null && before >= 0) {
        last = new RowStore(types, env);
        last.add(batch, before);
      }
    }
    rows.close();
  }

  /** Whether a row equals the one before it, which may be the last of the batch before. */
  private static boolean repeats(RowSorter same, Batch batch, int before, int row, RowStore last) {
    if (before >= 0) {
      return same.compare(batch.columns, before, row) == 0;
    }
    return last != null && same.compare(last.columns, 0, batch.columns, row) == 0;
  }
}
