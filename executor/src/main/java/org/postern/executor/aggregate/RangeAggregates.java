package org.postern.executor.aggregate;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.functions.CallContext;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.io.MultirangeIo;
import org.postern.executor.types.io.RangeIo;
import org.postern.executor.types.range.MultirangeOps;
import org.postern.executor.types.range.MultirangeValue;
import org.postern.executor.types.range.RangeOps;
import org.postern.executor.types.range.RangeShape;
import org.postern.executor.types.range.RangeValue;
import org.postern.executor.vector.Vector;

/**
 * range_agg and range_intersect_agg over ranges and multiranges.
 *
 * <p>Source: PostgreSQL documentation, section 9.21 "Aggregate Functions".
 */
public final class RangeAggregates implements AggregateFamily {
  @Override
  public Aggregator create(String transition, String finalFunction, TypeInfo argType) {
    return switch (transition) {
      case "range_agg_transfn", "multirange_agg_transfn" -> new Together(argType);
      case "range_intersect_agg_transfn" ->
          new Fold((a, b) -> RangeOps.intersect((RangeValue) a, (RangeValue) b));
      case "multirange_intersect_agg_transfn" ->
          new Fold((a, b) -> MultirangeOps.intersect((MultirangeValue) a, (MultirangeValue) b));
      default -> null;
    };
  }

  /** The multirange of all inputs that are not NULL; NULL when there are none. */
  private static final class Together implements Aggregator {
    private final TypeInfo argType;
    private final List<List<RangeValue>> states = new ArrayList<>();

    Together(TypeInfo argType) {
      this.argType = argType;
    }

    private RangeShape shape() {
      return argType.io() instanceof RangeIo range
          ? range.shape()
          : ((MultirangeIo) argType.io()).shape();
    }

    @Override
    public void ensureGroups(int count) {
      while (states.size() < count) {
        states.add(null);
      }
    }

    @Override
    public void add(int group, Vector[] args, int row, CallContext context) {
      Object value = args[0].get(row);
      if (value == null) {
        return;
      }
      List<RangeValue> state = states.get(group);
      if (state == null) {
        state = new ArrayList<>();
        states.set(group, state);
      }
      if (value instanceof RangeValue range) {
        state.add(range);
      } else {
        state.addAll(((MultirangeValue) value).ranges());
      }
    }

    @Override
    public void result(int group, Vector out, int row, CallContext context) {
      List<RangeValue> state = states.get(group);
      out.set(row, state == null ? null : MultirangeValue.of(shape(), state));
    }
  }
}
