package org.postern.executor.exec;

import java.util.List;
import org.postern.executor.expr.Evaluator;
import org.postern.executor.plan.Plan;
import org.postern.executor.query.Query;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.Vector;

/**
 * Runs the right side for each left row. Without parameters the right side is read once and kept;
 * with them it is started again for every left row.
 */
final class NestedLoopExec extends ExecNode {
  private final Plan.NestedLoop plan;
  private final ExecNode left;
  private final ExecNode right;
  private final ExecContext context;
  private final Evaluator[] args;
  private final Evaluator condition;
  private final JoinOutput output;
  private final List<Integer> rightTypes;
  private TupleStore kept;
  private TupleStore.Reader drainReader;
  private int innerBase;
  private int innerSize;
  private boolean[] rightMatched;
  private Batch outer;
  private Vector[] argValues;
  private int index;
  private boolean matched;
  private TupleStore.Reader reader;
  private boolean innerOpen;
  private boolean drained;
  private int drainAt;
  private boolean started;

  NestedLoopExec(Plan.NestedLoop plan, ExecNode left, ExecNode right, ExecContext context) {
    this.plan = plan;
    this.left = left;
    this.right = right;
    this.context = context;
    this.args = context.compiler().compileAll(plan.args());
    this.condition = plan.condition() == null ? null : context.compiler().compile(plan.condition());
    this.rightTypes = plan.right().types();
    this.output = new JoinOutput(plan.types(), plan.left().types().size(), context.env);
  }

  private boolean parameterized() {
    return args.length > 0;
  }

  @Override
  public Batch next() {
    output.reset();
    while (!drained) {
      if (!innerOpen && !nextOuter()) {
        if (plan.kind() == Query.JoinType.FULL) {
          return drain();
        }
        drained = true;
        break;
      }
      Batch inner = nextInner();
      if (inner == null) {
        innerOpen = false;
        if (!matched && outerJoin()) {
          output.addLeftOnly(outer, outer.row(index));
        }
        index++;
        if (output.full() || (output.count() > 0 && index >= outer.size())) {
          return output.batch();
        }
        continue;
      }
      context.env.interrupts().check();
      if (join(inner) && output.full()) {
        return output.batch();
      }
    }
    return output.count() == 0 ? null : output.batch();
  }

  private boolean outerJoin() {
    return plan.kind() == Query.JoinType.LEFT || plan.kind() == Query.JoinType.FULL;
  }

  private boolean nextOuter() {
    while (outer == null || index >= outer.size()) {
      outer = left.next();
      index = 0;
      if (outer == null) {
        return false;
      }
      argValues = new Vector[args.length];
      for (int i = 0; i < args.length; i++) {
        argValues[i] = args[i].eval(outer, context.eval);
      }
    }
    matched = false;
    innerOpen = true;
    if (parameterized()) {
      int row = outer.row(index);
      for (int i = 0; i < args.length; i++) {
        context.eval.setExecutor(plan.params().get(i), argValues[i].get(row));
      }
      if (started) {
        right.rescan();
      }
      started = true;
    } else {
      if (kept == null) {
        kept = TupleStore.drain(right, rightTypes, context.env);
        rightMatched = plan.kind() == Query.JoinType.FULL ? new boolean[(int) kept.count()] : null;
      }
      reader = kept.reader();
      innerBase = 0;
      innerSize = 0;
    }
    return true;
  }

  private Batch nextInner() {
    if (parameterized()) {
      return right.next();
    }
    Batch batch = reader.next();
    innerBase += innerSize;
    innerSize = batch == null ? 0 : batch.size();
    return batch;
  }

  /** Joins the current outer row with a batch of inner rows; true when it added rows. */
  private boolean join(Batch inner) {
    int outerRow = outer.row(index);
    if (condition == null) {
      matched = true;
      for (int i = 0; i < inner.size(); i++) {
        mark(i);
        output.add(outer, outerRow, inner, inner.row(i));
      }
      return inner.size() > 0;
    }
    Batch pairs = output.pairs(outer, outerRow, inner);
    LongVector holds = (LongVector) condition.eval(pairs, context.eval);
    boolean any = false;
    for (int i = 0; i < inner.size(); i++) {
      int row = inner.row(i);
      if (!holds.isNull(row) && holds.values[row] != 0) {
        matched = true;
        any = true;
        mark(i);
        output.add(outer, outerRow, inner, row);
      }
    }
    return any;
  }

  /** Notes that the {@code i}-th row of the present inner batch has found a partner. */
  private void mark(int i) {
    if (rightMatched != null) {
      rightMatched[innerBase + i] = true;
    }
  }

  /** The right rows of a full join that no left row matched. */
  private Batch drain() {
    if (kept == null) {
      kept = TupleStore.drain(right, rightTypes, context.env);
      rightMatched = new boolean[(int) kept.count()];
    }
    if (drainReader == null) {
      drainReader = kept.reader();
    }
    while (drainAt < kept.count() && !output.full()) {
      if (!rightMatched[drainAt]) {
        Batch row = drainReader.row(drainAt);
        output.addRightOnly(row, row.row(0));
      }
      drainAt++;
    }
    if (drainAt >= kept.count()) {
      drained = true;
    }
    return output.count() == 0 ? null : output.batch();
  }

  @Override
  public void rescan() {
    left.rescan();
    outer = null;
    innerOpen = false;
    drained = false;
    drainAt = 0;
    if (!parameterized()) {
      right.rescan();
      closeKept();
    }
  }

  private void closeKept() {
    if (kept != null) {
      kept.close();
      kept = null;
      drainReader = null;
    }
  }

  @Override
  public void close() {
    if (kept != null) {
      kept.close();
    }
    left.close();
    right.close();
  }
}
