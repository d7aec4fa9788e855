package org.postern.executor.types.json;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Slice;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** json_object and jsonb_object: names and texts taken from one array or from two. */
public final class JsonPairs {
  private final List<Slice> keys = new ArrayList<>();
  private final List<Slice> values = new ArrayList<>();

  private JsonPairs() {}

  /** Names and values in turn, or in the two columns of a two-dimensional array. */
  public static JsonPairs of(ArrayValue array) {
    switch (array.dimensions()) {
      case 0 -> {}
      case 1 -> {
        if (array.size() % 2 != 0) {
          throw SqlException.error(
              SqlState.ARRAY_SUBSCRIPT_ERROR, "array must have even number of elements");
        }
      }
      case 2 -> {
        if (array.dims()[1] != 2) {
          throw SqlException.error(SqlState.ARRAY_SUBSCRIPT_ERROR, "array must have two columns");
        }
      }
      default -> throw JsonErrors.subscripts();
    }
    JsonPairs pairs = new JsonPairs();
    for (int i = 0; i < array.size(); i += 2) {
      pairs.add(array.elements()[i], array.elements()[i + 1]);
    }
    return pairs;
  }

  public static JsonPairs of(ArrayValue names, ArrayValue texts) {
    if (names.dimensions() > 1 || names.dimensions() != texts.dimensions()) {
      throw JsonErrors.subscripts();
    }
    if (names.size() != texts.size()) {
      throw SqlException.error(SqlState.ARRAY_SUBSCRIPT_ERROR, "mismatched array dimensions");
    }
    JsonPairs pairs = new JsonPairs();
    for (int i = 0; i < names.size(); i++) {
      pairs.add(names.elements()[i], texts.elements()[i]);
    }
    return pairs;
  }

  private void add(Object key, Object value) {
    if (key == null) {
      throw SqlException.error(
          SqlState.NULL_VALUE_NOT_ALLOWED, "null value not allowed for object key");
    }
    keys.add((Slice) key);
    values.add((Slice) value);
  }

  public Slice json() {
    ByteSink out = new ByteSink();
    out.put('{');
    for (int i = 0; i < keys.size(); i++) {
      if (i > 0) {
        out.putAscii(", ");
      }
      JsonEscapes.append(keys.get(i), out);
      out.putAscii(" : ");
      if (values.get(i) == null) {
        out.putAscii("null");
      } else {
        JsonEscapes.append(values.get(i), out);
      }
    }
    return out.put('}').toSlice();
  }

  public Jsonb jsonb() {
    List<Jsonb> items = new ArrayList<>(values.size());
    for (Slice value : values) {
      items.add(value == null ? Jsonb.NULL : new Jsonb.Text(JsonbBuilder.checked(value)));
    }
    keys.forEach(JsonbBuilder::checked);
    return JsonbObject.of(keys, items);
  }
}
