package org.postern.executor.exec;

import java.util.function.Supplier;
import org.postern.executor.aggregate.Aggregator;
import org.postern.executor.functions.CallContext;
import org.postern.executor.plan.Plan;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.Vector;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Computes one window function for all rows of a partition.
 *
 * <p>Source: PostgreSQL documentation, section 9.22 "Window Functions".
 */
final class WindowFunctions {
  private WindowFunctions() {}

  /** A function over a partition. */
  @FunctionalInterface
  interface Code {
    void compute(RowStore rows, WindowPeers peers, WindowFrame frame, Vector out);
  }

  static Code of(String source, Plan.WindowFunction call) {
    int[] args = call.args().stream().mapToInt(Integer::intValue).toArray();
    return switch (source) {
      case "window_row_number" ->
          (rows, peers, frame, out) -> {
            for (int i = 0; i < rows.count(); i++) {
              out.set(i, i + 1L);
            }
          };
      case "window_rank" ->
          (rows, peers, frame, out) -> {
            for (int i = 0; i < rows.count(); i++) {
              out.set(i, peers.start(i) + 1L);
            }
          };
      case "window_dense_rank" ->
          (rows, peers, frame, out) -> {
            for (int i = 0; i < rows.count(); i++) {
              out.set(i, peers.group(i) + 1L);
            }
          };
      case "window_percent_rank" ->
          (rows, peers, frame, out) -> {
            int n = rows.count();
            for (int i = 0; i < n; i++) {
              out.set(i, n <= 1 ? 0.0 : (double) peers.start(i) / (n - 1));
            }
          };
      case "window_cume_dist" ->
          (rows, peers, frame, out) -> {
            for (int i = 0; i < rows.count(); i++) {
              out.set(i, (double) peers.end(i) / rows.count());
            }
          };
      case "window_ntile" -> (rows, peers, frame, out) -> ntile(rows, args[0], out);
      case "window_lag", "window_lag_with_offset", "window_lag_with_offset_and_default" ->
          (rows, peers, frame, out) -> shifted(rows, args, out, -1);
      case "window_lead", "window_lead_with_offset", "window_lead_with_offset_and_default" ->
          (rows, peers, frame, out) -> shifted(rows, args, out, 1);
      case "window_first_value" ->
          (rows, peers, frame, out) -> nth(rows, args[0], -1, false, frame, out);
      case "window_last_value" ->
          (rows, peers, frame, out) -> nth(rows, args[0], -1, true, frame, out);
      case "window_nth_value" ->
          (rows, peers, frame, out) -> nth(rows, args[0], args[1], false, frame, out);
      default -> throw SqlException.notSupported("window function " + source);
    };
  }

  private static void ntile(RowStore rows, int column, Vector out) {
    int n = rows.count();
    Object buckets = rows.columns[column].get(0);
    if (buckets == null) {
      for (int i = 0; i < n; i++) {
        out.setNull(i);
      }
      return;
    }
    long count = (Long) buckets;
    if (count <= 0) {
      throw SqlException.error(
          SqlState.INVALID_ARGUMENT_FOR_NTILE_FUNCTION,
          "argument of ntile must be greater than zero");
    }
    long small = n / count;
    long larger = n % count;
    for (int i = 0; i < n; i++) {
      long inLarger = larger * (small + 1);
      out.set(
          i, 1 + (i < inLarger ? i / (small + 1) : larger + (i - inLarger) / Math.max(1, small)));
    }
  }

  private static void shifted(RowStore rows, int[] args, Vector out, int sign) {
    Vector values = rows.columns[args[0]];
    for (int i = 0; i < rows.count(); i++) {
      long offset = 1;
      if (args.length > 1) {
        Object given = rows.columns[args[1]].get(i);
        if (given == null) {
          out.setNull(i);
          continue;
        }
        offset = (Long) given;
      }
      long at = i + sign * offset;
      if (at >= 0 && at < rows.count()) {
        out.copy(i, values, (int) at);
      } else if (args.length > 2) {
        out.copy(i, rows.columns[args[2]], i);
      } else {
        out.setNull(i);
      }
    }
  }

  private static void nth(
      RowStore rows, int column, int nColumn, boolean last, WindowFrame frame, Vector out) {
    for (int i = 0; i < rows.count(); i++) {
      long n = 1;
      if (nColumn >= 0) {
        Object given = rows.columns[nColumn].get(i);
        if (given == null) {
          out.setNull(i);
          continue;
        }
        n = (Long) given;
        if (n <= 0) {
          throw SqlException.error(
              SqlState.INVALID_ARGUMENT_FOR_NTH_VALUE_FUNCTION,
              "argument of nth_value must be greater than zero");
        }
      }
      frame.at(i);
      int at = frame.nth(n - 1, last);
      if (at < 0) {
        out.setNull(i);
      } else {
        out.copy(i, rows.columns[column], at);
      }
    }
  }

  /** An aggregate over the frame: carried on where frames only grow, else computed anew. */
  static Code aggregate(
      Supplier<Aggregator> aggregators, Plan.WindowFunction call, CallContext context) {
    return (rows, peers, frame, out) -> {
      Vector[] args = new Vector[call.args().size()];
      for (int a = 0; a < args.length; a++) {
        args[a] = rows.columns[call.args().get(a)];
      }
      LongVector filter = call.filter() < 0 ? null : (LongVector) rows.columns[call.filter()];
      Aggregator state = null;
      int from = -1;
      int to = -1;
      for (int i = 0; i < rows.count(); i++) {
        frame.at(i);
        if (frame.isWhole() && from == frame.start && to == frame.end && i > 0) {
          out.copy(i, out, i - 1);
          continue;
        }
        if (state == null || !frame.growsOnly()) {
          state = aggregators.get();
          state.ensureGroups(1);
          to = frame.start;
        }
        from = frame.start;
        for (; to < frame.end; to++) {
          boolean counts = filter == null || (!filter.isNull(to) && filter.values[to] != 0);
          if (counts && !frame.excludes(to)) {
            state.add(0, args, to, context);
          }
        }
        state.result(0, out, i, context);
      }
    };
  }
}
