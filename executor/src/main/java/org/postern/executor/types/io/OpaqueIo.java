package org.postern.executor.types.io;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeIo;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Types that only the server makes values of, such as extended statistics: bytes without input. */
final class OpaqueIo implements TypeIo {
  private final String name;
  private final ByteaIo bytes = new ByteaIo();

  OpaqueIo(String name) {
    this.name = name;
  }

  private SqlException refuse() {
    return SqlException.error(
        SqlState.FEATURE_NOT_SUPPORTED, "cannot accept a value of type %s", name);
  }

  @Override
  public Physical physical() {
    return Physical.BYTES;
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    throw refuse();
  }

  @Override
  public void output(Object value, ByteSink out, TypeContext ctx) {
    bytes.output(value, out, ctx);
  }

  @Override
  public Object receive(Slice binary, int typmod, TypeContext ctx) {
    throw refuse();
  }

  @Override
  public void send(Object value, ByteSink out, TypeContext ctx) {
    bytes.send(value, out, ctx);
  }
}
