package org.postern.executor.exec;

import org.postern.executor.plan.Plan;
import org.postern.executor.query.Query;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.Vector;

/**
 * The right side of a hash join: rows, keys and the hash table over them. Where they exceed the
 * memory allowed, the rows go to parts instead.
 */
final class JoinTable {
  static final int PARTS = 32;
  private static final int PART_BITS = 5;
  private static final int DEEPEST = 5;

  private final Plan.HashJoin plan;
  private final ExecContext context;
  private final int level;
  private final long limit;
  private final RowStore rows;
  private final RowStore keys;
  private final RowHash hash;
  private final boolean keepsNulls;
  private final Batch rowsBatch;
  private boolean[] matched;
  private TupleStore[] parts;

  JoinTable(Plan.HashJoin plan, int level, ExecContext context) {
    this.plan = plan;
    this.context = context;
    this.level = level;
    this.limit = context.env.work().hashMemory().getAsLong();
    this.rows = new RowStore(plan.right().types(), context.env);
    this.keys = new RowStore(plan.rightKeys().stream().map(e -> e.type()).toList(), context.env);
    this.hash = new RowHash(plan.keyTypes(), context.env);
    this.keepsNulls = plan.kind() == Query.JoinType.FULL;
    this.rowsBatch = new Batch(rows.columns);
  }

  static boolean anyNull(Vector[] keys, int row) {
    for (Vector key : keys) {
      if (key.isNull(row)) {
        return true;
      }
    }
    return false;
  }

  void addAll(Batch batch, Vector[] values) {
    for (int i = 0; i < batch.size(); i++) {
      int row = batch.row(i);
      boolean hasNull = anyNull(values, row);
      if (hasNull && !keepsNulls) {
        continue;
      }
      if (parts != null) {
        part(hasNull ? 0 : hash.hash(values, row)).add(batch.columns, row);
        continue;
      }
      int at = rows.add(batch, row);
      keys.add(values, row);
      if (!hasNull) {
        hash.add(hash.hash(values, row), at);
      }
    }
    rowsBatch.count = rows.count();
    boolean full = rows.memory() + keys.memory() + 16L * rows.count() > limit;
    if (parts == null && full && level < DEEPEST) {
      parts = new TupleStore[PARTS];
    }
  }

  boolean isParted() {
    return parts != null;
  }

  /** Moves the rows that are in the table to the parts too. */
  void partRows() {
    for (int i = 0; i < rows.count(); i++) {
      int code = anyNull(keys.columns, i) ? 0 : hash.hash(keys.columns, i);
      part(code).add(rows.columns, i);
    }
  }

  int partOf(int code) {
    return code >>> 32 - PART_BITS * (level + 1) & PARTS - 1;
  }

  private TupleStore part(int code) {
    int at = partOf(code);
    if (parts[at] == null) {
      parts[at] = new TupleStore(plan.right().types(), context.env, limit / (4 * PARTS));
    }
    return parts[at];
  }

  /** The right rows of a part, perhaps none. */
  TupleStore rightPart(int at) {
    return parts[at] == null ? new TupleStore(plan.right().types(), context.env) : parts[at];
  }

  int hash(Vector[] values, int row) {
    return hash.hash(values, row);
  }

  int find(int code, Vector[] values, int row) {
    return hash.find(code, values, row, keys.columns);
  }

  int findNext(int at, int code, Vector[] values, int row) {
    return hash.findNext(at, code, values, row, keys.columns);
  }

  Batch rows() {
    return rowsBatch;
  }

  /** Notes that a row has found a partner; only a full join asks for it. */
  void match(int at) {
    if (keepsNulls) {
      if (matched == null) {
        matched = new boolean[rows.count()];
      }
      matched[at] = true;
    }
  }

  boolean isMatched(int at) {
    return matched != null && matched[at];
  }
}
