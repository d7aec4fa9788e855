package org.postern.executor.types.json;

import java.util.List;
import org.postern.executor.types.Slice;

/**
 * A value inside a json text: where it stands, and what is in it. The text stays as it was written,
 * with its blanks, its digits and its repeated names.
 */
public final class JsonText implements JsonTree {
  private final JsonKind kind;
  private final Slice raw;
  private final Slice text;
  private final List<Slice> keys;
  private final List<JsonText> items;

  JsonText(JsonKind kind, Slice raw, Slice text, List<Slice> keys, List<JsonText> items) {
    this.kind = kind;
    this.raw = raw;
    this.text = text;
    this.keys = keys;
    this.items = items;
  }

  @Override
  public JsonKind kind() {
    return kind;
  }

  @Override
  public int size() {
    return items.size();
  }

  @Override
  public JsonText item(int index) {
    return items.get(index);
  }

  @Override
  public Slice key(int index) {
    return keys.get(index);
  }

  @Override
  public JsonText field(Slice name) {
    for (int i = keys.size() - 1; i >= 0; i--) {
      if (keys.get(i).equals(name)) {
        return items.get(i);
      }
    }
    return null;
  }

  @Override
  public Slice text() {
    return kind == JsonKind.NULL ? null : text;
  }

  @Override
  public Slice datum() {
    return raw;
  }
}
