package org.postern.executor.exec;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.plan.Plan;
import org.postern.executor.query.Query;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.Vector;

/** The left side of a hash join in parts that match those of the right side. */
final class JoinPartition {
  private final Plan.HashJoin plan;
  private final ExecContext context;
  private final int level;
  private final boolean keepsAll;
  private final TupleStore[] parts = new TupleStore[JoinTable.PARTS];

  JoinPartition(Plan.HashJoin plan, int level, ExecContext context) {
    this.plan = plan;
    this.level = level;
    this.context = context;
    this.keepsAll =
        switch (plan.kind()) {
          case LEFT, FULL, ANTI -> true;
          case INNER, RIGHT, SEMI -> false;
        };
  }

  void addAll(Batch batch, Vector[] keys, JoinTable table) {
    for (int i = 0; i < batch.size(); i++) {
      int row = batch.row(i);
      boolean hasNull = JoinTable.anyNull(keys, row);
      if (hasNull && !keepsAll) {
        continue;
      }
      int at = table.partOf(hasNull ? 0 : table.hash(keys, row));
      if (parts[at] == null) {
        parts[at] = newStore();
      }
      parts[at].add(batch.columns, row);
    }
  }

  private TupleStore newStore() {
    long limit = context.env.work().hashMemory().getAsLong();
    return new TupleStore(plan.left().types(), context.env, limit / (4 * JoinTable.PARTS));
  }

  /** The parts in which there is something to join or to keep. */
  List<JoinPart> parts(JoinTable table) {
    List<JoinPart> all = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      TupleStore right = table.rightPart(i);
      if (parts[i] == null && (right.count() == 0 || plan.kind() != Query.JoinType.FULL)) {
        right.close();
        continue;
      }
      all.add(new JoinPart(parts[i] == null ? newStore() : parts[i], right, level + 1));
    }
    return all;
  }
}
