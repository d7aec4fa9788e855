package org.postern.executor.types.io;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeIo;
import org.postern.executor.types.text.ByteaText;

/** bytea, printed as setting bytea_output says. */
public final class ByteaIo implements TypeIo {
  @Override
  public Physical physical() {
    return Physical.BYTES;
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    return ByteaText.parse(Slice.utf8(text));
  }

  @Override
  public Object input(Slice text, int typmod, TypeContext ctx) {
    return ByteaText.parse(text);
  }

  @Override
  public void output(Object value, ByteSink out, TypeContext ctx) {
    if (ctx.byteaHex()) {
      out.put('\\').put('x');
      ByteaText.appendHex((Slice) value, out);
    } else {
      ByteaText.appendEscape((Slice) value, out);
    }
  }

  @Override
  public Object receive(Slice binary, int typmod, TypeContext ctx) {
    return binary;
  }

  @Override
  public void send(Object value, ByteSink out, TypeContext ctx) {
    out.put((Slice) value);
  }
}
