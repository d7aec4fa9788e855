package org.postern.executor.types.json;

import java.util.Arrays;
import java.util.List;

/** An array of jsonb, in memory or still in its stored form; elements are made when asked for. */
public final class JsonbArray implements Jsonb {
  private static final Jsonb[] NONE = {};

  public static final JsonbArray EMPTY = new JsonbArray(NONE, null, 0, 1);

  private final Jsonb[] items;
  private final byte[] base;
  private final int at;
  private final int depth;

  private JsonbArray(Jsonb[] items, byte[] base, int at, int depth) {
    this.items = items;
    this.base = base;
    this.at = at;
    this.depth = depth;
  }

  public static JsonbArray of(List<Jsonb> items) {
    return items.isEmpty()
        ? EMPTY
        : new JsonbArray(items.toArray(NONE), null, 0, JsonDepth.above(items));
  }

  /** The stored array that begins at {@code at}; see {@link JsonbCodec}. */
  static JsonbArray stored(byte[] base, int at, int count) {
    return new JsonbArray(new Jsonb[count], base, at, JsonbCodec.depth(base, at));
  }

  @Override
  public int depth() {
    return depth;
  }

  @Override
  public JsonKind kind() {
    return JsonKind.ARRAY;
  }

  @Override
  public int size() {
    return items.length;
  }

  @Override
  public Jsonb item(int index) {
    Jsonb item = items[index];
    if (item == null) {
      item = JsonbCodec.element(base, at, index, items.length);
      items[index] = item;
    }
    return item;
  }

  /** The elements in a list that may not be changed. */
  public List<Jsonb> items() {
    for (int i = 0; i < items.length; i++) {
      item(i);
    }
    return Arrays.asList(items);
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof JsonbArray other && JsonbOrder.compareValues(this, other) == 0;
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
