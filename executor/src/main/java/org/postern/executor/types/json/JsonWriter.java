package org.postern.executor.types.json;

import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.RowValue;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * SQL values as JSON text, as to_json makes it: numbers and booleans as they are, arrays and rows
 * in depth, everything else as a string.
 */
public final class JsonWriter {
  private final TypeContext context;
  private final ByteSink out;
  private final ByteSink scratch = new ByteSink();
  private final JsonDepth depth;

  public JsonWriter(TypeContext context, ByteSink out) {
    this.context = context;
    this.out = out;
    this.depth = new JsonDepth(context);
  }

  /** A value of an SQL type, null for NULL. */
  public static Slice toJson(Object value, int type, TypeContext context) {
    ByteSink out = new ByteSink();
    new JsonWriter(context, out).value(value, type);
    return out.toSlice();
  }

  public void value(Object value, int type) {
    if (value == null) {
      out.putAscii("null");
      return;
    }
    if (value instanceof ArrayValue array) {
      array(array, false);
      return;
    }
    if (value instanceof RowValue row) {
      row(row, false);
      return;
    }
    int base = context.baseType(type);
    switch (base) {
      case TypeOid.BOOL -> out.putAscii((Long) value != 0 ? "true" : "false");
      case TypeOid.INT2, TypeOid.INT4, TypeOid.INT8 -> out.putDecimal((Long) value);
      case TypeOid.FLOAT4, TypeOid.FLOAT8, TypeOid.NUMERIC -> {
        Slice text = output(value, base);
        if (JsonParser.isNumber(text)) {
          out.put(text);
        } else {
          JsonEscapes.append(text, out);
        }
      }
      case TypeOid.JSON -> out.put((Slice) value);
      case TypeOid.JSONB -> JsonbPrinter.append((Jsonb) value, out);
      default -> JsonEscapes.append(scalar(value, base), out);
    }
  }

  private Slice output(Object value, int type) {
    return output(value, type, context, scratch);
  }

  private Slice scalar(Object value, int type) {
    return scalar(value, type, context, scratch);
  }

  private static Slice output(Object value, int type, TypeContext context, ByteSink scratch) {
    scratch.reset();
    context.type(type).io().output(value, scratch, context);
    return scratch.toSlice();
  }

  /** The text that stands for a value that is neither array, row nor JSON. */
  static Slice scalar(Object value, int type, TypeContext context, ByteSink scratch) {
    if (value instanceof Slice text && isText(type)) {
      return text;
    }
    scratch.reset();
    switch (type) {
      case TypeOid.DATE -> JsonDates.date((Long) value, scratch);
      case TypeOid.TIMESTAMP -> JsonDates.timestamp((Long) value, scratch);
      case TypeOid.TIMESTAMPTZ -> JsonDates.timestamptz((Long) value, context.timeZone(), scratch);
      case TypeOid.BOOL -> scratch.putAscii((Long) value != 0 ? "true" : "false");
      default -> {
        return output(value, type, context, scratch);
      }
    }
    return scratch.toSlice();
  }

  private static boolean isText(int type) {
    return type == TypeOid.TEXT || type == TypeOid.UNKNOWN || type == TypeOid.CSTRING;
  }

  /** The value as an object's name: 22023 unless it is a scalar. */
  public void key(Object value, int type) {
    JsonEscapes.append(keyText(value, type, context), out);
  }

  static Slice keyText(Object value, int type, TypeContext context) {
    int base = context.baseType(type);
    if (value instanceof ArrayValue
        || value instanceof RowValue
        || base == TypeOid.JSON
        || base == TypeOid.JSONB) {
      throw SqlException.error(
          SqlState.INVALID_PARAMETER_VALUE,
          "key value must be scalar, not array, composite, or json");
    }
    return scalar(value, base, context, new ByteSink());
  }

  /** {@code lines}: each element of the outermost dimension on a line of its own. */
  public void array(ArrayValue array, boolean lines) {
    if (array.isEmpty()) {
      out.putAscii("[]");
    } else {
      dimension(array, 0, 0, array.size(), lines);
    }
  }

  /** Writes {@code count} elements beginning with {@code first}, which fill a dimension. */
  private void dimension(ArrayValue array, int dimension, int first, int count, boolean lines) {
    depth.enter();
    out.put('[');
    int length = array.dims()[dimension];
    int step = count / length;
    for (int i = 0; i < length; i++) {
      if (i > 0) {
        out.putAscii(lines ? ",\n " : ",");
      }
      int at = first + i * step;
      if (dimension + 1 < array.dimensions()) {
        dimension(array, dimension + 1, at, step, false);
      } else {
        value(array.elements()[at], array.elementType());
      }
    }
    out.put(']');
    depth.leave();
  }

  /** {@code lines}: each field on a line of its own. */
  public void row(RowValue row, boolean lines) {
    depth.enter();
    String[] names = RowShape.names(row, context);
    out.put('{');
    for (int i = 0; i < row.size(); i++) {
      if (i > 0) {
        out.putAscii(lines ? ",\n " : ",");
      }
      JsonEscapes.append(Slice.utf8(names[i]), out);
      out.put(':');
      value(row.values()[i], row.typeOids()[i]);
    }
    out.put('}');
    depth.leave();
  }
}
