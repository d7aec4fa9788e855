package org.postern.executor.row;

import org.postern.executor.types.Slice;
import org.postern.executor.vector.BytesVector;
import org.postern.executor.vector.DoubleVector;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.ObjectVector;
import org.postern.executor.vector.Vector;
import org.postern.storage.tuple.TupleReader;

/**
 * Reads tuples of one shape. Byte strings in the result point into the tuple's own array, which
 * must not be reused while they live.
 */
public final class RowDecoder {
  private final RowShape shape;
  private final TupleReader reader;
  private final Detoaster detoaster;

  /** Brings a value stored out of line or compressed. */
  @FunctionalInterface
  public interface Detoaster {
    /** The plain payload of the varlena at {@code base[offset]}. */
    byte[] detoast(byte[] base, int offset);
  }

  public RowDecoder(RowShape shape, Detoaster detoaster) {
    this.shape = shape;
    this.reader = new TupleReader(shape.layout());
    this.detoaster = detoaster;
  }

  /** Points at a tuple. */
  public void set(byte[] bytes, int offset) {
    reader.set(bytes, offset);
  }

  /** One attribute as a scalar. */
  public Object get(int index) {
    RowShape.Attribute attribute = shape.attribute(index);
    if (attribute.io() == null) {
      return null;
    }
    if (reader.isNull(index)) {
      return null;
    }
    return switch (attribute.physical()) {
      case LONG -> number(attribute, index);
      case DOUBLE -> reader.getDouble(index);
      case BYTES -> {
        if (attribute.layout().isVarlena() && !reader.isPlain(index)) {
          yield Slice.of(detoaster.detoast(reader.base(index), reader.rawOffset(index)));
        }
        int offset = reader.payloadOffset(index);
        byte[] base = reader.base(index);
        int length = attribute.name() ? nameLength(base, offset) : reader.payloadLength(index);
        yield Slice.of(base, offset, length);
      }
      case OBJECT -> object(attribute, index);
    };
  }

  /** All attributes as scalars. */
  public Object[] row() {
    Object[] values = new Object[shape.width()];
    for (int i = 0; i < values.length; i++) {
      values[i] = get(i);
    }
    return values;
  }

  /** One attribute into row {@code row} of a vector of its physical form. */
  public void get(int index, Vector out, int row) {
    RowShape.Attribute attribute = shape.attribute(index);
    if (attribute.io() == null || reader.isNull(index)) {
      out.setNull(row);
      return;
    }
    switch (out) {
      case LongVector v -> v.setLong(row, number(attribute, index));
      case DoubleVector v -> v.setDouble(row, reader.getDouble(index));
      case BytesVector v -> {
        if (attribute.layout().isVarlena() && !reader.isPlain(index)) {
          byte[] bytes = detoaster.detoast(reader.base(index), reader.rawOffset(index));
          v.setBytes(row, bytes, 0, bytes.length);
          return;
        }
        int offset = reader.payloadOffset(index);
        byte[] base = reader.base(index);
        int length = attribute.name() ? nameLength(base, offset) : reader.payloadLength(index);
        v.setBytes(row, base, offset, length);
      }
      case ObjectVector v -> v.set(row, object(attribute, index));
    }
  }

  private long number(RowShape.Attribute attribute, int index) {
    long value = reader.getLong(index);
    return attribute.unsigned() ? value & 0xffffffffL : value;
  }

  private Object object(RowShape.Attribute attribute, int index) {
    if (attribute.layout().isVarlena() && !reader.isPlain(index)) {
      byte[] bytes = detoaster.detoast(reader.base(index), reader.rawOffset(index));
      return attribute.io().load(bytes, 0, bytes.length);
    }
    return attribute
        .io()
        .load(reader.base(index), reader.payloadOffset(index), reader.payloadLength(index));
  }

  private static int nameLength(byte[] base, int offset) {
    int length = 0;
    while (length < 64 && base[offset + length] != 0) {
      length++;
    }
    return length;
  }
}
