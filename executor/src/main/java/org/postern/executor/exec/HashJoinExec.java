package org.postern.executor.exec;

import org.postern.executor.expr.Evaluator;
import org.postern.executor.plan.Plan;
import org.postern.executor.query.Query;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.Vector;

/** Joins by equal keys: the right side goes into a hash table, left rows probe it. */
final class HashJoinExec extends ExecNode {
  private final Plan.HashJoin plan;
  private final ExecNode left;
  private final ExecNode right;
  private final ExecContext context;
  private final Evaluator[] leftKeys;
  private final Evaluator[] rightKeys;
  private final Evaluator condition;
  private final JoinOutput output;
  private final JoinOutput candidate;
  private RowStore rows;
  private RowStore keys;
  private RowHash hash;
  private Batch rowsBatch;
  private boolean[] matched;
  private Batch probe;
  private Vector[] probeKeys;
  private int index;
  private boolean drained;
  private int drainAt;

  HashJoinExec(Plan.HashJoin plan, ExecNode left, ExecNode right, ExecContext context) {
    this.plan = plan;
    this.left = left;
    this.right = right;
    this.context = context;
    this.leftKeys = context.compiler().compileAll(plan.leftKeys());
    this.rightKeys = context.compiler().compileAll(plan.rightKeys());
    this.condition = plan.condition() == null ? null : context.compiler().compile(plan.condition());
    this.output = new JoinOutput(plan.types(), plan.left().types().size(), context.env);
    this.candidate = new JoinOutput(plan.types(), plan.left().types().size(), context.env);
  }

  private void build() {
    rows = new RowStore(plan.right().types(), context.env);
    keys = new RowStore(plan.rightKeys().stream().map(e -> e.type()).toList(), context.env);
    hash = new RowHash(plan.keyTypes(), context.env);
    for (Batch batch = right.next(); batch != null; batch = right.next()) {
      context.env.interrupts().check();
      Vector[] values = eval(rightKeys, batch);
      for (int i = 0; i < batch.size(); i++) {
        int row = batch.row(i);
        boolean hasNull = anyNull(values, row);
        if (hasNull && plan.kind() != Query.JoinType.FULL) {
          continue;
        }
        int at = rows.add(batch, row);
        keys.add(values, row);
        if (!hasNull) {
          hash.add(hash.hash(values, row), at);
        }
      }
    }
    right.close();
    rowsBatch = new Batch(rows.columns);
    rowsBatch.count = rows.count();
    matched = plan.kind() == Query.JoinType.FULL ? new boolean[rows.count()] : null;
  }

  private Vector[] eval(Evaluator[] exprs, Batch batch) {
    Vector[] values = new Vector[exprs.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = exprs[i].eval(batch, context.eval);
    }
    return values;
  }

  private static boolean anyNull(Vector[] keys, int row) {
    for (Vector key : keys) {
      if (key.isNull(row)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Batch next() {
    if (rows == null) {
      build();
    }
    output.reset();
    while (!output.full()) {
      if (probe == null || index >= probe.size()) {
        if (output.count() > 0) {
          break;
        }
        probe = drained ? null : left.next();
        index = 0;
        if (probe == null) {
          drained = true;
          drain();
          break;
        }
        context.env.interrupts().check();
        probeKeys = eval(leftKeys, probe);
      }
      probeRow(probe.row(index++));
    }
    return output.count() == 0 ? null : output.batch();
  }

  private void probeRow(int row) {
    boolean found = false;
    if (!anyNull(probeKeys, row)) {
      int code = hash.hash(probeKeys, row);
      int at = hash.find(code, probeKeys, row, keys.columns);
      while (at >= 0) {
        if (holds(row, at)) {
          found = true;
          if (matched != null) {
            matched[at] = true;
          }
          if (plan.kind() == Query.JoinType.SEMI || plan.kind() == Query.JoinType.ANTI) {
            break;
          }
          output.add(probe, row, rowsBatch, at);
        }
        at = hash.findNext(at, code, probeKeys, row, keys.columns);
      }
    }
    boolean leftOnly =
        switch (plan.kind()) {
          case LEFT, FULL, ANTI -> !found;
          case SEMI -> found;
          case INNER, RIGHT -> false;
        };
    if (leftOnly) {
      output.addLeftOnly(probe, row);
    }
  }

  private boolean holds(int row, int at) {
    if (condition == null) {
      return true;
    }
    candidate.reset();
    candidate.add(probe, row, rowsBatch, at);
    LongVector verdict = (LongVector) condition.eval(candidate.batch(), context.eval);
    return !verdict.isNull(0) && verdict.values[0] != 0;
  }

  private void drain() {
    if (matched == null) {
      return;
    }
    while (drainAt < rows.count() && !output.full()) {
      if (!matched[drainAt]) {
        output.addRightOnly(rowsBatch, drainAt);
      }
      drainAt++;
    }
  }

  @Override
  public void rescan() {
    left.rescan();
    right.rescan();
    rows = null;
    probe = null;
    drained = false;
    drainAt = 0;
  }

  @Override
  public void close() {
    left.close();
    right.close();
  }
}
