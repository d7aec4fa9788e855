package org.postern.executor.types.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.postern.executor.types.Slice;

/** An object of jsonb, in memory or still in its stored form; fields are made when asked for. */
public final class JsonbObject implements Jsonb {
  /** The order of names: shorter ones first, then by bytes. */
  public static final Comparator<Slice> NAMES =
      (a, b) -> a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);

  public static final JsonbObject EMPTY = new JsonbObject(new Slice[0], new Jsonb[0], null, 0, 1);

  private final Slice[] keys;
  private final Jsonb[] values;
  private final byte[] base;
  private final int at;
  private final int depth;

  private JsonbObject(Slice[] keys, Jsonb[] values, byte[] base, int at, int depth) {
    this.keys = keys;
    this.values = values;
    this.base = base;
    this.at = at;
    this.depth = depth;
  }

  /** Of fields with one name the last is kept. */
  public static JsonbObject of(List<Slice> keys, List<Jsonb> values) {
    int count = keys.size();
    if (count == 0) {
      return EMPTY;
    }
    Integer[] order = new Integer[count];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> NAMES.compare(keys.get(a), keys.get(b)));
    List<Slice> names = new ArrayList<>(count);
    List<Jsonb> kept = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Slice name = keys.get(order[i]);
      if (i > 0 && names.getLast().equals(name)) {
        kept.set(kept.size() - 1, values.get(order[i]));
      } else {
        names.add(name);
        kept.add(values.get(order[i]));
      }
    }
    return new JsonbObject(
        names.toArray(Slice[]::new), kept.toArray(Jsonb[]::new), null, 0, JsonDepth.above(kept));
  }

  /** The stored object that begins at {@code at}; see {@link JsonbCodec}. */
  static JsonbObject stored(byte[] base, int at, int count) {
    return new JsonbObject(
        new Slice[count], new Jsonb[count], base, at, JsonbCodec.depth(base, at));
  }

  @Override
  public int depth() {
    return depth;
  }

  @Override
  public JsonKind kind() {
    return JsonKind.OBJECT;
  }

  @Override
  public int size() {
    return keys.length;
  }

  @Override
  public Slice key(int index) {
    Slice key = keys[index];
    if (key == null) {
      key = JsonbCodec.key(base, at, index, keys.length);
      keys[index] = key;
    }
    return key;
  }

  @Override
  public Jsonb item(int index) {
    Jsonb value = values[index];
    if (value == null) {
      value = JsonbCodec.field(base, at, index, keys.length);
      values[index] = value;
    }
    return value;
  }

  @Override
  public Jsonb field(Slice name) {
    int index = indexOf(name);
    return index < 0 ? null : item(index);
  }

  /** The place of a name, negative when there is none of it. */
  public int indexOf(Slice name) {
    int low = 0;
    int high = keys.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int comparison = NAMES.compare(key(middle), name);
      if (comparison == 0) {
        return middle;
      }
      if (comparison < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /** The names in a list of its own. */
  public List<Slice> keyList() {
    List<Slice> list = new ArrayList<>(keys.length + 1);
    for (int i = 0; i < keys.length; i++) {
      list.add(key(i));
    }
    return list;
  }

  /** The values in a list of its own, in the order of the names. */
  public List<Jsonb> valueList() {
    List<Jsonb> list = new ArrayList<>(keys.length + 1);
    for (int i = 0; i < keys.length; i++) {
      list.add(item(i));
    }
    return list;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof JsonbObject other && JsonbOrder.compareValues(this, other) == 0;
  }

  @Override
  public int hashCode() {
    return JsonbOrder.hash(this);
  }

  @Override
  public String toString() {
    return text().toString();
  }
}
