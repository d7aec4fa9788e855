package org.postern.executor.aggregate;

import java.util.Arrays;
import org.postern.executor.functions.CallContext;
import org.postern.executor.types.BitString;
import org.postern.executor.types.Interval;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.datetime.IntervalMath;
import org.postern.executor.types.numeric.MoneyMath;
import org.postern.executor.types.text.BitFunctions;
import org.postern.executor.vector.Vector;

/**
 * Aggregates that fold their inputs with an operation: bit_and, bit_or, bit_xor, and the sums of
 * interval and money.
 *
 * <p>Source: PostgreSQL documentation, section 9.21 "Aggregate Functions".
 */
public final class FoldAggregates implements AggregateFamily {
  @Override
  public Aggregator create(String transition, String finalFunction, TypeInfo argType) {
    return switch (transition) {
      case "int2and", "int4and", "int8and" -> new Fold((a, b) -> (Long) a & (Long) b);
      case "int2or", "int4or", "int8or" -> new Fold((a, b) -> (Long) a | (Long) b);
      case "int2xor", "int4xor", "int8xor" -> new Fold((a, b) -> (Long) a ^ (Long) b);
      case "bitand", "bit_and" ->
          new Fold((a, b) -> BitFunctions.and((BitString) a, (BitString) b));
      case "bitor", "bit_or" -> new Fold((a, b) -> BitFunctions.or((BitString) a, (BitString) b));
      case "bitxor" -> new Fold((a, b) -> BitFunctions.xor((BitString) a, (BitString) b));
      case "cash_pl" -> new Fold((a, b) -> MoneyMath.add((Long) a, (Long) b));
      case "interval_pl" -> new Fold((a, b) -> IntervalMath.add((Interval) a, (Interval) b));
      case "interval_accum" -> new IntervalAverage();
      default -> null;
    };
  }

  private static final class IntervalAverage implements Aggregator {
    private Interval[] sums = new Interval[1];
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
      Interval value = (Interval) args[0].get(row);
      if (value != null) {
        sums[group] = counts[group]++ == 0 ? value : IntervalMath.add(sums[group], value);
      }
    }

    @Override
    public void result(int group, Vector out, int row, CallContext context) {
      out.set(
          row,
          counts[group] == 0 ? null : IntervalMath.divide(sums[group], (double) counts[group]));
    }
  }
}
