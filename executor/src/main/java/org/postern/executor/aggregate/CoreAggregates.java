package org.postern.executor.aggregate;

import java.util.Arrays;
import org.postern.executor.functions.CallContext;
import org.postern.executor.types.Numeric;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.numeric.NumericArithmetic;
import org.postern.executor.vector.DoubleVector;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.Vector;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** count, sum, avg, min, max and the boolean aggregates. */
public final class CoreAggregates implements AggregateFamily {
  @Override
  public Aggregator create(String transition, String finalFunction, TypeInfo argType) {
    return switch (transition) {
      case "int8inc" -> new Count(false);
      case "int8inc_any" -> new Count(true);
      case "int2_sum", "int4_sum" -> new LongSum();
      case "int2_avg_accum", "int4_avg_accum" -> new LongAverage();
      case "int8_avg_accum" -> new NumericSum(finalFunction.equals("numeric_poly_avg"), true);
      case "numeric_avg_accum" -> new NumericSum(finalFunction.equals("numeric_avg"), false);
      case "float4pl" -> new DoubleSum(false, true);
      case "float8pl" -> new DoubleSum(false, false);
      case "float4_accum", "float8_accum" ->
          finalFunction.equals("float8_avg") ? new DoubleSum(true, false) : null;
      case "booland_statefunc" -> new BoolFold(true);
      case "boolor_statefunc" -> new BoolFold(false);
      default -> {
        if (transition.endsWith("larger")) {
          yield new Extreme(argType, true);
        }
        yield transition.endsWith("smaller") ? new Extreme(argType, false) : null;
      }
    };
  }

  private static final class Count implements Aggregator {
    private final boolean skipNulls;
    private long[] counts = new long[1];

    Count(boolean skipNulls) {
      this.skipNulls = skipNulls;
    }

    @Override
    public void ensureGroups(int count) {
      if (count > counts.length) {
        counts = Arrays.copyOf(counts, Math.max(count, counts.length * 2));
      }
    }

    @Override
    public void add(int group, Vector[] args, int row, CallContext context) {
      if (!skipNulls || !args[0].isNull(row)) {
        counts[group]++;
      }
    }

    @Override
    public void result(int group, Vector out, int row, CallContext context) {
      ((LongVector) out).setLong(row, counts[group]);
    }
  }

  private static final class LongSum implements Aggregator {
    private long[] sums = new long[1];
    private boolean[] any = new boolean[1];

    @Override
    public void ensureGroups(int count) {
      if (count > sums.length) {
        sums = Arrays.copyOf(sums, Math.max(count, sums.length * 2));
        any = Arrays.copyOf(any, sums.length);
      }
    }

    @Override
    public void add(int group, Vector[] args, int row, CallContext context) {
      if (!args[0].isNull(row)) {
        sums[group] += ((LongVector) args[0]).values[row];
        any[group] = true;
      }
    }

    @Override
    public void result(int group, Vector out, int row, CallContext context) {
      if (any[group]) {
        ((LongVector) out).setLong(row, sums[group]);
      } else {
        out.setNull(row);
      }
    }
  }

  private static final class LongAverage implements Aggregator {
    private long[] sums = new long[1];
    private long[] counts = new long[1];

    @Override
    public void ensureGroups(int count) {
      if (count > sums.length) {
        sums = Arrays.copyOf(sums, Math.max(count, sums.length * 2));
        counts = Arrays.copyOf(counts, sums.length);
      }
    }

    @Override
    public void add(int group, Vector[] args, int row, CallContext context) {
      if (!args[0].isNull(row)) {
        sums[group] += ((LongVector) args[0]).values[row];
        counts[group]++;
      }
    }

    @Override
    public void result(int group, Vector out, int row, CallContext context) {
      if (counts[group] == 0) {
        out.setNull(row);
      } else {
        out.set(row, NumericArithmetic.divide(Numeric.of(sums[group]), Numeric.of(counts[group])));
      }
    }
  }

  /** Sum or average as numeric; of bigint arguments when {@code longs}. */
  private static final class NumericSum implements Aggregator {
    private final boolean average;
    private final boolean longs;
    private Numeric[] sums = new Numeric[1];
    private long[] counts = new long[1];

    NumericSum(boolean average, boolean longs) {
      this.average = average;
      this.longs = longs;
    }

