package org.postern.executor.types.json;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Numeric;
import org.postern.executor.types.Slice;

/**
 * A value of jsonb: immutable, numbers exact, the fields of an object sorted by the length of their
 * names and then by their bytes, each name once.
 *
 * <p>{@code equals} is SQL's equality: 1.0 equals 1.00.
 */
public sealed interface Jsonb extends JsonTree
    permits Jsonb.Null, Jsonb.Bool, Jsonb.Number, Jsonb.Text, JsonbArray, JsonbObject {
  Jsonb NULL = Null.NULL;
  Jsonb TRUE = new Bool(true);
  Jsonb FALSE = new Bool(false);

  /** How many containers lie in one another; 0 for a scalar. */
  default int depth() {
    return 0;
  }

  @Override
  default int size() {
    return 0;
  }

  @Override
  default Jsonb item(int index) {
    throw new IndexOutOfBoundsException(index);
  }

  @Override
  default Slice key(int index) {
    throw new IndexOutOfBoundsException(index);
  }

  @Override
  default Jsonb field(Slice name) {
    return null;
  }

  @Override
  default Slice text() {
    ByteSink out = new ByteSink();
    JsonbPrinter.append(this, out);
    return out.toSlice();
  }

  @Override
  default Jsonb datum() {
    return this;
  }

  static Jsonb of(boolean value) {
    return value ? TRUE : FALSE;
  }

  /** JSON's null. */
  enum Null implements Jsonb {
    NULL;

    @Override
    public JsonKind kind() {
      return JsonKind.NULL;
    }

    @Override
    public Slice text() {
      return null;
    }
  }

  /** true or false. */
  record Bool(boolean value) implements Jsonb {
    @Override
    public JsonKind kind() {
      return JsonKind.BOOLEAN;
    }
  }

  /** A number, never NaN and never infinite. */
  record Number(Numeric value) implements Jsonb {
    @Override
    public JsonKind kind() {
      return JsonKind.NUMBER;
    }
  }

  /** A string. */
  record Text(Slice value) implements Jsonb {
    @Override
    public JsonKind kind() {
      return JsonKind.STRING;
    }

    @Override
    public Slice text() {
      return value;
    }
  }
}
