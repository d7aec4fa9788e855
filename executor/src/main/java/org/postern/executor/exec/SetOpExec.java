package org.postern.executor.exec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.postern.executor.plan.Plan;
import org.postern.executor.query.Query;
import org.postern.executor.types.TypeOid;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.Vector;

/**
 * INTERSECT and EXCEPT: counts each distinct row on both sides. When the rows fill the memory
 * allowed, further ones are put aside in partitions by their hash, with their side, and counted
 * later.
 */
final class SetOpExec extends ExecNode {
  private static final int PARTITIONS = 32;
  private static final int PARTITION_BITS = 5;
  private static final int DEEPEST = 5;

  private final Plan.SetOp plan;
  private final ExecNode left;
  private final ExecNode right;
  private final ExecContext context;
  private final Deque<Rest> rest = new ArrayDeque<>();
  private RowStore.Reader reader;

  /** Rows put aside: the columns and the side. */
  private record Rest(TupleStore rows, int level) {}

  SetOpExec(Plan.SetOp plan, ExecNode left, ExecNode right, ExecContext context) {
    this.plan = plan;
    this.left = left;
    this.right = right;
    this.context = context;
  }

  /** The rows counted at one time. */
  private final class Counts {
    final int level;
    final RowStore rows = new RowStore(plan.types(), context.env);
    final RowHash hash = new RowHash(plan.types(), context.env);
    final long limit = context.env.work().hashMemory().getAsLong();
    final long[][] counts = {new long[16], new long[16]};
    TupleStore[] partitions;

    Counts(int level) {
      this.level = level;
    }

    void add(Vector[] columns, int row, int side) {
      int code = hash.hash(columns, row);
      int at = hash.find(code, columns, row, rows.columns);
      if (at < 0) {
        if (partitions != null) {
          putAside(columns, row, side, code);
          return;
        }
        at = rows.add(columns, row);
        hash.add(code, at);
        if (at == counts[0].length) {
          counts[0] = Arrays.copyOf(counts[0], at * 2);
          counts[1] = Arrays.copyOf(counts[1], at * 2);
        }
        if ((at & 63) == 63 && level < DEEPEST && rows.memory() + 32L * at > limit) {
          partitions = new TupleStore[PARTITIONS];
        }
      }
      counts[side][at]++;
    }

    private void putAside(Vector[] columns, int row, int side, int code) {
      int part = code >>> 32 - PARTITION_BITS * (level + 1) & PARTITIONS - 1;
      if (partitions[part] == null) {
        List<Integer> types = new ArrayList<>(plan.types());
        types.add(TypeOid.INT8);
        partitions[part] = new TupleStore(types, context.env, limit / (2 * PARTITIONS));
      }
      Vector[] wide = Arrays.copyOf(columns, plan.types().size() + 1);
      LongVector mark = new LongVector(row + 1);
      mark.setLong(row, side);
      wide[wide.length - 1] = mark;
      partitions[part].add(wide, row);
    }

    RowStore.Reader finish() {
      int[] order = new int[16];
      int size = 0;
      for (int row = 0; row < rows.count(); row++) {
        for (long n = copies(counts[0][row], counts[1][row]); n > 0; n--) {
          if (size == order.length) {
            order = Arrays.copyOf(order, size * 2);
          }
          order[size++] = row;
        }
      }
      if (partitions != null) {
        for (TupleStore partition : partitions) {
          if (partition != null) {
            rest.add(new Rest(partition, level + 1));
          }
        }
      }
      return rows.reader(order, size);
    }
  }

  @Override
  public Batch next() {
    if (reader == null) {
      Counts counts = new Counts(0);
      count(left, 0, counts);
      count(right, 1, counts);
      reader = counts.finish();
    }
    Batch batch = reader.next();
    while (batch == null && !rest.isEmpty()) {
      reader = countRest(rest.poll());
      batch = reader.next();
    }
    return batch;
  }

  private void count(ExecNode node, int side, Counts counts) {
    for (Batch batch = node.next(); batch != null; batch = node.next()) {
      context.env.interrupts().check();
      for (int i = 0; i < batch.size(); i++) {
        counts.add(batch.columns, batch.row(i), side);
      }
    }
  }

  private RowStore.Reader countRest(Rest next) {
    Counts counts = new Counts(next.level());
    TupleStore.Reader source = next.rows().reader();
    for (Batch batch = source.next(); batch != null; batch = source.next()) {
      context.env.interrupts().check();
      Vector[] columns = Arrays.copyOf(batch.columns, plan.types().size());
      LongVector sides = (LongVector) batch.columns[columns.length];
      for (int i = 0; i < batch.size(); i++) {
        int row = batch.row(i);
        counts.add(columns, row, (int) sides.values[row]);
      }
    }
    next.rows().close();
    return counts.finish();
  }

  private long copies(long onLeft, long onRight) {
    boolean intersect = plan.kind() == Query.SetOperation.Kind.INTERSECT;
    if (plan.all()) {
      return intersect ? Math.min(onLeft, onRight) : Math.max(0, onLeft - onRight);
    }
    return onLeft > 0 && onRight > 0 == intersect ? 1 : 0;
  }

  private void clear() {
    rest.forEach(r -> r.rows().close());
    rest.clear();
  }

  @Override
  public void rescan() {
    clear();
    left.rescan();
    right.rescan();
    reader = null;
  }

  @Override
  public void close() {
    clear();
    left.close();
    right.close();
  }
}
