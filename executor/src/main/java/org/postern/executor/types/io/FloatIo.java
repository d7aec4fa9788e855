package org.postern.executor.types.io;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.ByteSource;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeIo;
import org.postern.executor.types.numeric.FloatText;

/** float4 (a double that holds a float) and float8. */
public final class FloatIo implements TypeIo {
  private final boolean single;

  FloatIo(boolean single) {
    this.single = single;
  }

  @Override
  public Physical physical() {
    return Physical.DOUBLE;
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    return single ? FloatText.parseFloat(text) : FloatText.parseDouble(text);
  }

  @Override
  public void output(Object value, ByteSink out, TypeContext ctx) {
    outputDouble((Double) value, out, ctx);
  }

  @Override
  public void outputDouble(double value, ByteSink out, TypeContext ctx) {
    if (single) {
      FloatText.appendFloat((float) value, ctx.extraFloatDigits(), out);
    } else {
      FloatText.appendDouble(value, ctx.extraFloatDigits(), out);
    }
  }

  @Override
  public Object receive(Slice binary, int typmod, TypeContext ctx) {
    ByteSource source = new ByteSource(binary);
    return single
        ? (double) Float.intBitsToFloat(source.takeInt())
        : Double.longBitsToDouble(source.takeLong());
  }

  @Override
  public void send(Object value, ByteSink out, TypeContext ctx) {
    sendDouble((Double) value, out, ctx);
  }

  @Override
  public void sendDouble(double value, ByteSink out, TypeContext ctx) {
    if (single) {
      out.putInt(Float.floatToRawIntBits((float) value));
    } else {
      out.putLong(Double.doubleToRawLongBits(value));
    }
  }
}
