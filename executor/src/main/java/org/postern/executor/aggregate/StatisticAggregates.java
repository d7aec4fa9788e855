package org.postern.executor.aggregate;

import java.util.Arrays;
import org.postern.executor.functions.CallContext;
import org.postern.executor.types.Numeric;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.numeric.NumericArithmetic;
import org.postern.executor.types.numeric.NumericTranscendental;
import org.postern.executor.vector.DoubleVector;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.Vector;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Variance and standard deviation, correlation and regression.
 *
 * <p>Floats use the method of Youngs and Cramer, "Some Results Relevant to Choice of Sum and
 * Sum-of-Product Algorithms", 1971; exact types keep exact sums.
 *
 * <p>Source: PostgreSQL documentation, table "Aggregate Functions for Statistics".
 */
public final class StatisticAggregates implements AggregateFamily {
  @Override
  public Aggregator create(String transition, String finalFunction, TypeInfo argType) {
    return switch (transition) {
      case "float4_accum", "float8_accum" -> new DoubleVariance(finalFunction);
      case "float8_regr_accum" -> new Regression(finalFunction);
      case "int8inc_float8_float8" -> new Regression("count");
      case "int2_accum", "int4_accum", "int8_accum" -> new NumericVariance(finalFunction, true);
      case "numeric_accum" -> new NumericVariance(finalFunction, false);
      default -> null;
    };
  }

  private static final class DoubleVariance implements Aggregator {
    private static final int WIDTH = 3;

    private final String result;

    /** Count, sum and sum of squared deviations of each group. */
    private double[] states = new double[WIDTH];

    DoubleVariance(String result) {
      this.result = result;
    }

    @Override
    public void ensureGroups(int count) {
      if (count * WIDTH > states.length) {
        states = Arrays.copyOf(states, Math.max(count * WIDTH, states.length * 2));
      }
    }

    @Override
    public void add(int group, Vector[] args, int row, CallContext context) {
      if (args[0].isNull(row)) {
        return;
      }
      double value = ((DoubleVector) args[0]).values[row];
      int at = group * WIDTH;
      double count = states[at] + 1;
      double sum = states[at + 1] + value;
      double squares = states[at + 2];
      if (states[at] > 0) {
        double deviation = value * count - sum;
        squares += deviation * deviation / (count * states[at]);
        if (Double.isInfinite(sum) || Double.isInfinite(squares)) {
          requireInfinite(states[at + 1], value);
          squares = Double.NaN;
        }
      } else if (Double.isInfinite(value) || Double.isNaN(value)) {
        squares = Double.NaN;
      }
      states[at] = count;
      states[at + 1] = sum;
      states[at + 2] = squares;
    }

    @Override
    public void result(int group, Vector out, int row, CallContext context) {
      double count = states[group * WIDTH];
      boolean sample = result.endsWith("_samp");
      if (count == 0 || sample && count == 1) {
        out.setNull(row);
        return;
      }
      double variance = states[group * WIDTH + 2] / (sample ? count - 1 : count);
      boolean deviation = result.contains("stddev");
      ((DoubleVector) out).setDouble(row, deviation ? Math.sqrt(variance) : variance);
    }
  }

