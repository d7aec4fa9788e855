package org.postern.executor.types.io;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeIo;
import org.postern.executor.types.json.JsonParser;

/** json: the text as it is, after a check that it is JSON (RFC 8259). */
public final class JsonIo implements TypeIo {
  @Override
  public Physical physical() {
    return Physical.BYTES;
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    return input(Slice.utf8(text), typmod, ctx);
  }

  @Override
  public Object input(Slice text, int typmod, TypeContext ctx) {
    JsonParser.check(text, ctx);
    return text;
  }

  @Override
  public void output(Object value, ByteSink out, TypeContext ctx) {
    out.put((Slice) value);
  }

  @Override
  public Object receive(Slice binary, int typmod, TypeContext ctx) {
    return input(binary, typmod, ctx);
  }

  @Override
  public void send(Object value, ByteSink out, TypeContext ctx) {
    out.put((Slice) value);
  }
}
