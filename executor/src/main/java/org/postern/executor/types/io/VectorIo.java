package org.postern.executor.types.io;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.TypeIo;

/**
 * int2vector and oidvector: one-dimensional arrays that count from 0, written with blanks. An empty
 * one has a dimension of length 0. Stored as arrays are.
 */
public final class VectorIo implements TypeIo {
  private final TypeInfo element;
  private final ArrayIo array;

  VectorIo(TypeInfo element) {
    this.element = element;
    this.array = new ArrayIo(element);
  }

  /** The value of a vector type with these elements. */
  public static ArrayValue of(int elementTypeOid, Object... elements) {
    return new ArrayValue(elementTypeOid, new int[] {elements.length}, new int[] {0}, elements);
  }

  @Override
  public Physical physical() {
    return Physical.OBJECT;
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    List<Object> elements = new ArrayList<>();
    for (String word : text.strip().split("\\s+")) {
      if (!word.isEmpty()) {
        elements.add(element.io().input(word, -1, ctx));
      }
    }
    return of(element.oid(), elements.toArray());
  }

  @Override
  public void output(Object value, ByteSink out, TypeContext ctx) {
    boolean first = true;
    for (Object item : ((ArrayValue) value).elements()) {
      if (!first) {
        out.put(' ');
      }
      first = false;
      element.io().output(item, out, ctx);
    }
  }

  @Override
  public Object receive(Slice binary, int typmod, TypeContext ctx) {
    ArrayValue value = (ArrayValue) array.receive(binary, typmod, ctx);
    return of(element.oid(), value.elements());
  }

  @Override
  public void send(Object value, ByteSink out, TypeContext ctx) {
    array.send(value, out, ctx);
  }

  @Override
  public int storedLength(Object value) {
    return array.storedLength(value);
  }

  @Override
  public void store(Object value, byte[] base, int offset) {
    array.store(value, base, offset);
  }

  @Override
  public Object load(byte[] base, int offset, int length) {
    return array.load(base, offset, length);
  }
}
