package org.postern.executor.row;

import org.postern.executor.types.Slice;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.BytesVector;
import org.postern.executor.vector.DoubleVector;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.ObjectVector;
import org.postern.executor.vector.Vector;
import org.postern.storage.tuple.TupleBuilder;

/** Writes rows as tuples of one shape; reused for row after row. */
public final class RowEncoder {
  /** Bytes of a name on disk. */
  private static final int NAME_LENGTH = 64;

  private final RowShape shape;
  private final TupleBuilder builder;
  private byte[] scratch = new byte[256];

  public RowEncoder(RowShape shape) {
    this.shape = shape;
    this.builder = new TupleBuilder(shape.layout());
  }

  /** The tuple made last: {@code bytes()}, {@code offset()} and {@code length()} of it. */
  public TupleBuilder tuple() {
    return builder;
  }

  /** Encodes scalars, one per attribute. */
  public void encode(Object[] values) {
    builder.begin();
    for (int i = 0; i < shape.width(); i++) {
      Object value = values[i];
      if (value == null) {
        builder.putNull();
        continue;
      }
      RowShape.Attribute attribute = shape.attribute(i);
      switch (attribute.physical()) {
        case LONG -> builder.putLong((Long) value);
        case DOUBLE -> builder.putDouble((Double) value);
        case BYTES -> {
          Slice slice = (Slice) value;
          putBytes(attribute, slice.base(), slice.offset(), slice.length());
        }
        case OBJECT -> putObject(attribute, value);
      }
    }
    builder.finish();
  }

  /** Encodes a row of a batch: attribute i is column {@code columns[i]}, negative for NULL. */
  public void encode(Batch batch, int row, int[] columns) {
    builder.begin();
    for (int i = 0; i < shape.width(); i++) {
      Vector vector = columns[i] < 0 ? null : batch.columns[columns[i]];
      if (vector == null || vector.isNull(row)) {
        builder.putNull();
        continue;
      }
      switch (vector) {
        case LongVector v -> builder.putLong(v.values[row]);
        case DoubleVector v -> builder.putDouble(v.values[row]);
        case BytesVector v ->
            putBytes(shape.attribute(i), v.base[row], v.offset[row], v.length[row]);
        case ObjectVector v -> putObject(shape.attribute(i), v.values[row]);
      }
    }
    builder.finish();
  }

  private void putBytes(RowShape.Attribute attribute, byte[] base, int offset, int length) {
    if (!attribute.name()) {
      builder.putBytes(base, offset, length);
      return;
    }
    byte[] padded = scratch(NAME_LENGTH);
    int used = Math.min(length, NAME_LENGTH - 1);
    System.arraycopy(base, offset, padded, 0, used);
    java.util.Arrays.fill(padded, used, NAME_LENGTH, (byte) 0);
    builder.putBytes(padded, 0, NAME_LENGTH);
  }

  private void putObject(RowShape.Attribute attribute, Object value) {
    int length = attribute.io().storedLength(value);
    byte[] bytes = scratch(length);
    attribute.io().store(value, bytes, 0);
    builder.putBytes(bytes, 0, length);
  }

  private byte[] scratch(int length) {
    if (scratch.length < length) {
      scratch = new byte[Math.max(length, scratch.length * 2)];
    }
    return scratch;
  }
}
