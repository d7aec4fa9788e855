package org.postern.executor.types.io;

import java.util.function.IntFunction;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.TypeIo;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * The pseudo-type anyarray, which two system tables have columns of: arrays whose element type is
 * part of the value. Stored: the element type's oid (4 bytes), then the array as its own type has
 * it. There is no input.
 */
public final class AnyArrayIo implements TypeIo {
  private final IntFunction<TypeInfo> types;

  /** {@code types} finds the element type when stored values are read. */
  public AnyArrayIo(IntFunction<TypeInfo> types) {
    this.types = types;
  }

  @Override
  public Physical physical() {
    return Physical.OBJECT;
  }

  private static SqlException refuse() {
    return SqlException.error(
        SqlState.FEATURE_NOT_SUPPORTED, "cannot accept a value of type %s", "anyarray");
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    throw refuse();
  }

  @Override
  public void output(Object value, ByteSink out, TypeContext ctx) {
    array(value, ctx::type).output(value, out, ctx);
  }

  @Override
  public Object receive(Slice binary, int typmod, TypeContext ctx) {
    throw refuse();
  }

  @Override
  public void send(Object value, ByteSink out, TypeContext ctx) {
    array(value, ctx::type).send(value, out, ctx);
  }

  private static ArrayIo array(Object value, IntFunction<TypeInfo> types) {
    return new ArrayIo(types.apply(((ArrayValue) value).elementType()));
  }

  @Override
  public int storedLength(Object value) {
    return 4 + array(value, types).storedLength(value);
  }

  @Override
  public void store(Object value, byte[] base, int offset) {
    Bytes.setInt(base, offset, ((ArrayValue) value).elementType());
    array(value, types).store(value, base, offset + 4);
  }

  @Override
  public Object load(byte[] base, int offset, int length) {
    TypeInfo element = types.apply(Bytes.getInt(base, offset));
    return new ArrayIo(element).load(base, offset + 4, length - 4);
  }
}
