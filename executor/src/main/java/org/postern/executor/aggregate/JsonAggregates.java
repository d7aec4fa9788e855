package org.postern.executor.aggregate;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.functions.CallContext;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.RowValue;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.json.JsonErrors;
import org.postern.executor.types.json.JsonWriter;
import org.postern.executor.types.json.Jsonb;
import org.postern.executor.types.json.JsonbArray;
import org.postern.executor.types.json.JsonbObject;
import org.postern.executor.types.json.JsonbWriter;
import org.postern.executor.vector.Vector;

/**
 * json_agg, json_object_agg and their jsonb kin. All keep NULL inputs; without any row the result
 * is NULL.
 *
 * <p>Source: PostgreSQL documentation, section 9.21 "Aggregate Functions".
 */
public final class JsonAggregates implements AggregateFamily {
  @Override
  public Aggregator create(String transition, String finalFunction, TypeInfo argType) {
    return switch (transition) {
      case "json_agg_transfn" -> new Texts(false);
      case "json_object_agg_transfn" -> new Texts(true);
      case "jsonb_agg_transfn" -> new Values(false);
      case "jsonb_object_agg_transfn" -> new Values(true);
      default -> null;
    };
  }

  private static int type(CallContext context, int index) {
    int type = context.argumentType(index);
    return type == TypeOid.UNKNOWN ? TypeOid.TEXT : type;
  }

  private static Object name(Vector[] args, int row) {
    Object name = args[0].get(row);
    if (name == null) {
      throw JsonErrors.parameter("field name must not be null");
    }
    return name;
  }

  /** The text so far, in which each value is printed at once. */
  private static final class Texts implements Aggregator {
    private final boolean object;
    private final List<ByteSink> states = new ArrayList<>();

    Texts(boolean object) {
      this.object = object;
    }

    @Override
    public void ensureGroups(int count) {
      while (states.size() < count) {
        states.add(null);
      }
    }

    @Override
    public void add(int group, Vector[] args, int row, CallContext context) {
      ByteSink out = states.get(group);
      boolean first = out == null;
      if (first) {
        out = new ByteSink();
        states.set(group, out);
        out.putAscii(object ? "{ " : "[");
      } else {
        out.putAscii(", ");
      }
      JsonWriter writer = new JsonWriter(context.types(), out);
      Object value = args[object ? 1 : 0].get(row);
      if (object) {
        writer.key(name(args, row), type(context, 0));
        out.putAscii(" : ");
      } else if (!first && (value instanceof ArrayValue || value instanceof RowValue)) {
        out.putAscii("\n ");
      }
      writer.value(value, type(context, object ? 1 : 0));
    }

    @Override
    public void result(int group, Vector out, int row, CallContext context) {
      ByteSink state = states.get(group);
      if (state == null) {
        out.set(row, null);
        return;
      }
      int length = state.length();
      Slice result = state.putAscii(object ? " }" : "]").toSlice();
      state.truncate(length);
      out.set(row, result);
    }
  }

  /** The values so far. */
  private static final class Values implements Aggregator {
    private final boolean object;
    private final List<State> states = new ArrayList<>();

    private record State(List<Slice> keys, List<Jsonb> values) {}

    Values(boolean object) {
      this.object = object;
    }

    @Override
    public void ensureGroups(int count) {
      while (states.size() < count) {
        states.add(null);
      }
    }

    @Override
    public void add(int group, Vector[] args, int row, CallContext context) {
      State state = states.get(group);
      if (state == null) {
        state = new State(new ArrayList<>(), new ArrayList<>());
        states.set(group, state);
      }
      JsonbWriter writer = new JsonbWriter(context.types());
      if (object) {
        state.keys.add(own(writer.key(name(args, row), type(context, 0))));
      }
      int index = object ? 1 : 0;
      Jsonb value = writer.value(args[index].get(row), type(context, index));
      state.values.add(value instanceof Jsonb.Text t ? new Jsonb.Text(own(t.value())) : value);
    }

    /** A copy, since a row's bytes may be reused. */
    private static Slice own(Slice text) {
      return Slice.of(text.toBytes());
    }

    @Override
    public void result(int group, Vector out, int row, CallContext context) {
      State state = states.get(group);
      if (state == null) {
        out.set(row, null);
      } else {
        out.set(
            row, object ? JsonbObject.of(state.keys, state.values) : JsonbArray.of(state.values));
      }
    }
  }
}
