package org.postern.executor.functions;

import static org.postern.executor.functions.Fn.fn;
import static org.postern.executor.functions.Fn.set;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.RowValue;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.json.JsonErrors;
import org.postern.executor.types.json.JsonKind;
import org.postern.executor.types.json.JsonParser;
import org.postern.executor.types.json.JsonReads;
import org.postern.executor.types.json.JsonText;
import org.postern.executor.types.json.JsonTree;
import org.postern.executor.types.json.Jsonb;

/**
 * Reading of json and jsonb: operators, elements, fields, paths. The two types' functions are one
 * code over {@link JsonTree}.
 *
 * <p>Source: PostgreSQL documentation, section 9.16.1 "Processing and Creating JSON Data".
 */
final class JsonReadFamily implements FunctionFamily {
  @Override
  public FunctionImpl lookup(String prosrc) {
    int cut = prosrc.indexOf('_') + 1;
    if (!prosrc.startsWith("json_") && !prosrc.startsWith("jsonb_")) {
      return null;
    }
    String rest = prosrc.substring(cut);
    FunctionImpl impl = scalar(rest);
    return impl == null ? sets(rest, prosrc) : impl;
  }

  /** An argument of either type; {@code decode}: whether strings must have a text. */
  static JsonTree tree(Object value, boolean decode, CallContext context) {
    return value instanceof Jsonb jsonb
        ? jsonb
        : JsonParser.text((Slice) value, decode, context.types());
  }

  private static Object datum(JsonTree tree) {
    return tree == null ? null : tree.datum();
  }

  private static Slice text(JsonTree tree) {
    return tree == null ? null : tree.text();
  }

  private static FunctionImpl scalar(String name) {
    return switch (name) {
      case "object_field" ->
          fn((a, c) -> datum(JsonReads.field(tree(a[0], true, c), (Slice) a[1])));
      case "object_field_text" ->
          fn((a, c) -> text(JsonReads.field(tree(a[0], true, c), (Slice) a[1])));
      case "array_element" ->
          fn((a, c) -> datum(JsonReads.element(tree(a[0], true, c), (Long) a[1])));
      case "array_element_text" ->
          fn((a, c) -> text(JsonReads.element(tree(a[0], true, c), (Long) a[1])));
      case "extract_path" ->
          fn((a, c) -> datum(JsonReads.path(tree(a[0], true, c), (ArrayValue) a[1])));
      case "extract_path_text" ->
          fn((a, c) -> text(JsonReads.path(tree(a[0], true, c), (ArrayValue) a[1])));
      case "typeof" -> fn((a, c) -> Slice.utf8(tree(a[0], false, c).kind().label()));
      case "array_length" -> fn((a, c) -> JsonReads.arrayLength(tree(a[0], false, c)));
      case "strip_nulls" ->
          fn((a, c) ->
              a[0] instanceof Jsonb jsonb
                  ? JsonReads.stripNulls(jsonb)
                  : JsonReads.stripNulls((JsonText) tree(a[0], true, c)));
      default -> null;
    };
  }

  private static FunctionImpl sets(String name, String function) {
    return switch (name) {
      case "object_keys" -> set((a, c) -> JsonReads.keys(tree(a[0], true, c), function).iterator());
      case "array_elements" -> set((a, c) -> elements(tree(a[0], false, c), function, false));
      case "array_elements_text" -> set((a, c) -> elements(tree(a[0], true, c), function, true));
      case "each" -> set((a, c) -> each(tree(a[0], true, c), function, false));
      case "each_text" -> set((a, c) -> each(tree(a[0], true, c), function, true));
      default -> null;
    };
  }

  private static Iterator<Object> elements(JsonTree tree, String function, boolean asText) {
    if (tree.kind() != JsonKind.ARRAY) {
      boolean scalar = tree.kind().isScalar();
      if (tree instanceof Jsonb) {
        throw JsonErrors.parameter(
            "cannot extract elements from %s", scalar ? "a scalar" : "an object");
      }
      throw JsonErrors.parameter(
          "cannot call %s on a %s", function, scalar ? "scalar" : "non-array");
    }
    List<Object> items = new ArrayList<>(tree.size());
    for (int i = 0; i < tree.size(); i++) {
      items.add(asText ? tree.item(i).text() : tree.item(i).datum());
    }
    return items.iterator();
  }

  private static Iterator<Object> each(JsonTree tree, String function, boolean asText) {
    if (tree.kind() != JsonKind.OBJECT) {
      if (tree instanceof Jsonb) {
        throw JsonErrors.parameter("cannot call %s on a non-object", function);
      }
      throw JsonErrors.parameter(
          tree.kind() == JsonKind.ARRAY
              ? "cannot deconstruct an array as an object"
              : "cannot deconstruct a scalar");
    }
    int type = asText ? TypeOid.TEXT : tree instanceof Jsonb ? TypeOid.JSONB : TypeOid.JSON;
    int[] types = {TypeOid.TEXT, type};
    String[] names = {"key", "value"};
    List<Object> rows = new ArrayList<>(tree.size());
    for (int i = 0; i < tree.size(); i++) {
      Object value = asText ? tree.item(i).text() : tree.item(i).datum();
      rows.add(new RowValue(TypeOid.RECORD, new Object[] {tree.key(i), value}, types, names));
    }
    return rows.iterator();
  }
}
