package org.postern.executor.types.io;

import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.ByteSource;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.TypeIo;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Arrays of any element type.
 *
 * <p>Stored, little-endian: number of dimensions (1 byte), flag for nulls (1 byte), for each
 * dimension its length and lower bound (4 bytes each), a bitmap of nulls if there are any, the
 * elements as {@link ElementCodec} has them.
 *
 * <p>Source: PostgreSQL documentation, section 8.15 "Arrays".
 */
public final class ArrayIo implements TypeIo {
  private final TypeInfo element;

  /** For element types outside the built-in ones the catalog makes one of these. */
  public ArrayIo(TypeInfo element) {
    this.element = element;
  }

  @Override
  public Physical physical() {
    return Physical.OBJECT;
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    return new ArrayText(text, element, typmod, ctx).parse();
  }

  @Override
  public void output(Object value, ByteSink out, TypeContext ctx) {
    ArrayText.append((ArrayValue) value, element, out, ctx);
  }

  @Override
  public Object receive(Slice binary, int typmod, TypeContext ctx) {
    ByteSource source = new ByteSource(binary);
    int dimensions = source.takeInt();
    if (dimensions < 0) {
      throw IoErrors.binary("invalid number of dimensions: " + dimensions);
    }
    if (dimensions > ArrayValue.MAX_DIMENSIONS) {
      throw SqlException.error(
          SqlState.PROGRAM_LIMIT_EXCEEDED,
          "number of array dimensions (%d) exceeds the maximum allowed (%d)",
          dimensions,
          ArrayValue.MAX_DIMENSIONS);
    }
    int flags = source.takeInt();
    if (flags != 0 && flags != 1) {
      throw IoErrors.binary("invalid array flags");
    }
    int oid = source.takeInt();
    if (oid != element.oid()) {
      throw SqlException.error(
          SqlState.DATATYPE_MISMATCH,
          "binary data has array element type %d (%s) instead of expected %d (%s)",
          oid,
          ctx.typeName(oid),
          element.oid(),
          ctx.typeName(element.oid()));
    }
    int[] dims = new int[dimensions];
    int[] lowerBounds = new int[dimensions];
    for (int i = 0; i < dimensions; i++) {
      dims[i] = source.takeInt();
      lowerBounds[i] = source.takeInt();
    }
    int count = ArrayText.elementCount(dims);
    if (count == 0) {
      return ArrayValue.empty(element.oid());
    }
    Object[] elements = new Object[count];
    for (int i = 0; i < count; i++) {
      int length = source.takeInt();
      if (length < -1 || length > source.remaining()) {
        throw IoErrors.binary("insufficient data left in message");
      }
      elements[i] = length < 0 ? null : element.io().receive(source.take(length), typmod, ctx);
    }
    return new ArrayValue(element.oid(), dims, lowerBounds, elements);
  }

  @Override
  public void send(Object value, ByteSink out, TypeContext ctx) {
    ArrayValue array = (ArrayValue) value;
    out.putInt(array.dimensions()).putInt(array.hasNulls() ? 1 : 0).putInt(element.oid());
    for (int i = 0; i < array.dimensions(); i++) {
      out.putInt(array.dims()[i]).putInt(array.lowerBounds()[i]);
    }
    for (Object item : array.elements()) {
      int at = out.reserve(4);
      if (item == null) {
        out.setInt(at, -1);
      } else {
        element.io().send(item, out, ctx);
        out.setInt(at, out.length() - at - 4);
      }
    }
  }

  @Override
  public boolean hasTypmod() {
    return element.io().hasTypmod();
  }

  @Override
  public int typmodIn(String[] args) {
    return element.io().typmodIn(args);
  }

  @Override
  public String typmodOut(int typmod) {
    return element.io().typmodOut(typmod);
  }

  @Override
  public int storedLength(Object value) {
    ArrayValue array = (ArrayValue) value;
    int length = 2 + array.dimensions() * 8;
    boolean nulls = false;
    for (Object item : array.elements()) {
      if (item == null) {
        nulls = true;
      } else {
        length += ElementCodec.length(item, element);
      }
    }
    return nulls ? length + (array.size() + 7) / 8 : length;
  }

  @Override
  public void store(Object value, byte[] base, int offset) {
    ArrayValue array = (ArrayValue) value;
    boolean nulls = array.hasNulls();
    base[offset] = (byte) array.dimensions();
    base[offset + 1] = (byte) (nulls ? 1 : 0);
    int at = offset + 2;
    for (int i = 0; i < array.dimensions(); i++) {
      Bytes.setInt(base, at, array.dims()[i]);
      Bytes.setInt(base, at + 4, array.lowerBounds()[i]);
      at += 8;
    }
    int bitmap = at;
    if (nulls) {
      int size = (array.size() + 7) / 8;
      java.util.Arrays.fill(base, at, at + size, (byte) 0);
      at += size;
    }
    for (int i = 0; i < array.size(); i++) {
      Object item = array.elements()[i];
      if (item == null) {
        base[bitmap + i / 8] |= (byte) (1 << i % 8);
      } else {
        at = ElementCodec.store(item, element, base, at);
      }
    }
  }

  @Override
  public Object load(byte[] base, int offset, int length) {
    int dimensions = base[offset];
    boolean nulls = base[offset + 1] != 0;
    int[] dims = new int[dimensions];
    int[] lowerBounds = new int[dimensions];
    int at = offset + 2;
    int count = dimensions == 0 ? 0 : 1;
    for (int i = 0; i < dimensions; i++) {
      dims[i] = Bytes.getInt(base, at);
      lowerBounds[i] = Bytes.getInt(base, at + 4);
      count *= dims[i];
      at += 8;
    }
    int bitmap = at;
    at += nulls ? (count + 7) / 8 : 0;
    Object[] elements = new Object[count];
    for (int i = 0; i < count; i++) {
      if (nulls && (base[bitmap + i / 8] & 1 << i % 8) != 0) {
        continue;
      }
      elements[i] = ElementCodec.load(element, base, at);
      at += ElementCodec.lengthAt(element, base, at);
    }
    return new ArrayValue(element.oid(), dims, lowerBounds, elements);
  }
}
