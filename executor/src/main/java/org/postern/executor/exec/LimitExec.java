package org.postern.executor.exec;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.plan.Plan;
import org.postern.executor.query.Expr;
import org.postern.executor.vector.Batch;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** OFFSET and LIMIT, WITH TIES included. */
final class LimitExec extends ExecNode {
  private final ExecNode input;
  private final ExecContext context;
  private final Plan.Limit plan;
  private final RowSorter ties;
  private boolean started;
  private long skip;
  private long left;
  private RowStore lastRow;

  LimitExec(Plan.Limit plan, ExecNode input, ExecContext context) {
    this.plan = plan;
    this.input = input;
    this.context = context;
    if (plan.tieKeys().isEmpty()) {
      ties = null;
    } else {
      List<Plan.SortKey> keys = new ArrayList<>();
      for (int key : plan.tieKeys()) {
        keys.add(new Plan.SortKey(key, plan.types().get(key), false, false));
      }
      ties = new RowSorter(keys, context.env);
    }
  }

  private void start() {
    started = true;
    lastRow = null;
    skip = 0;
    Long offset = value(plan.offset());
    if (offset != null) {
      if (offset < 0) {
        throw SqlException.error(
            SqlState.INVALID_ROW_COUNT_IN_RESULT_OFFSET_CLAUSE, "OFFSET must not be negative");
      }
      skip = offset;
    }
    Long count = value(plan.count());
    if (count != null && count < 0) {
      throw SqlException.error(
          SqlState.INVALID_ROW_COUNT_IN_LIMIT_CLAUSE, "LIMIT must not be negative");
    }
    left = count == null ? Long.MAX_VALUE : count;
  }

  private Long value(Expr expr) {
    return expr == null
        ? null
        : (Long) context.compiler().compile(expr).eval(ExecContext.oneRow(), context.eval).get(0);
  }

  @Override
  public Batch next() {
    if (!started) {
      start();
    }
    while (left > 0 || lastRow != null) {
      Batch batch = input.next();
      if (batch == null) {
        return null;
      }
      int n = batch.size();
      int from = (int) Math.min(skip, n);
      skip -= from;
      int take = (int) Math.min(left, n - from);
      int end = from + take;
      left -= take;
      if (left == 0 && ties != null && (take > 0 || lastRow != null)) {
        end = withTies(batch, end, take);
      }
      if (end == from) {
        continue;
      }
      int[] rows = new int[end - from];
      for (int i = from; i < end; i++) {
        rows[i - from] = batch.row(i);
      }
      batch.selection = rows;
      batch.selected = rows.length;
      return batch;
    }
    return null;
  }

  /** Extends {@code end} over rows equal to the last one counted. */
  private int withTies(Batch batch, int end, int take) {
    if (take > 0) {
      lastRow = new RowStore(plan.types(), context.env);
      lastRow.add(batch, batch.row(end - 1));
    }
    int at = end;
    while (at < batch.size()) {
      RowStore pair = lastRow;
      pair.add(batch, batch.row(at));
      if (ties.compare(pair.columns, 0, pair.count() - 1) != 0) {
        lastRow = null;
        break;
      }
      at++;
    }
    return at;
  }

  @Override
  public void rescan() {
    input.rescan();
    started = false;
  }

  @Override
  public void close() {
    input.close();
  }
}
