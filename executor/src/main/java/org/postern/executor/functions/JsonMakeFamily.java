package org.postern.executor.functions;

import static org.postern.executor.functions.Fn.f1;
import static org.postern.executor.functions.Fn.f2;
import static org.postern.executor.functions.Fn.fn;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.RowValue;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.json.JsonErrors;
import org.postern.executor.types.json.JsonPairs;
import org.postern.executor.types.json.JsonWriter;
import org.postern.executor.types.json.Jsonb;
import org.postern.executor.types.json.JsonbArray;
import org.postern.executor.types.json.JsonbObject;
import org.postern.executor.types.json.JsonbWriter;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Making of json and jsonb from SQL values.
 *
 * <p>Source: PostgreSQL documentation, table 9.47 "JSON Creation Functions".
 */
final class JsonMakeFamily implements FunctionFamily {
  @Override
  public FunctionImpl lookup(String prosrc) {
    FunctionImpl impl = json(prosrc);
    return impl == null ? jsonb(prosrc) : impl;
  }

  private static FunctionImpl json(String prosrc) {
    return switch (prosrc) {
      case "to_json" -> fn((a, c) -> JsonWriter.toJson(a[0], known(c, 0), c.types()));
      case "array_to_json" -> fn((a, c) -> array(a, c, false));
      case "array_to_json_pretty" -> fn((a, c) -> array(a, c, (Long) a[1] != 0));
      case "row_to_json" -> fn((a, c) -> row(a, c, false));
      case "row_to_json_pretty" -> fn((a, c) -> row(a, c, (Long) a[1] != 0));
      case "json_build_object", "json_build_object_noargs" -> fn(JsonMakeFamily::object);
      case "json_build_array", "json_build_array_noargs" -> fn(JsonMakeFamily::array);
      case "json_object" -> f1(a -> JsonPairs.of((ArrayValue) a).json());
      case "json_object_two_arg" ->
          f2((a, b) -> JsonPairs.of((ArrayValue) a, (ArrayValue) b).json());
      default -> null;
    };
  }

  private static FunctionImpl jsonb(String prosrc) {
    return switch (prosrc) {
      case "to_jsonb" -> fn((a, c) -> new JsonbWriter(c.types()).value(a[0], known(c, 0)));
      case "jsonb_build_object", "jsonb_build_object_noargs" -> fn(JsonMakeFamily::objectb);
      case "jsonb_build_array", "jsonb_build_array_noargs" -> fn(JsonMakeFamily::arrayb);
      case "jsonb_object" -> f1(a -> JsonPairs.of((ArrayValue) a).jsonb());
      case "jsonb_object_two_arg" ->
          f2((a, b) -> JsonPairs.of((ArrayValue) a, (ArrayValue) b).jsonb());
      default -> null;
    };
  }

  private static int known(CallContext context, int index) {
    int type = context.argumentType(index);
    if (type == 0) {
      throw SqlException.error(
          SqlState.INVALID_PARAMETER_VALUE, "could not determine input data type");
    }
    return type;
  }

  private static Slice array(Object[] args, CallContext context, boolean lines) {
    ByteSink out = new ByteSink();
    new JsonWriter(context.types(), out).array((ArrayValue) args[0], lines);
    return out.toSlice();
  }

  private static Slice row(Object[] args, CallContext context, boolean lines) {
    ByteSink out = new ByteSink();
    new JsonWriter(context.types(), out).row((RowValue) args[0], lines);
    return out.toSlice();
  }

  private static void requirePairs(Object[] args, String function) {
    if (args.length % 2 != 0) {
      throw JsonErrors.parameter("argument list must have even number of elements")
          .withHint("The arguments of %s() must consist of alternating keys and values.", function);
    }
  }

  private static Slice object(Object[] args, CallContext context) {
    requirePairs(args, "json_build_object");
    ByteSink out = new ByteSink();
    JsonWriter writer = new JsonWriter(context.types(), out);
    out.put('{');
    for (int i = 0; i < args.length; i += 2) {
      out.putAscii(i == 0 ? "" : ", ");
      if (args[i] == null) {
        throw JsonErrors.parameter("argument %d cannot be null", i + 1)
            .withHint("Object keys should be text.");
      }
      writer.key(args[i], type(context, i));
      out.putAscii(" : ");
      writer.value(args[i + 1], type(context, i + 1));
    }
    return out.put('}').toSlice();
  }

  /** Literals without a type are text here. */
  private static int type(CallContext context, int index) {
    int type = context.argumentType(index);
    return type == TypeOid.UNKNOWN ? TypeOid.TEXT : type;
  }

  private static Slice array(Object[] args, CallContext context) {
    ByteSink out = new ByteSink();
    JsonWriter writer = new JsonWriter(context.types(), out);
    out.put('[');
    for (int i = 0; i < args.length; i++) {
      out.putAscii(i == 0 ? "" : ", ");
      writer.value(args[i], type(context, i));
    }
    return out.put(']').toSlice();
  }

  private static Jsonb objectb(Object[] args, CallContext context) {
    requirePairs(args, "jsonb_build_object");
    JsonbWriter writer = new JsonbWriter(context.types());
    List<Slice> keys = new ArrayList<>();
    List<Jsonb> values = new ArrayList<>();
    for (int i = 0; i < args.length; i += 2) {
      if (args[i] == null) {
        throw JsonErrors.parameter("argument %d: key must not be null", i + 1);
      }
      keys.add(writer.key(args[i], type(context, i)));
      values.add(writer.value(args[i + 1], type(context, i + 1)));
    }
    return JsonbObject.of(keys, values);
  }

  private static Jsonb arrayb(Object[] args, CallContext context) {
    JsonbWriter writer = new JsonbWriter(context.types());
    List<Jsonb> items = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      items.add(writer.value(args[i], type(context, i)));
    }
    return JsonbArray.of(items);
  }
}
