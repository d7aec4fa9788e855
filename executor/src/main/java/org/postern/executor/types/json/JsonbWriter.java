package org.postern.executor.types.json;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Numeric;
import org.postern.executor.types.RowValue;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.numeric.NumericText;

/** SQL values as jsonb, as to_jsonb makes it; the rules are those of {@link JsonWriter}. */
public final class JsonbWriter {
  private final TypeContext context;
  private final JsonDepth depth;

  public JsonbWriter(TypeContext context) {
    this.context = context;
    this.depth = new JsonDepth(context);
  }

  /** A value of an SQL type, null for NULL. */
  public Jsonb value(Object value, int type) {
    if (value == null) {
      return Jsonb.NULL;
    }
    if (value instanceof ArrayValue array) {
      return array.isEmpty() ? JsonbArray.EMPTY : dimension(array, 0, 0, array.size());
    }
    if (value instanceof RowValue row) {
      return row(row);
    }
    int base = context.baseType(type);
    return switch (base) {
      case TypeOid.BOOL -> Jsonb.of((Long) value != 0);
      case TypeOid.INT2, TypeOid.INT4, TypeOid.INT8 -> new Jsonb.Number(Numeric.of((Long) value));
      case TypeOid.FLOAT4, TypeOid.FLOAT8 -> number(value, base);
      case TypeOid.NUMERIC ->
          ((Numeric) value).isFinite() ? new Jsonb.Number((Numeric) value) : number(value, base);
      case TypeOid.JSON -> JsonParser.jsonb((Slice) value, context);
      case TypeOid.JSONB -> (Jsonb) value;
      default ->
          new Jsonb.Text(
              JsonbBuilder.checked(JsonWriter.scalar(value, base, context, new ByteSink())));
    };
  }

  /** A number by its text form; what is none, such as NaN, is a string. */
  private Jsonb number(Object value, int type) {
    Slice text = JsonWriter.scalar(value, type, context, new ByteSink());
    return JsonParser.isNumber(text)
        ? new Jsonb.Number(NumericText.parse(text.toString()))
        : new Jsonb.Text(text);
  }

  /** The value as an object's name: 22023 unless it is a scalar. */
  public Slice key(Object value, int type) {
    return JsonbBuilder.checked(JsonWriter.keyText(value, type, context));
  }

  private Jsonb dimension(ArrayValue array, int dimension, int first, int count) {
    depth.enter();
    int length = array.dims()[dimension];
    int step = count / length;
    List<Jsonb> items = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      int at = first + i * step;
      items.add(
          dimension + 1 < array.dimensions()
              ? dimension(array, dimension + 1, at, step)
              : value(array.elements()[at], array.elementType()));
    }
    depth.leave();
    return JsonbArray.of(items);
  }

  private Jsonb row(RowValue row) {
    depth.enter();
    String[] names = RowShape.names(row, context);
    List<Slice> keys = new ArrayList<>(names.length);
    List<Jsonb> values = new ArrayList<>(names.length);
    for (int i = 0; i < row.size(); i++) {
      keys.add(Slice.utf8(names[i]));
      values.add(value(row.values()[i], row.typeOids()[i]));
    }
    depth.leave();
    return JsonbObject.of(keys, values);
  }
}
