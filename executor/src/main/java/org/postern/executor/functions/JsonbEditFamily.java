package org.postern.executor.functions;

import static org.postern.executor.functions.Fn.f1;
import static org.postern.executor.functions.Fn.f2;
import static org.postern.executor.functions.Fn.fn;

import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Numeric;
import org.postern.executor.types.Slice;
import org.postern.executor.types.json.JsonErrors;
import org.postern.executor.types.json.JsonKind;
import org.postern.executor.types.json.Jsonb;
import org.postern.executor.types.json.JsonbEdits;
import org.postern.executor.types.json.JsonbPathEdit;
import org.postern.executor.types.json.JsonbPathEdit.Change;
import org.postern.executor.types.json.JsonbPrinter;
import org.postern.executor.types.numeric.NumericCasts;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * What jsonb alone can: containment, changes, casts to SQL's scalars.
 *
 * <p>Source: PostgreSQL documentation, section 9.16.1, table 9.46 "Additional jsonb Operators".
 */
final class JsonbEditFamily implements FunctionFamily {
  @Override
  public FunctionImpl lookup(String prosrc) {
    FunctionImpl impl = tests(prosrc);
    if (impl == null) {
      impl = changes(prosrc);
    }
    return impl == null ? casts(prosrc) : impl;
  }

  private static FunctionImpl tests(String prosrc) {
    return switch (prosrc) {
      case "jsonb_contains" -> f2((a, b) -> Fn.bool(JsonbEdits.contains((Jsonb) a, (Jsonb) b)));
      case "jsonb_contained" -> f2((a, b) -> Fn.bool(JsonbEdits.contains((Jsonb) b, (Jsonb) a)));
      case "jsonb_exists" -> f2((a, b) -> Fn.bool(JsonbEdits.exists((Jsonb) a, (Slice) b)));
      case "jsonb_exists_any" ->
          f2((a, b) -> Fn.bool(JsonbEdits.exists((Jsonb) a, (ArrayValue) b, false)));
      case "jsonb_exists_all" ->
          f2((a, b) -> Fn.bool(JsonbEdits.exists((Jsonb) a, (ArrayValue) b, true)));
      case "jsonb_pretty" ->
          f1(a -> {
            ByteSink out = new ByteSink();
            JsonbPrinter.appendPretty((Jsonb) a, out);
            return out.toSlice();
          });
      default -> null;
    };
  }

  private static FunctionImpl changes(String prosrc) {
    return switch (prosrc) {
      case "jsonb_concat" -> f2((a, b) -> JsonbEdits.concat((Jsonb) a, (Jsonb) b));
      case "jsonb_delete" -> f2((a, b) -> JsonbEdits.delete((Jsonb) a, (Slice) b));
      case "jsonb_delete_idx" -> f2((a, b) -> JsonbEdits.delete((Jsonb) a, (Long) b));
      case "jsonb_delete_array" -> f2((a, b) -> JsonbEdits.delete((Jsonb) a, (ArrayValue) b));
      case "jsonb_delete_path" ->
          f2((a, b) -> JsonbPathEdit.apply((Jsonb) a, (ArrayValue) b, Change.DELETE, null));
      case "jsonb_set" -> fn((a, c) -> set(a));
      case "jsonb_set_lax" -> fn((a, c) -> setLax(a));
      case "jsonb_insert" ->
          fn((a, c) ->
              JsonbPathEdit.apply(
                  (Jsonb) a[0],
                  (ArrayValue) a[1],
                  (Long) a[3] != 0 ? Change.INSERT_AFTER : Change.INSERT_BEFORE,
                  (Jsonb) a[2]));
      default -> null;
    };
  }

  private static Jsonb set(Object[] args) {
    Change change = (Long) args[3] != 0 ? Change.SET : Change.REPLACE;
    return JsonbPathEdit.apply((Jsonb) args[0], (ArrayValue) args[1], change, (Jsonb) args[2]);
  }

  /** As jsonb_set, with a choice of what an SQL NULL as the new value does. */
  private static Jsonb setLax(Object[] args) {
    if (args[0] == null || args[1] == null || args[3] == null) {
      return null;
    }
    if (args[4] == null) {
      throw badTreatment();
    }
    if (args[2] != null) {
      return set(args);
    }
    return switch (args[4].toString()) {
      case "raise_exception" ->
          throw SqlException.error(SqlState.NULL_VALUE_NOT_ALLOWED, "JSON value must not be null")
              .withDetail(
                  "Exception was raised because null_value_treatment is \"raise_exception\".")
              .withHint(
                  "To avoid, either change the null_value_treatment argument or ensure that an SQL"
                      + " NULL is not passed.");
      case "use_json_null" -> set(new Object[] {args[0], args[1], Jsonb.NULL, args[3]});
      case "delete_key" ->
          JsonbPathEdit.apply((Jsonb) args[0], (ArrayValue) args[1], Change.DELETE, null);
      case "return_target" -> (Jsonb) args[0];
      default -> throw badTreatment();
    };
  }

  private static SqlException badTreatment() {
    return JsonErrors.parameter(
        "null_value_treatment must be \"delete_key\", \"return_target\", \"use_json_null\", or"
            + " \"raise_exception\"");
  }

  private static FunctionImpl casts(String prosrc) {
    return switch (prosrc) {
      case "jsonb_bool" ->
          f1(a -> {
            if (a instanceof Jsonb.Bool value) {
              return Fn.bool(value.value());
            }
            throw cannotCast((Jsonb) a, "boolean");
          });
      case "jsonb_numeric" -> f1(a -> number(a, "numeric"));
      case "jsonb_int2" -> f1(a -> NumericCasts.toInt2(number(a, "smallint")));
      case "jsonb_int4" -> f1(a -> NumericCasts.toInt4(number(a, "integer")));
      case "jsonb_int8" -> f1(a -> NumericCasts.toInt8(number(a, "bigint")));
      case "jsonb_float4" -> f1(a -> NumericCasts.toFloat(number(a, "real")));
      case "jsonb_float8" -> f1(a -> NumericCasts.toDouble(number(a, "double precision")));
      default -> null;
    };
  }

  private static Numeric number(Object value, String type) {
    if (value instanceof Jsonb.Number number) {
      return number.value();
    }
    throw cannotCast((Jsonb) value, type);
  }

  private static SqlException cannotCast(Jsonb value, String type) {
    String kind = value.kind() == JsonKind.NUMBER ? "numeric" : value.kind().label();
    return JsonErrors.parameter("cannot cast jsonb %s to type %s", kind, type);
  }
}
