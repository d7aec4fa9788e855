package org.postern.executor.types.json;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.Slice;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * A change at the end of a path of names and indexes: jsonb_set, jsonb_insert, {@code #-} and
 * assignment to a subscripted column.
 *
 * <p>Source: PostgreSQL documentation, sections 9.16.1 and 8.14.5 "jsonb Subscripting".
 */
public final class JsonbPathEdit {
  /** What happens at the end of the path. */
  public enum Change {
    /** The value there is replaced. */
    REPLACE,
    /** It is replaced, or added where there is none. */
    SET,
    INSERT_BEFORE,
    INSERT_AFTER,
    DELETE,
    /** As SET; missing containers are made and gaps in arrays filled with null. */
    ASSIGN
  }

  private final Change change;
  private final Slice[] path;
  private final Jsonb replacement;

  private JsonbPathEdit(Change change, Slice[] path, Jsonb replacement) {
    this.change = change;
    this.path = path;
    this.replacement = replacement;
  }

  /** {@code replacement} is null for DELETE. */
  public static Jsonb apply(Jsonb value, ArrayValue steps, Change change, Jsonb replacement) {
    if (steps.dimensions() > 1) {
      throw JsonErrors.subscripts();
    }
    if (value.kind().isScalar()) {
      throw JsonErrors.parameter(
          change == Change.DELETE ? "cannot delete path in scalar" : "cannot set path in scalar");
    }
    boolean adds = change != Change.REPLACE && change != Change.DELETE;
    if (value.size() == 0 && !adds || steps.isEmpty()) {
      return value;
    }
    return new JsonbPathEdit(change, steps(steps.elements()), replacement).edit(value, 0);
  }

  private static Slice[] steps(Object[] elements) {
    Slice[] steps = new Slice[elements.length];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = (Slice) elements[i];
    }
    return steps;
  }

  /** {@code column[step]… := replacement}; {@code value} null for a column that is NULL. */
  public static Jsonb assign(Jsonb value, Slice[] path, boolean firstIsIndex, Jsonb replacement) {
    Jsonb before = value;
    if (before == null) {
      before = firstIsIndex ? JsonbArray.EMPTY : JsonbObject.EMPTY;
    }
    return new JsonbPathEdit(Change.ASSIGN, path, replacement).edit(before, 0);
  }

  private boolean atEnd(int level) {
    return level == path.length - 1;
  }

  private boolean adds() {
    return change != Change.REPLACE && change != Change.DELETE;
  }

  private Jsonb edit(Jsonb value, int level) {
    if (level < path.length && path[level] == null) {
      throw JsonbEdits.nullStep(level + 1);
    }
    return switch (value) {
      case JsonbObject object -> object(object, level);
      case JsonbArray array -> array(array, level);
      case Jsonb.Null n -> scalar(n);
      case Jsonb.Bool b -> scalar(b);
      case Jsonb.Number n -> scalar(n);
      case Jsonb.Text t -> scalar(t);
    };
  }

  private Jsonb scalar(Jsonb value) {
    if (change == Change.ASSIGN) {
      throw JsonErrors.parameter("cannot replace existing key")
          .withDetail("The path assumes key is a composite object, but it is a scalar value.");
    }
    return value;
  }

  private Jsonb object(JsonbObject object, int level) {
    int index = object.indexOf(path[level]);
    List<Slice> keys = object.keyList();
    List<Jsonb> values = object.valueList();
    if (index < 0) {
      if (atEnd(level) ? !adds() : change != Change.ASSIGN) {
        return object;
      }
      keys.add(path[level]);
      values.add(atEnd(level) ? replacement : made(level + 1));
    } else if (!atEnd(level)) {
      values.set(index, edit(object.item(index), level + 1));
    } else if (change == Change.DELETE) {
      keys.remove(index);
      values.remove(index);
    } else if (change == Change.INSERT_BEFORE || change == Change.INSERT_AFTER) {
      throw JsonErrors.parameter("cannot replace existing key")
          .withHint("Try using the function jsonb_set to replace key value.");
    } else {
      values.set(index, replacement);
    }
    return JsonbObject.of(keys, values);
  }

  /** The containers that lead from {@code level} of the path to the replacement. */
  private Jsonb made(int level) {
    Jsonb value = replacement;
    for (int i = path.length - 1; i >= level; i--) {
      if (path[i] == null) {
        throw JsonbEdits.nullStep(i + 1);
      }
      Integer index = JsonReads.index(path[i]);
      if (index == null) {
        value = JsonbObject.of(List.of(path[i]), List.of(value));
      } else {
        List<Jsonb> items = new ArrayList<>(JsonbEdits.nulls(Math.max(index, 0)));
        items.add(value);
        value = JsonbArray.of(items);
      }
    }
    return value;
  }

  private Jsonb array(JsonbArray array, int level) {
    Integer step = JsonReads.index(path[level]);
    if (step == null) {
      throw SqlException.error(
          SqlState.INVALID_TEXT_REPRESENTATION,
          "path element at position %d is not an integer: \"%s\"",
          level + 1,
          path[level]);
    }
    int count = array.size();
    int index = step < 0 ? count + step : step;
    if (index < 0 && change == Change.ASSIGN) {
      throw JsonErrors.parameter(
          "path element at position %d is out of range: %d", level + 1, step);
    }
    List<Jsonb> items = new ArrayList<>(array.items());
    if (index >= 0 && index < count) {
      if (atEnd(level)) {
        existing(items, index);
      } else {
        items.set(index, edit(items.get(index), level + 1));
      }
    } else if (atEnd(level) ? !adds() : change != Change.ASSIGN) {
      return array;
    } else if (index < 0) {
      items.addFirst(replacement);
    } else {
      if (change == Change.ASSIGN) {
        items.addAll(JsonbEdits.nulls(index - count));
      }
      items.add(atEnd(level) ? replacement : made(level + 1));
    }
    return JsonbArray.of(items);
  }

  private void existing(List<Jsonb> items, int index) {
    switch (change) {
      case DELETE -> items.remove(index);
      case INSERT_BEFORE -> items.add(index, replacement);
      case INSERT_AFTER -> items.add(index + 1, replacement);
      case REPLACE, SET, ASSIGN -> items.set(index, replacement);
    }
  }
}
