package org.postern.executor.types.json;

import org.postern.executor.types.Slice;

/**
 * A JSON value as the functions of both types see it: {@link JsonText} is a part of a json text,
 * {@link Jsonb} a value of jsonb.
 */
public interface JsonTree {
  JsonKind kind();

  /** The number of elements or fields; 0 for a scalar. */
  int size();

  /** An element of an array, or the value of an object's field. */
  JsonTree item(int index);

  /** The name of an object's field. */
  Slice key(int index);

  /** The field of that name, null when there is none; of several in a json text the last. */
  JsonTree field(Slice name);

  /** What ->> gives: a string without quotes, others as JSON; null for JSON's null. */
  Slice text();

  /** The value as SQL's json or jsonb, whichever this is a part of. */
  Object datum();

  default boolean isNull() {
    return kind() == JsonKind.NULL;
  }
}
