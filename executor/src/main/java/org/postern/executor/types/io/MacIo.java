package org.postern.executor.types.io;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.ByteSource;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeIo;
import org.postern.executor.types.network.HardwareAddress;

/** macaddr and macaddr8: their six or eight bytes, in binary as they are. */
public final class MacIo implements TypeIo {
  private final int length;

  MacIo(int length) {
    this.length = length;
  }

  @Override
  public Physical physical() {
    return Physical.BYTES;
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    return length == HardwareAddress.SHORT
        ? HardwareAddress.parseShort(text)
        : HardwareAddress.parseLong(text);
  }

  @Override
  public void output(Object value, ByteSink out, TypeContext ctx) {
    HardwareAddress.print((Slice) value, out);
  }

  @Override
  public Object receive(Slice binary, int typmod, TypeContext ctx) {
    if (length == HardwareAddress.LONG && binary.length() == HardwareAddress.SHORT) {
      return HardwareAddress.widen(binary);
    }
    return new ByteSource(binary).take(length);
  }

  @Override
  public void send(Object value, ByteSink out, TypeContext ctx) {
    out.put((Slice) value);
  }
}
