package org.postern.executor.exec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.postern.executor.expr.Evaluator;
import org.postern.executor.plan.Plan;
import org.postern.executor.query.Query;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.Vector;

/**
 * Joins by equal keys: the right side goes into a hash table, left rows probe it. A right side that
 * does not fit the memory allowed is parted by the keys' hash, and the left side alike; then part
 * is joined with part.
 *
 * <p>Source: M. Kitsuregawa et al., "Application of Hash to Data Base Machine and Its
 * Architecture", 1983 (the GRACE hash join).
 */
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
  private final Deque<JoinPart> parts = new ArrayDeque<>();
  private JoinPart part;
  private JoinTable table;
  private Supplier<Batch> leftRows;
  private Batch probe;
  private Vector[] probeKeys;
  private int index;
  private boolean drained;
  private int drainAt;

  /** How many parts there were, for EXPLAIN. */
  private int partCount = 1;

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

  private Vector[] eval(Evaluator[] exprs, Batch batch) {
    Vector[] values = new Vector[exprs.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = exprs[i].eval(batch, context.eval);
    }
    return values;
  }

  /** Makes the table of a part, or parts it again where it is too big; then takes the next one. */
  private void build(Supplier<Batch> rightRows, Supplier<Batch> probes, int level) {
    JoinTable made = new JoinTable(plan, level, context);
    for (Batch batch = rightRows.get(); batch != null; batch = rightRows.get()) {
      context.env.interrupts().check();
      made.addAll(batch, eval(rightKeys, batch));
    }
    if (!made.isParted()) {
      table = made;
      leftRows = probes;
      return;
    }
    made.partRows();
    JoinPartition partition = new JoinPartition(plan, level, context);
    for (Batch batch = probes.get(); batch != null; batch = probes.get()) {
      context.env.interrupts().check();
      partition.addAll(batch, eval(leftKeys, batch), made);
    }
    for (JoinPart each : partition.parts(made)) {
      parts.add(each);
    }
    partCount += parts.size() - 1;
    nextPart();
  }

  /** Goes on with the next part; false when there is none. */
  private boolean nextPart() {
    closePart();
    part = parts.poll();
    if (part == null) {
      return false;
    }
    drained = false;
    drainAt = 0;
    probe = null;
    TupleStore.Reader rights = part.right().reader();
    TupleStore.Reader lefts = part.left().reader();
    build(rights::next, lefts::next, part.level());
    return table != null;
  }

  private void closePart() {
    if (part != null) {
      part.close();
      part = null;
    }
    table = null;
  }

  @Override
  public Batch next() {
    if (leftRows == null) {
      build(right::next, left::next, 0);
      right.close();
    }
    while (table != null) {
      Batch batch = nextOfPart();
      if (batch != null) {
        return batch;
      }
      if (parts.isEmpty() || !nextPart()) {
        return null;
      }
    }
    return null;
  }

  private Batch nextOfPart() {
    output.reset();
    while (!output.full()) {
      if (probe == null || index >= probe.size()) {
        if (output.count() > 0) {
          break;
        }
        probe = drained ? null : leftRows.get();
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
    if (!JoinTable.anyNull(probeKeys, row)) {
      int code = table.hash(probeKeys, row);
      int at = table.find(code, probeKeys, row);
      while (at >= 0) {
        if (holds(row, at)) {
          found = true;
          table.match(at);
          if (plan.kind() == Query.JoinType.SEMI || plan.kind() == Query.JoinType.ANTI) {
            break;
          }
          output.add(probe, row, table.rows(), at);
        }
        at = table.findNext(at, code, probeKeys, row);
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
    candidate.add(probe, row, table.rows(), at);
    LongVector verdict = (LongVector) condition.eval(candidate.batch(), context.eval);
    return !verdict.isNull(0) && verdict.values[0] != 0;
  }

  /** The right rows of a full join that no left row matched. */
  private void drain() {
    if (plan.kind() != Query.JoinType.FULL) {
      return;
    }
    while (drainAt < table.rows().count && !output.full()) {
      if (!table.isMatched(drainAt)) {
        output.addRightOnly(table.rows(), drainAt);
      }
      drainAt++;
    }
  }

  /** How many parts the join was done in. */
  int partCount() {
    return partCount;
  }

  private void clear() {
    closePart();
    parts.forEach(JoinPart::close);
    parts.clear();
    leftRows = null;
    probe = null;
    drained = false;
    drainAt = 0;
  }

  @Override
  public void rescan() {
    clear();
    left.rescan();
    right.rescan();
  }

  @Override
  public void close() {
    closePart();
    parts.forEach(JoinPart::close);
    parts.clear();
    left.close();
    right.close();
  }
}