  /** An infinite state is an overflow unless an input was infinite. */
  private static void requireInfinite(double... inputs) {
    for (double input : inputs) {
      if (Double.isInfinite(input)) {
        return;
      }
    }
    throw SqlException.error(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: overflow");
  }

  private static final class Regression implements Aggregator {
    private static final int WIDTH = 6;

    private final String result;

    /** N, Sx, Sxx, Sy, Syy, Sxy of each group. */
    private double[] states = new double[WIDTH];

    Regression(String result) {
      this.result = result;
    }

    @Override
    public void ensureGroups(int count) {
      if (count * WIDTH > states.length) {
        states = Arrays.copyOf(states, Math.max(count * WIDTH, states.length * 2));
      }
    }

    @Override
    public void add(int group, Vector[] args, int row, CallContext context) {
      if (args[0].isNull(row) || args[1].isNull(row)) {
        return;
      }
      double y = ((DoubleVector) args[0]).values[row];
      double x = ((DoubleVector) args[1]).values[row];
      int at = group * WIDTH;
      double before = states[at];
      double count = before + 1;
      double sumX = states[at + 1] + x;
      double sumY = states[at + 3] + y;
      if (before > 0) {
        double dx = x * count - sumX;
        double dy = y * count - sumY;
        double scale = 1.0 / (count * before);
        states[at + 2] += dx * dx * scale;
        states[at + 4] += dy * dy * scale;
        states[at + 5] += dx * dy * scale;
      } else {
        states[at + 2] = 0 * x;
        states[at + 4] = 0 * y;
        states[at + 5] = 0 * x * y;
      }
      states[at] = count;
      states[at + 1] = sumX;
      states[at + 3] = sumY;
    }

    @Override
    public void result(int group, Vector out, int row, CallContext context) {
      int at = group * WIDTH;
      if (result.equals("count")) {
        ((LongVector) out).setLong(row, (long) states[at]);
        return;
      }
      double value = value(at);
      if (states[at] == 0 || undefined(at)) {
        out.setNull(row);
      } else {
        ((DoubleVector) out).setDouble(row, value);
      }
    }

    private boolean undefined(int at) {
      return switch (result) {
        case "float8_covar_samp" -> states[at] < 2;
        case "float8_corr" -> states[at + 2] == 0 || states[at + 4] == 0;
        case "float8_regr_r2", "float8_regr_slope", "float8_regr_intercept" -> states[at + 2] == 0;
        default -> false;
      };
    }

    private double value(int at) {
      double n = states[at];
      double sxx = states[at + 2];
      double syy = states[at + 4];
      double sxy = states[at + 5];
      return switch (result) {
        case "float8_regr_sxx" -> sxx;
        case "float8_regr_syy" -> syy;
        case "float8_regr_sxy" -> sxy;
        case "float8_regr_avgx" -> states[at + 1] / n;
        case "float8_regr_avgy" -> states[at + 3] / n;
        case "float8_covar_pop" -> sxy / n;
        case "float8_covar_samp" -> sxy / (n - 1);
        case "float8_corr" -> sxy / Math.sqrt(sxx * syy);
        case "float8_regr_r2" -> syy == 0 ? 1.0 : sxy * sxy / (sxx * syy);
        case "float8_regr_slope" -> sxy / sxx;
        case "float8_regr_intercept" -> (states[at + 3] - states[at + 1] * sxy / sxx) / n;
        default -> throw new IllegalStateException("no such statistic: result=" + result);
      };
    }
  }

  private static final class NumericVariance implements Aggregator {
    private final String result;
    private final boolean longs;
    private long[] counts = new long[1];
    private Numeric[] sums = new Numeric[1];
    private Numeric[] squares = new Numeric[1];

    NumericVariance(String result, boolean longs) {
      this.result = result;
      this.longs = longs;
    }

    @Override
    public void ensureGroups(int count) {
      if (count > counts.length) {
        counts = Arrays.copyOf(counts, Math.max(count, counts.length * 2));
        sums = Arrays.copyOf(sums, counts.length);
        squares = Arrays.copyOf(squares, counts.length);
      }
    }

    @Override
    public void add(int group, Vector[] args, int row, CallContext context) {
      if (args[0].isNull(row)) {
        return;
      }
      Numeric value =
          longs ? Numeric.of(((LongVector) args[0]).values[row]) : (Numeric) args[0].get(row);
      Numeric square = NumericArithmetic.multiply(value, value);
      boolean first = counts[group]++ == 0;
      sums[group] = first ? value : NumericArithmetic.add(sums[group], value);
      squares[group] = first ? square : NumericArithmetic.add(squares[group], square);
    }

    @Override
    public void result(int group, Vector out, int row, CallContext context) {
      boolean sample = result.endsWith("_samp");
      long count = counts[group];
      if (count == 0 || sample && count == 1) {
        out.setNull(row);
        return;
      }
      if (!sums[group].isFinite()) {
        out.set(row, Numeric.NAN);
        return;
      }
      Numeric n = Numeric.of(count);
      Numeric deviations =
          NumericArithmetic.subtract(
              NumericArithmetic.multiply(n, squares[group]),
              NumericArithmetic.multiply(sums[group], sums[group]));
      if (deviations.signum() <= 0) {
        out.set(row, Numeric.ZERO);
        return;
      }
      Numeric divisor = NumericArithmetic.multiply(n, Numeric.of(sample ? count - 1 : count));
      Numeric variance = NumericArithmetic.divide(deviations, divisor);
      boolean deviation = result.contains("stddev");
      out.set(row, deviation ? NumericTranscendental.sqrt(variance) : variance);
    }
  }
}
