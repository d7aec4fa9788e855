package org.postern.executor.types.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.Slice;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** New values made of old ones: concatenation and deletion by name or index. */
public final class JsonbEdits {
  private JsonbEdits() {}

  /** Two objects are merged; everything else becomes one array. */
  public static Jsonb concat(Jsonb left, Jsonb right) {
    if (left instanceof JsonbObject first && right instanceof JsonbObject second) {
      List<Slice> keys = first.keyList();
      List<Jsonb> values = first.valueList();
      keys.addAll(second.keyList());
      values.addAll(second.valueList());
      return JsonbObject.of(keys, values);
    }
    List<Jsonb> items = new ArrayList<>(left.size() + right.size() + 2);
    items.addAll(left instanceof JsonbArray array ? array.items() : List.of(left));
    items.addAll(right instanceof JsonbArray array ? array.items() : List.of(right));
    return JsonbArray.of(items);
  }

  private static SqlException scalar() {
    return JsonErrors.parameter("cannot delete from scalar");
  }

  /** {@code jsonb - name}: the field of that name, or the strings equal to it. */
  public static Jsonb delete(Jsonb value, Slice name) {
    return delete(value, Set.of(name));
  }

  /** {@code jsonb - names}. */
  public static Jsonb delete(Jsonb value, ArrayValue names) {
    if (names.dimensions() > 1) {
      throw JsonErrors.subscripts();
    }
    Set<Slice> wanted = new HashSet<>();
    for (Object name : names.elements()) {
      if (name != null) {
        wanted.add((Slice) name);
      }
    }
    return delete(value, wanted);
  }

  private static Jsonb delete(Jsonb value, Set<Slice> names) {
    return switch (value) {
      case JsonbObject object -> {
        List<Slice> keys = new ArrayList<>();
        List<Jsonb> values = new ArrayList<>();
        for (int i = 0; i < object.size(); i++) {
          if (!names.contains(object.key(i))) {
            keys.add(object.key(i));
            values.add(object.item(i));
          }
        }
        yield JsonbObject.of(keys, values);
      }
      case JsonbArray array -> {
        List<Jsonb> items = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
          if (!(array.item(i) instanceof Jsonb.Text t && names.contains(t.value()))) {
            items.add(array.item(i));
          }
        }
        yield JsonbArray.of(items);
      }
      case Jsonb.Null n -> throw scalar();
      case Jsonb.Bool b -> throw scalar();
      case Jsonb.Number n -> throw scalar();
      case Jsonb.Text t -> throw scalar();
    };
  }

  /** {@code jsonb - index}; a negative one counts from the end. */
  public static Jsonb delete(Jsonb value, long index) {
    if (value.kind() == JsonKind.OBJECT) {
      throw JsonErrors.parameter("cannot delete from object using integer index");
    }
    if (!(value instanceof JsonbArray array)) {
      throw scalar();
    }
    long at = index < 0 ? array.size() + index : index;
    if (at < 0 || at >= array.size()) {
      return array;
    }
    List<Jsonb> items = new ArrayList<>(array.items());
    items.remove((int) at);
    return JsonbArray.of(items);
  }

  /** Whether {@code part} is contained in {@code whole}; section 8.14.3 of the documentation. */
  public static boolean contains(Jsonb whole, Jsonb part) {
    if (whole instanceof JsonbArray array && part.kind().isScalar()) {
      return hasElement(array, part);
    }
    return containsNested(whole, part);
  }

  private static boolean hasElement(JsonbArray array, Jsonb part) {
    for (int i = 0; i < array.size(); i++) {
      Jsonb item = array.item(i);
      boolean same = part.kind().isScalar() ? item.equals(part) : containsNested(item, part);
      if (same) {
        return true;
      }
    }
    return false;
  }

  private static boolean containsNested(Jsonb whole, Jsonb part) {
    if (whole.kind() != part.kind()) {
      return false;
    }
    return switch (part) {
      case JsonbObject fields -> {
        boolean all = fields.size() <= whole.size();
        for (int i = 0; i < fields.size() && all; i++) {
          Jsonb field = whole.field(fields.key(i));
          all = field != null && containsNested(field, fields.item(i));
        }
        yield all;
      }
      case JsonbArray items -> {
        boolean all = true;
        for (int i = 0; i < items.size() && all; i++) {
          all = hasElement((JsonbArray) whole, items.item(i));
        }
        yield all;
      }
      case Jsonb.Null n -> true;
      case Jsonb.Bool b -> whole.equals(b);
      case Jsonb.Number n -> whole.equals(n);
      case Jsonb.Text t -> whole.equals(t);
    };
  }

  /** Whether a name is among an object's, or a string among an array's elements. */
  public static boolean exists(Jsonb value, Slice name) {
    return switch (value) {
      case JsonbObject object -> object.indexOf(name) >= 0;
      case JsonbArray array -> hasElement(array, new Jsonb.Text(name));
      case Jsonb.Text t -> t.value().equals(name);
      case Jsonb.Null n -> false;
      case Jsonb.Bool b -> false;
      case Jsonb.Number n -> false;
    };
  }

  /** {@code ?|} and {@code ?&}: NULLs among the names do not count. */
  public static boolean exists(Jsonb value, ArrayValue names, boolean all) {
    for (Object name : names.elements()) {
      if (name != null && exists(value, (Slice) name) != all) {
        return !all;
      }
    }
    return all;
  }

  /** An error for a path that holds a NULL. */
  static SqlException nullStep(int position) {
    return SqlException.error(
        SqlState.NULL_VALUE_NOT_ALLOWED, "path element at position %d is null", position);
  }

  /** {@code count} times null. */
  static List<Jsonb> nulls(int count) {
    return Collections.nCopies(count, Jsonb.NULL);
  }
}
