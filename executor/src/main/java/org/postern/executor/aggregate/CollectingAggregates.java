package org.postern.executor.aggregate;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.functions.CallContext;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.vector.Vector;

/** string_agg and array_agg. */
public final class CollectingAggregates implements AggregateFamily {
  @Override
  public Aggregator create(String transition, String finalFunction, TypeInfo argType) {
    return switch (transition) {
      case "string_agg_transfn", "bytea_string_agg_transfn" -> new StringAgg();
      case "array_agg_transfn" -> new ArrayAgg(argType);
      default -> null;
    };
  }

  private static final class StringAgg implements Aggregator {
    private final List<ByteSink> states = new ArrayList<>();

    @Override
    public void ensureGroups(int count) {
      while (states.size() < count) {
        states.add(null);
      }
    }

    @Override
    public void add(int group, Vector[] args, int row, CallContext context) {
      Slice value = (Slice) args[0].get(row);
      if (value == null) {
        return;
      }
      ByteSink state = states.get(group);
      if (state == null) {
        state = new ByteSink();
        states.set(group, state);
      } else {
        Slice delimiter = (Slice) args[1].get(row);
        if (delimiter != null) {
          state.put(delimiter);
        }
      }
      state.put(value);
    }

    @Override
    public void result(int group, Vector out, int row, CallContext context) {
      ByteSink state = states.get(group);
      out.set(row, state == null ? null : Slice.of(state.toBytes()));
    }
  }

  private static final class ArrayAgg implements Aggregator {
    private final TypeInfo type;
    private final List<List<Object>> states = new ArrayList<>();

    ArrayAgg(TypeInfo type) {
      this.type = type;
    }

    @Override
    public void ensureGroups(int count) {
      while (states.size() < count) {
        states.add(null);
      }
    }

    @Override
    public void add(int group, Vector[] args, int row, CallContext context) {
      List<Object> state = states.get(group);
      if (state == null) {
        state = new ArrayList<>();
        states.set(group, state);
      }
      Object value = args[0].get(row);
      state.add(value instanceof Slice s ? Slice.of(s.toBytes()) : value);
    }

    @Override
    public void result(int group, Vector out, int row, CallContext context) {
      List<Object> state = states.get(group);
      out.set(row, state == null ? null : ArrayValue.of(type.oid(), state.toArray()));
    }
  }
}
