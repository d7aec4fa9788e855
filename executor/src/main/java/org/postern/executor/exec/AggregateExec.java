package org.postern.executor.exec;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.aggregate.AggregateFamily;
import org.postern.executor.aggregate.Aggregator;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.functions.CallContext;
import org.postern.executor.plan.Plan;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.Vector;
import org.postern.executor.vector.Vectors;
import org.postern.storage.error.SqlException;

/** Groups by hashing and aggregates; without keys there is one group, even of no rows. */
final class AggregateExec extends ExecNode {
  private final Plan.Aggregate plan;
  private final ExecNode input;
  private final ExecContext context;
  private final int[] keys;
  private RowStore groups;
  private Batch result;
  private int at;

  AggregateExec(Plan.Aggregate plan, ExecNode input, ExecContext context) {
    this.plan = plan;
    this.input = input;
    this.context = context;
    this.keys = plan.keys().stream().mapToInt(Integer::intValue).toArray();
  }

  /** A call being computed. */
  private final class Call {
    final Plan.AggregateCall call;
    final Aggregator aggregator;
    final CallContext callContext;
    final Vector[] args;

    /** Input kept back for DISTINCT or ORDER BY: group, arguments, sort keys. */
    final DeferredInput deferred;

    Call(Plan.AggregateCall call) {
      this.call = call;
      this.aggregator = create(call);
      this.callContext = new Context(context.eval.types(), call);
      this.args = new Vector[call.args().size()];
      this.deferred =
          call.distinct() || !call.order().isEmpty()
              ? new DeferredInput(call, plan.input().types(), context.env)
              : null;
    }
  }

  private record Context(TypeContext types, Plan.AggregateCall call) implements CallContext {
    @Override
    public int argumentType(int index) {
      return call.argTypes().get(index);
    }

    @Override
    public int resultType() {
      return call.type();
    }
  }

  private Aggregator create(Plan.AggregateCall call) {
    Catalog catalog = context.env.catalog();
    CatalogRow row = catalog.aggregate(call.function());
    String transition = catalog.proc(row.oid("aggtransfn")).source();
    int finalFunction = row.oid("aggfinalfn");
    String finalName = finalFunction == 0 ? "-" : catalog.proc(finalFunction).source();
    TypeInfo argType =
        call.argTypes().isEmpty()
            ? null
            : catalog.type(catalog.baseType(call.argTypes().getFirst())).info();
    for (AggregateFamily family : context.env.aggregates()) {
      Aggregator made = family.create(transition, finalName, argType);
      if (made != null) {
        return made;
      }
    }
    throw SqlException.notSupported("aggregate function " + catalog.proc(call.function()).name());
  }

  @Override
  public Batch next() {
    if (result == null) {
      compute();
    }
    if (at >= result.count) {
      return null;
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

  private void compute() {
    List<Integer> keyTypes = new ArrayList<>();
    for (int key : keys) {
      keyTypes.add(plan.input().types().get(key));
    }
    groups = new RowStore(keyTypes, context.env);
    RowHash hash = new RowHash(keyTypes, context.env);
    List<Call> calls = new ArrayList<>();
    for (Plan.AggregateCall call : plan.calls()) {
      calls.add(new Call(call));
    }
    int groupCount = keys.length == 0 ? 1 : 0;
    for (Batch batch = input.next(); batch != null; batch = input.next()) {
      context.env.interrupts().check();
      int n = batch.size();
      int[] rows = new int[n];
      int[] groupOf = new int[n];
      for (int i = 0; i < n; i++) {
        rows[i] = batch.row(i);
      }
      if (keys.length > 0) {
        groupCount = assignGroups(batch, rows, groupOf, hash);
      }
      for (Call call : calls) {
        accumulate(call, batch, rows, groupOf, n, groupCount);
      }
    }
    finish(calls, groupCount);
  }

  private int assignGroups(Batch batch, int[] rows, int[] groupOf, RowHash hash) {
    Vector[] values = new Vector[keys.length];
    for (int k = 0; k < keys.length; k++) {
      values[k] = batch.columns[keys[k]];
    }
    for (int i = 0; i < rows.length; i++) {
      int code = hash.hash(values, rows[i]);
      int group = hash.find(code, values, rows[i], groups.columns);
      if (group < 0) {
        group = groups.add(values, rows[i]);
        hash.add(code, group);
      }
      groupOf[i] = group;
    }
    return groups.count();
  }

  private void accumulate(
      Call call, Batch batch, int[] rows, int[] groupOf, int n, int groupCount) {
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

  private void finish(List<Call> calls, int groupCount) {
    Vector[] columns = new Vector[keys.length + calls.size()];
    System.arraycopy(groups.columns, 0, columns, 0, keys.length);
    for (int c = 0; c < calls.size(); c++) {
      Call call = calls.get(c);
      call.aggregator.ensureGroups(groupCount);
      if (call.deferred != null) {
        call.deferred.feed(call.aggregator, call.callContext);
      }
      Vector out = Vectors.create(context.env.exprs().physical(call.call.type()), groupCount);
      for (int g = 0; g < groupCount; g++) {
        call.aggregator.result(g, out, g, call.callContext);
      }
      columns[keys.length + c] = out;
    }
    result = new Batch(columns);
    result.count = groupCount;
    at = 0;
  }

  @Override
  public void rescan() {
    input.rescan();
    result = null;
  }

  @Override
  public void close() {
    input.close();
  }
}
