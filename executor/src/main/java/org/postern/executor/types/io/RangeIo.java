package org.postern.executor.types.io;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.ByteSource;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.TypeIo;
import org.postern.executor.types.range.Bound;
import org.postern.executor.types.range.RangeShape;
import org.postern.executor.types.range.RangeText;
import org.postern.executor.types.range.RangeValue;

/**
 * A range type.
 *
 * <pre>
 *   stored → flags(1) bound?  bound?       as {@link ElementCodec} has them
 *   binary → flags(1) sized?  sized?
 *   sized  → length(4) the subtype's binary form
 *   flags  : 1 empty, 2 lower included, 4 upper included, 8 no lower bound, 16 no upper bound
 * </pre>
 */
public final class RangeIo implements TypeIo {
  private static final int EMPTY = 1;
  private static final int LOWER_INCLUSIVE = 2;
  private static final int UPPER_INCLUSIVE = 4;
  private static final int LOWER_INFINITE = 8;
  private static final int UPPER_INFINITE = 16;

  private final RangeShape shape;

  /** For range types outside the built-in ones the catalog makes one of these. */
  public RangeIo(RangeShape shape) {
    this.shape = shape;
  }

  public RangeShape shape() {
    return shape;
  }

  @Override
  public Physical physical() {
    return Physical.OBJECT;
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    return RangeText.parse(text, shape, typmod, ctx);
  }

  @Override
  public void output(Object value, ByteSink out, TypeContext ctx) {
    RangeText.print((RangeValue) value, out, ctx);
  }

  @Override
  public Object receive(Slice binary, int typmod, TypeContext ctx) {
    ByteSource source = new ByteSource(binary);
    int flags = source.takeByte();
    if ((flags & EMPTY) != 0) {
      return shape.empty();
    }
    Object lower = (flags & LOWER_INFINITE) == 0 ? receiveBound(source, typmod, ctx) : null;
    Object upper = (flags & UPPER_INFINITE) == 0 ? receiveBound(source, typmod, ctx) : null;
    return shape.make(
        Bound.lower(lower, (flags & LOWER_INCLUSIVE) != 0),
        Bound.upper(upper, (flags & UPPER_INCLUSIVE) != 0));
  }

  private Object receiveBound(ByteSource source, int typmod, TypeContext ctx) {
    return shape.subtype().io().receive(source.take(source.takeInt()), typmod, ctx);
  }

  @Override
  public void send(Object value, ByteSink out, TypeContext ctx) {
    RangeValue range = (RangeValue) value;
    out.put(flags(range));
    if (!range.isEmpty()) {
      send(range.lower(), out, ctx);
      send(range.upper(), out, ctx);
    }
  }

  private void send(Bound bound, ByteSink out, TypeContext ctx) {
    if (!bound.infinite()) {
      int at = out.reserve(4);
      shape.subtype().io().send(bound.value(), out, ctx);
      out.setInt(at, out.length() - at - 4);
    }
  }

  static int flags(RangeValue range) {
    if (range.isEmpty()) {
      return EMPTY;
    }
    return (range.lower().inclusive() ? LOWER_INCLUSIVE : 0)
        | (range.upper().inclusive() ? UPPER_INCLUSIVE : 0)
        | (range.lower().infinite() ? LOWER_INFINITE : 0)
        | (range.upper().infinite() ? UPPER_INFINITE : 0);
  }

  @Override
  public int storedLength(Object value) {
    RangeValue range = (RangeValue) value;
    return range.isEmpty() ? 1 : 1 + length(range.lower()) + length(range.upper());
  }

  private int length(Bound bound) {
    return bound.infinite() ? 0 : ElementCodec.length(bound.value(), shape.subtype());
  }

  @Override
  public void store(Object value, byte[] base, int offset) {
    RangeValue range = (RangeValue) value;
    base[offset] = (byte) flags(range);
    if (!range.isEmpty()) {
      int at = store(range.lower(), base, offset + 1);
      store(range.upper(), base, at);
    }
  }

  private int store(Bound bound, byte[] base, int at) {
    return bound.infinite() ? at : ElementCodec.store(bound.value(), shape.subtype(), base, at);
  }

  @Override
  public Object load(byte[] base, int offset, int length) {
    int flags = base[offset];
    if ((flags & EMPTY) != 0) {
      return shape.empty();
    }
    TypeInfo subtype = shape.subtype();
    int at = offset + 1;
    Object lower = null;
    if ((flags & LOWER_INFINITE) == 0) {
      lower = ElementCodec.load(subtype, base, at);
      at += ElementCodec.lengthAt(subtype, base, at);
    }
    Object upper = (flags & UPPER_INFINITE) == 0 ? ElementCodec.load(subtype, base, at) : null;
    return shape.make(
        Bound.lower(lower, (flags & LOWER_INCLUSIVE) != 0),
        Bound.upper(upper, (flags & UPPER_INCLUSIVE) != 0));
  }
}
