package org.postern.executor.types.json;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.RowValue;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * JSON to SQL values of given types: objects to rows, arrays to arrays, in depth, and everything
 * else through the input form of its type.
 *
 * <p>Source: PostgreSQL documentation, section 9.16.1, json_populate_record and its kin.
 */
public final class JsonRecords {
  private final TypeContext context;

  public JsonRecords(TypeContext context) {
    this.context = context;
  }

  /** A row of a shape; fields the object lacks keep the values of {@code before}, when given. */
  public RowValue row(JsonTree tree, RowShape shape, RowValue before) {
    if (tree.kind() != JsonKind.OBJECT) {
      throw JsonErrors.parameter(
          "cannot call %s on %s",
          "populate_composite", tree.kind() == JsonKind.ARRAY ? "an array" : "a scalar");
    }
    if (before != null && tree.size() == 0) {
      return before;
    }
    Object[] values = new Object[shape.types().length];
    for (int i = 0; i < values.length; i++) {
      JsonTree field = tree.field(Slice.utf8(shape.names()[i]));
      values[i] =
          field == null && before != null
              ? before.values()[i]
              : value(
                  field,
                  shape.types()[i],
                  shape.typmods()[i],
                  shape.names()[i],
                  before == null ? null : before.values()[i]);
    }
    return new RowValue(shape.typeOid(), values, shape.types());
  }

  /** The elements of an array of objects as rows; each may be null. */
  public List<Object> rows(JsonTree tree, RowShape shape, RowValue before, String function) {
    if (tree.kind() != JsonKind.ARRAY) {
      String what = tree.kind() == JsonKind.OBJECT ? "an object" : "a scalar";
      throw JsonErrors.parameter(
          "cannot call %s on %s", function, tree instanceof Jsonb ? "a non-array" : what);
    }
    List<Object> rows = new ArrayList<>(tree.size());
    for (int i = 0; i < tree.size(); i++) {
      JsonTree item = tree.item(i);
      if (item.kind() != JsonKind.OBJECT) {
        throw JsonErrors.parameter("argument of %s must be an array of objects", function);
      }
      rows.add(checked(row(item, shape, before), shape.typeOid()));
    }
    return rows;
  }

  private Object checked(Object value, int type) {
    if (type != TypeOid.RECORD) {
      context.checkDomain(type, value);
    }
    return value;
  }

  private Object value(JsonTree tree, int type, int typmod, String column, Object before) {
    int base = context.baseType(type);
    Object value =
        tree == null || tree.isNull()
            ? null
            : present(tree, context.type(base), typmod, column, before);
    if (base != type) {
      context.checkDomain(type, value);
    }
    return value;
  }

  private Object present(JsonTree tree, TypeInfo type, int typmod, String column, Object before) {
    if (tree.kind() != JsonKind.STRING) {
      if (type.isArray() && type.elementOid() != 0) {
        return new Elements(type.elementOid(), typmod, column).array(tree);
      }
      if (type.category() == 'C') {
        return row(tree, RowShape.of(type.oid(), context), (RowValue) before);
      }
    }
    return scalar(tree, type, typmod);
  }

  private Object scalar(JsonTree tree, TypeInfo type, int typmod) {
    if (type.oid() == TypeOid.JSONB && tree instanceof Jsonb value) {
      return value;
    }
    Slice text;
    if (type.oid() == TypeOid.JSON || type.oid() == TypeOid.JSONB) {
      ByteSink out = new ByteSink();
      if (tree instanceof Jsonb value) {
        JsonbPrinter.append(value, out);
      } else if (tree.kind() == JsonKind.STRING) {
        JsonEscapes.append(tree.text(), out);
      } else {
        out.put((Slice) tree.datum());
      }
      text = out.toSlice();
    } else {
      text = tree.text();
    }
    return type.io().input(text, typmod, context);
  }

  /** Collects the elements of one SQL array; how deep it is shows with the first element. */
  private final class Elements {
    private final int elementType;
    private final int typmod;
    private final String column;
    private final List<Object> values = new ArrayList<>();
    private final List<Integer> path = new ArrayList<>();
    private final List<Integer> lengths = new ArrayList<>();
    private int dimensions;

    Elements(int elementType, int typmod, String column) {
      this.elementType = elementType;
      this.typmod = typmod;
      this.column = column;
    }

    ArrayValue array(JsonTree tree) {
      dimension(tree);
      if (values.isEmpty()) {
        return ArrayValue.empty(elementType);
      }
      int[] dims = lengths.stream().mapToInt(Integer::intValue).toArray();
      int[] lower = new int[dims.length];
      java.util.Arrays.fill(lower, 1);
      return new ArrayValue(elementType, dims, lower, values.toArray());
    }

    private void dimension(JsonTree tree) {
      if (tree.kind() != JsonKind.ARRAY) {
        throw expectedArray();
      }
      int level = path.size();
      boolean innermost = tree.size() == 0 || tree.item(0).kind() != JsonKind.ARRAY;
      if (dimensions == 0 && innermost) {
        if (level + 1 > ArrayValue.MAX_DIMENSIONS) {
          throw SqlException.error(
              SqlState.PROGRAM_LIMIT_EXCEEDED,
              "number of array dimensions (%d) exceeds the maximum allowed (%d)",
              level + 1,
              ArrayValue.MAX_DIMENSIONS);
        }
        dimensions = level + 1;
      }
      path.add(0);
      for (int i = 0; i < tree.size(); i++) {
        path.set(level, i);
        if (dimensions > 0 && level + 1 >= dimensions) {
          values.add(value(tree.item(i), elementType, typmod, null, null));
        } else {
          dimension(tree.item(i));
        }
      }
      path.removeLast();
      measured(level, tree.size());
    }

    /** Notes the length of a dimension, or compares it with that of its siblings. */
    private void measured(int level, int length) {
      while (lengths.size() <= level) {
        lengths.add(-1);
      }
      if (lengths.get(level) < 0) {
        lengths.set(level, length);
      } else if (lengths.get(level) != length) {
        throw SqlException.error(SqlState.INVALID_TEXT_REPRESENTATION, "malformed JSON array")
            .withDetail("Multidimensional arrays must have sub-arrays with matching dimensions.");
      }
    }

    private SqlException expectedArray() {
      SqlException error =
          SqlException.error(SqlState.INVALID_TEXT_REPRESENTATION, "expected JSON array");
      StringBuilder indexes = new StringBuilder();
      path.forEach(index -> indexes.append('[').append(index).append(']'));
      if (path.isEmpty()) {
        return column == null ? error : error.withHint("See the value of key \"%s\".", column);
      }
      return column == null
          ? error.withHint("See the array element %s.", indexes)
          : error.withHint("See the array element %s of key \"%s\".", indexes, column);
    }
  }
}
