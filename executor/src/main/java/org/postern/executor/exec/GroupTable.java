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
import org.postern.executor.vector.Vectors;

/**
 * The groups of one grouping set and their aggregates. When they fill the memory allowed, rows of
 * further groups are put aside in partitions by their hash, to be grouped later.
 */
final class GroupTable {
  private static final int PARTITIONS = 32;
  private static final int PARTITION_BITS = 5;
  private static final int DEEPEST = 5;

  private final Plan.Aggregate plan;
  private final ExecContext context;
  private final List<Integer> set;
  private final int[] keys;
  private final int level;
  private final RowStore groups;
  private final RowHash hash;
  private final List<Call> calls = new ArrayList<>();
  private final long limit;
  private int groupCount;
  private TupleStore[] partitions;
  private int[] rows = new int[16];
  private int[] groupOf = new int[16];

  /** A call being computed. */
  private final class Call {
    final Plan.AggregateCall call;
    final Aggregator aggregator;
    final CallContext callContext;
    final Vector[] args;

    /** Input kept back for DISTINCT or ORDER BY: group, arguments, sort keys. */
    final DeferredInput deferred;

    Call(Plan.AggregateCall call, AggregateCalls code) {
      this.call = call;
      this.aggregator = code.create(call.function(), call.argTypes());
      this.callContext = code.context(call.argTypes(), call.type());
      this.args = new Vector[call.args().size()];
      this.deferred =
          call.distinct() || !call.order().isEmpty()
              ? new DeferredInput(call, plan.input().types(), context.env)
              : null;
    }
  }

  /** {@code set}: positions in the plan's keys; {@code level}: how often rows were put aside. */
  GroupTable(Plan.Aggregate plan, List<Integer> set, int level, ExecContext context) {
    this.plan = plan;
    this.context = context;
    this.set = set;
    this.level = level;
    this.keys = set.stream().mapToInt(position -> plan.keys().get(position)).toArray();
    List<Integer> keyTypes = new ArrayList<>();
    for (int key : keys) {
      keyTypes.add(plan.input().types().get(key));
    }
    this.groups = new RowStore(keyTypes, context.env);
    this.hash = new RowHash(keyTypes, context.env);
    this.groupCount = keys.length == 0 ? 1 : 0;
    this.limit = context.env.work().hashMemory().getAsLong();
    AggregateCalls code = new AggregateCalls(context);
    for (Plan.AggregateCall call : plan.calls()) {
      calls.add(new Call(call, code));
    }
  }

  List<Integer> set() {
    return set;
  }

  int level() {
    return level;
  }

  void add(Batch batch) {
    int n = batch.size();
    if (rows.length < n) {
      rows = new int[n];
      groupOf = new int[n];
    }
    int count = keys.length == 0 ? allRows(batch) : assignGroups(batch);
    for (Call call : calls) {
      accumulate(call, batch, count);
    }
    if (partitions == null && keys.length > 0 && level < DEEPEST && memory() > limit) {
      partitions = new TupleStore[PARTITIONS];
    }
  }

  private long memory() {
    return groups.memory() + (long) groupCount * (24 + 48L * calls.size());
  }

  private int allRows(Batch batch) {
    int n = batch.size();
    for (int i = 0; i < n; i++) {
      rows[i] = batch.row(i);
      groupOf[i] = 0;
    }
    return n;
  }

  private int assignGroups(Batch batch) {
    Vector[] values = new Vector[keys.length];
    for (int k = 0; k < keys.length; k++) {
      values[k] = batch.columns[keys[k]];
    }
    int count = 0;
    for (int i = 0, n = batch.size(); i < n; i++) {
      int row = batch.row(i);
      int code = hash.hash(values, row);
      int group = hash.find(code, values, row, groups.columns);
      if (group < 0) {
        if (partitions != null) {
          putAside(batch, row, code);
          continue;
        }
        group = groups.add(values, row);
        hash.add(code, group);
      }
      rows[count] = row;
      groupOf[count++] = group;
    }
    groupCount = groups.count();
    return count;
  }

  private void putAside(Batch batch, int row, int code) {
    int part = code >>> 32 - PARTITION_BITS * (level + 1) & PARTITIONS - 1;
    if (partitions[part] == null) {
      partitions[part] =
          new TupleStore(plan.input().types(), context.env, limit / (2 * PARTITIONS));
    }
    partitions[part].add(batch.columns, row);
  }

  private void accumulate(Call call, Batch batch, int n) {
    call.aggregator.ensureGroups(groupCount);
    int[] useRows = rows;
    int[] useGroups = groupOf;
    int count = n;
    if (call.call.filter() >= 0) {
      LongVector filter = (LongVector) batch.columns[call.call.filter()];
      useRows = new int[n];
      useGroups = new int[n];
      count = 0;
      for (int i = 0; i < n; i++) {
        if (!filter.isNull(rows[i]) && filter.values[rows[i]] != 0) {
          useRows[count] = rows[i];
          useGroups[count++] = groupOf[i];
        }
      }
    }
    if (call.deferred != null) {
      call.deferred.add(batch, useRows, useGroups, count);
      return;
    }
    for (int a = 0; a < call.args.length; a++) {
      call.args[a] = batch.columns[call.call.args().get(a)];
    }
    call.aggregator.addAll(useGroups, call.args, useRows, count, call.callContext);
  }

  /** The groups as rows of the plan's output. */
  Batch finish() {
    int keyCount = plan.keys().size();
    Vector[] columns = new Vector[plan.types().size()];
    for (int k = 0; k < keyCount; k++) {
      int at = set.indexOf(k);
      columns[k] = at >= 0 ? groups.columns[at] : nulls(plan.types().get(k));
    }
    for (int c = 0; c < calls.size(); c++) {
      columns[keyCount + c] = results(calls.get(c));
    }
    for (int g = 0; g < plan.groupings().size(); g++) {
      Vector out = Vectors.create(context.env.exprs().physical(TypeOid.INT4), groupCount);
      long bits = 0;
      for (int position : plan.groupings().get(g)) {
        bits = bits << 1 | (set.contains(position) ? 0 : 1);
      }
      for (int i = 0; i < groupCount; i++) {
        out.set(i, bits);
      }
      columns[keyCount + calls.size() + g] = out;
    }
    Batch result = new Batch(columns);
    result.count = groupCount;
    return result;
  }

  private Vector nulls(int type) {
    Vector out = Vectors.create(context.env.exprs().physical(type), Math.max(1, groupCount));
    for (int i = 0; i < groupCount; i++) {
      out.setNull(i);
    }
    return out;
  }

  private Vector results(Call call) {
    call.aggregator.ensureGroups(groupCount);
    if (call.deferred != null) {
      call.deferred.feed(call.aggregator, call.callContext);
    }
    Vector out = Vectors.create(context.env.exprs().physical(call.call.type()), groupCount);
    for (int g = 0; g < groupCount; g++) {
      call.aggregator.result(g, out, g, call.callContext);
    }
    return out;
  }

  /** The rows that were put aside, by partition; empty when all fitted. */
  List<TupleStore> putAside() {
    List<TupleStore> aside = new ArrayList<>();
    if (partitions != null) {
      for (TupleStore partition : partitions) {
        if (partition != null) {
          aside.add(partition);
        }
      }
    }
    return aside;
  }
}