    @Override
    public void ensureGroups(int count) {
      if (count > sums.length) {
        sums = Arrays.copyOf(sums, Math.max(count, sums.length * 2));
        counts = Arrays.copyOf(counts, sums.length);
      }
    }

    @Override
    public void add(int group, Vector[] args, int row, CallContext context) {
      if (args[0].isNull(row)) {
        return;
      }
      Numeric value =
          longs ? Numeric.of(((LongVector) args[0]).values[row]) : (Numeric) args[0].get(row);
      sums[group] = sums[group] == null ? value : NumericArithmetic.add(sums[group], value);
      counts[group]++;
    }

    @Override
    public void result(int group, Vector out, int row, CallContext context) {
      if (counts[group] == 0) {
        out.setNull(row);
      } else {
        out.set(
            row,
            average
                ? NumericArithmetic.divide(sums[group], Numeric.of(counts[group]))
                : sums[group]);
      }
    }
  }

  private static final class DoubleSum implements Aggregator {
    private final boolean average;
    private final boolean single;
    private double[] sums = new double[1];
    private long[] counts = new long[1];

    DoubleSum(boolean average, boolean single) {
      this.average = average;
      this.single = single;
    }

    @Override
    public void ensureGroups(int count) {
      if (count > sums.length) {
        sums = Arrays.copyOf(sums, Math.max(count, sums.length * 2));
        counts = Arrays.copyOf(counts, sums.length);
      }
    }

    @Override
    public void add(int group, Vector[] args, int row, CallContext context) {
      if (args[0].isNull(row)) {
        return;
      }
      double value = ((DoubleVector) args[0]).values[row];
      double before = sums[group];
      double sum = single ? (double) (float) (before + value) : before + value;
      if (Double.isInfinite(sum) && !Double.isInfinite(before) && !Double.isInfinite(value)) {
        throw SqlException.error(
            SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: overflow");
      }
      sums[group] = sum;
      counts[group]++;
    }

    @Override
    public void result(int group, Vector out, int row, CallContext context) {
      if (counts[group] == 0) {
        out.setNull(row);
      } else {
        ((DoubleVector) out).setDouble(row, average ? sums[group] / counts[group] : sums[group]);
      }
    }
  }

  private static final class BoolFold implements Aggregator {
    private final boolean and;
    private byte[] states = new byte[1];

    BoolFold(boolean and) {
      this.and = and;
    }

    @Override
    public void ensureGroups(int count) {
      if (count > states.length) {
        states = Arrays.copyOf(states, Math.max(count, states.length * 2));
      }
    }

    /** States: 0 nothing yet, 1 false, 2 true. */
    @Override
    public void add(int group, Vector[] args, int row, CallContext context) {
      if (args[0].isNull(row)) {
        return;
      }
      byte value = (byte) (((LongVector) args[0]).values[row] != 0 ? 2 : 1);
      byte state = states[group];
      states[group] =
          state == 0 ? value : (byte) (and ? Math.min(state, value) : Math.max(state, value));
    }

    @Override
    public void result(int group, Vector out, int row, CallContext context) {
      if (states[group] == 0) {
        out.setNull(row);
      } else {
        ((LongVector) out).setLong(row, states[group] - 1);
      }
    }
  }

  /** min and max by the type's own order. */
  private static final class Extreme implements Aggregator {
    private final TypeInfo type;
    private final boolean largest;
    private Object[] states = new Object[1];

    Extreme(TypeInfo type, boolean largest) {
      this.type = type;
      this.largest = largest;
    }

    @Override
    public void ensureGroups(int count) {
      if (count > states.length) {
        states = Arrays.copyOf(states, Math.max(count, states.length * 2));
      }
    }

    @Override
    public void add(int group, Vector[] args, int row, CallContext context) {
      Object value = args[0].get(row);
      if (value == null) {
        return;
      }
      Object state = states[group];
      if (state == null) {
        states[group] = kept(value);
      } else {
        int comparison = type.order().compare(value, state);
        if (largest ? comparison > 0 : comparison < 0) {
          states[group] = kept(value);
        }
      }
    }

    /** A byte string is copied: the batch it lies in will be reused. */
    private static Object kept(Object value) {
      return value instanceof org.postern.executor.types.Slice s
          ? org.postern.executor.types.Slice.of(s.toBytes())
          : value;
    }

    @Override
    public void result(int group, Vector out, int row, CallContext context) {
      out.set(row, states[group]);
    }
  }
}
