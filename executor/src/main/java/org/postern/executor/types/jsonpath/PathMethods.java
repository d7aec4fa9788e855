package org.postern.executor.types.jsonpath;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.postern.executor.types.Numeric;
import org.postern.executor.types.Slice;
import org.postern.executor.types.json.Jsonb;
import org.postern.executor.types.json.JsonbObject;
import org.postern.executor.types.numeric.FloatText;
import org.postern.executor.types.numeric.NumericArithmetic;
import org.postern.executor.types.numeric.NumericCasts;
import org.postern.executor.types.numeric.NumericRounding;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** The item methods of one evaluation; keyvalue() numbers the objects that it meets. */
final class PathMethods {
  private static final long OBJECTS_PER_BASE = 10_000_000_000L;
  private static final Slice KEY = Slice.utf8("key");
  private static final Slice VALUE = Slice.utf8("value");
  private static final Slice ID = Slice.utf8("id");

  /** The document that an object's number counts within, and the document's own number. */
  record Base(Jsonb value, long number) {}

  private Base base;
  private long generated;

  PathMethods(Jsonb document, boolean variables) {
    this.base = new Base(document, 0);
    this.generated = variables ? 2 : 1;
  }

  /** Evaluates with another document as the base. */
  boolean within(Base document, BooleanSupplier evaluation) {
    Base before = base;
    base = document;
    try {
      return evaluation.getAsBoolean();
    } finally {
      base = before;
    }
  }

  static PathItem toDouble(PathItem item) {
    Jsonb.Number number = item.number();
    if (number != null) {
      try {
        NumericCasts.toDouble(number.value());
      } catch (SqlException e) {
        throw PathFailure.of(
            SqlState.NON_NUMERIC_SQL_JSON_ITEM,
            "numeric argument of jsonpath item method .double() is out of range for type double"
                + " precision");
      }
      return item;
    }
    Slice text = item.string();
    if (text == null) {
      throw PathFailure.of(
          SqlState.NON_NUMERIC_SQL_JSON_ITEM,
          "jsonpath item method .double() can only be applied to a string or numeric value");
    }
    return PathItem.of(new Jsonb.Number(NumericCasts.fromDouble(finite(text))));
  }

  private static double finite(Slice text) {
    double value;
    try {
      value = FloatText.parseDouble(text.toString());
    } catch (SqlException e) {
      value = Double.NaN;
    }
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw PathFailure.of(
          SqlState.NON_NUMERIC_SQL_JSON_ITEM,
          "string argument of jsonpath item method .double() is not a valid representation of a"
              + " double precision number");
    }
    return value;
  }

  static PathItem rounded(PathStep.MethodKind kind, PathItem item) {
    Jsonb.Number number = item.number();
    if (number == null) {
      throw PathFailure.of(
          SqlState.NON_NUMERIC_SQL_JSON_ITEM,
          "jsonpath item method .%s() can only be applied to a numeric value",
          kind.label());
    }
    Numeric value = number.value();
    Numeric result =
        switch (kind) {
          case CEILING -> NumericRounding.ceil(value);
          case FLOOR -> NumericRounding.floor(value);
          case ABS -> NumericArithmetic.abs(value);
          case TYPE, SIZE, DOUBLE, KEYVALUE -> throw new AssertionError(kind);
        };
    return PathItem.of(new Jsonb.Number(result));
  }

  /** An object's fields, each as an object of key, value and the number of their object. */
  boolean keyValues(PathItem item, PathEvaluator.Sink next) {
    if (!(item instanceof PathItem.Json json) || !(json.value() instanceof JsonbObject object)) {
      throw PathFailure.of(
          SqlState.SQL_JSON_OBJECT_NOT_FOUND,
          "jsonpath item method .keyvalue() can only be applied to an object");
    }
    if (object.size() == 0) {
      return true;
    }
    long offset = Math.max(StoredOffsets.of(object, base.value()), 0);
    Jsonb id = new Jsonb.Number(Numeric.of(base.number() * OBJECTS_PER_BASE + offset));
    for (int i = 0; i < object.size(); i++) {
      Jsonb pair =
          JsonbObject.of(
              List.of(KEY, VALUE, ID), List.of(new Jsonb.Text(object.key(i)), object.item(i), id));
      Base made = new Base(pair, generated++);
      if (!within(made, () -> next.accept(PathItem.of(pair)))) {
        return false;
      }
    }
    return true;
  }
}
