package org.postern.executor.types.json;

import org.postern.executor.types.TypeOrder;

/**
 * The B-tree order of jsonb: objects above arrays above booleans above numbers above strings above
 * null; of two containers that with more members; else member by member, a name before its value.
 * Only an empty array at the top is below the scalars, as it always was.
 *
 * <p>Source: PostgreSQL documentation, section 8.14.4 "jsonb Indexing".
 */
public final class JsonbOrder implements TypeOrder {
  @Override
  public int compare(Object left, Object right) {
    return compareTop((Jsonb) left, (Jsonb) right);
  }

  @Override
  public int hash(Object value) {
    return hash((Jsonb) value);
  }

  private static int compareTop(Jsonb left, Jsonb right) {
    boolean leftScalar = left.kind().isScalar();
    boolean rightScalar = right.kind().isScalar();
    if (leftScalar != rightScalar) {
      Jsonb container = leftScalar ? right : left;
      boolean below = container.kind() == JsonKind.ARRAY && container.size() == 0;
      return leftScalar == below ? 1 : -1;
    }
    return compareValues(left, right);
  }

  static int compareValues(Jsonb left, Jsonb right) {
    if (left.kind() != right.kind()) {
      return left.kind().compareTo(right.kind());
    }
    return switch (left) {
      case Jsonb.Null n -> 0;
      case Jsonb.Bool b -> Boolean.compare(b.value(), ((Jsonb.Bool) right).value());
      case Jsonb.Number n -> n.value().compareTo(((Jsonb.Number) right).value());
      case Jsonb.Text t -> t.value().compareTo(((Jsonb.Text) right).value());
      case JsonbArray array -> members(array, right, false);
      case JsonbObject object -> members(object, right, true);
    };
  }

  private static int members(Jsonb left, Jsonb right, boolean named) {
    if (left.size() != right.size()) {
      return Integer.compare(left.size(), right.size());
    }
    for (int i = 0; i < left.size(); i++) {
      int result = named ? left.key(i).compareTo(right.key(i)) : 0;
      if (result == 0) {
        result = compareValues(left.item(i), right.item(i));
      }
      if (result != 0) {
        return result;
      }
    }
    return 0;
  }

  static int hash(Jsonb value) {
    return switch (value) {
      case Jsonb.Null n -> 1;
      case Jsonb.Bool b -> b.value() ? 2 : 4;
      case Jsonb.Number n -> n.value().hashCode();
      case Jsonb.Text t -> t.value().hashCode();
      case JsonbArray array -> {
        int hash = 0x40000000;
        for (int i = 0; i < array.size(); i++) {
          hash = hash * 31 + hash(array.item(i));
        }
        yield hash;
      }
      case JsonbObject object -> {
        int hash = 0x20000000;
        for (int i = 0; i < object.size(); i++) {
          hash = (hash * 31 + object.key(i).hashCode()) * 31 + hash(object.item(i));
        }
        yield hash;
      }
    };
  }
}
