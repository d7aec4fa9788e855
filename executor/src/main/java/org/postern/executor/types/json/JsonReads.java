package org.postern.executor.types.json;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Slice;

/** Reading parts of a document of either type. */
public final class JsonReads {
  private JsonReads() {}

  /** {@code array -> index}; a negative index counts from the end. Null when there is none. */
  public static JsonTree element(JsonTree tree, long index) {
    if (tree.kind() != JsonKind.ARRAY) {
      return null;
    }
    long at = index < 0 ? tree.size() + index : index;
    return at >= 0 && at < tree.size() ? tree.item((int) at) : null;
  }

  /** {@code object -> name}. */
  public static JsonTree field(JsonTree tree, Slice name) {
    return tree.kind() == JsonKind.OBJECT ? tree.field(name) : null;
  }

  /** The value at the end of a path of names and indexes, null when there is none. */
  public static JsonTree path(JsonTree tree, ArrayValue path) {
    return path.hasNulls() ? null : path(tree, path.elements(), 0);
  }

  private static JsonTree path(JsonTree tree, Object[] steps, int at) {
    if (at == steps.length) {
      return tree;
    }
    Slice step = (Slice) steps[at];
    return switch (tree.kind()) {
      case ARRAY -> {
        Integer index = index(step);
        JsonTree item = index == null ? null : element(tree, index);
        yield item == null ? null : path(item, steps, at + 1);
      }
      case OBJECT -> {
        if (tree instanceof Jsonb) {
          JsonTree value = tree.field(step);
          yield value == null ? null : path(value, steps, at + 1);
        }
        yield lastOf(tree, step, steps, at);
      }
      case NULL, STRING, NUMBER, BOOLEAN -> null;
    };
  }

  /** Of several fields of one name the last that the path leads through. */
  private static JsonTree lastOf(JsonTree tree, Slice name, Object[] steps, int at) {
    for (int i = tree.size() - 1; i >= 0; i--) {
      if (tree.key(i).equals(name)) {
        JsonTree found = path(tree.item(i), steps, at + 1);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /** A step as an array index as strtol reads it, or null. */
  static Integer index(Slice step) {
    int from = 0;
    while (from < step.length()
        && (step.at(from) == ' ' || step.at(from) >= 9 && step.at(from) <= 13)) {
      from++;
    }
    String digits = step.slice(from, step.length()).toString();
    if (digits.isEmpty() || !Character.isDigit(digits.charAt(digits.length() - 1))) {
      return null;
    }
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** The names of an object's fields. */
  public static List<Object> keys(JsonTree tree, String function) {
    if (tree.kind() != JsonKind.OBJECT) {
      throw JsonErrors.parameter(
          "cannot call %s on %s",
          function, tree.kind() == JsonKind.ARRAY ? "an array" : "a scalar");
    }
    List<Object> keys = new ArrayList<>(tree.size());
    for (int i = 0; i < tree.size(); i++) {
      keys.add(tree.key(i));
    }
    return keys;
  }

  public static long arrayLength(JsonTree tree) {
    if (tree.kind() != JsonKind.ARRAY) {
      throw JsonErrors.parameter(
          "cannot get array length of a %s", tree.kind().isScalar() ? "scalar" : "non-array");
    }
    return tree.size();
  }

  /** json without its null fields and without blanks. */
  public static Slice stripNulls(JsonText tree) {
    ByteSink out = new ByteSink(tree.datum().length());
    strip(tree, out);
    return out.toSlice();
  }

  private static void strip(JsonText tree, ByteSink out) {
    switch (tree.kind()) {
      case OBJECT -> {
        out.put('{');
        boolean first = true;
        for (int i = 0; i < tree.size(); i++) {
          if (tree.item(i).isNull()) {
            continue;
          }
          if (!first) {
            out.put(',');
          }
          first = false;
          JsonEscapes.append(tree.key(i), out);
          out.put(':');
          strip(tree.item(i), out);
        }
        out.put('}');
      }
      case ARRAY -> {
        out.put('[');
        for (int i = 0; i < tree.size(); i++) {
          if (i > 0) {
            out.put(',');
          }
          strip(tree.item(i), out);
        }
        out.put(']');
      }
      case STRING -> JsonEscapes.append(tree.text(), out);
      case NULL, NUMBER, BOOLEAN -> out.put(tree.datum());
    }
  }

  /** jsonb without its null fields. */
  public static Jsonb stripNulls(Jsonb tree) {
    return switch (tree) {
      case JsonbObject object -> {
        List<Slice> keys = new ArrayList<>();
        List<Jsonb> values = new ArrayList<>();
        for (int i = 0; i < object.size(); i++) {
          if (!object.item(i).isNull()) {
            keys.add(object.key(i));
            values.add(stripNulls(object.item(i)));
          }
        }
        yield JsonbObject.of(keys, values);
      }
      case JsonbArray array -> {
        List<Jsonb> items = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
          items.add(stripNulls(array.item(i)));
        }
        yield JsonbArray.of(items);
      }
      case Jsonb.Null n -> n;
      case Jsonb.Bool b -> b;
      case Jsonb.Number n -> n;
      case Jsonb.Text t -> t;
    };
  }
}
