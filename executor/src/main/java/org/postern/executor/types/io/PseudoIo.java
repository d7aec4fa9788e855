package org.postern.executor.types.io;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeIo;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Types that have no values of their own, such as internal or anyelement; void has one. */
public final class PseudoIo implements TypeIo {
  private final String name;

  PseudoIo(String name) {
    this.name = name;
  }

  @Override
  public Physical physical() {
    return Physical.LONG;
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    if (name.equals("void")) {
      return 0L;
    }
    throw SqlException.error(
        SqlState.FEATURE_NOT_SUPPORTED, "cannot accept a value of type %s", name);
  }

  @Override
  public void output(Object value, ByteSink out, TypeContext ctx) {
    if (!name.equals("void")) {
      throw SqlException.error(
          SqlState.FEATURE_NOT_SUPPORTED, "cannot display a value of type %s", name);
    }
  }

  @Override
  public Object receive(Slice binary, int typmod, TypeContext ctx) {
    return input("", typmod, ctx);
  }

  @Override
  public void send(Object value, ByteSink out, TypeContext ctx) {
    output(value, out, ctx);
  }
}
