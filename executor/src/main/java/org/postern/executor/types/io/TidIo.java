package org.postern.executor.types.io;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.ByteSource;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.Tid;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeIo;

/** tid: (block,position). Stored in 6 bytes, little-endian: block, then position. */
public final class TidIo implements TypeIo {
  @Override
  public Physical physical() {
    return Physical.OBJECT;
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    int open = text.indexOf('(');
    int comma = text.indexOf(',');
    int close = text.indexOf(')');
    if (open < 0 || comma < open || close < comma) {
      throw IoErrors.syntax("tid", text);
    }
    long block = number(text, open + 1, comma, 0xFFFFFFFFL);
    long position = number(text, comma + 1, close, 0xFFFF);
    return new Tid((int) block, (int) position);
  }

  private static long number(String text, int from, int to, long max) {
    String digits = text.substring(from, to).stripLeading();
    boolean negative = digits.startsWith("-");
    try {
      long value = Long.parseLong(digits);
      if (negative && max == 0xFFFFFFFFL && value >= Integer.MIN_VALUE) {
        value &= max;
      }
      if (value >= 0 && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw IoErrors.syntax("tid", text).withCause(e);
    }
    throw IoErrors.syntax("tid", text);
  }

  @Override
  public void output(Object value, ByteSink out, TypeContext ctx) {
    Tid tid = (Tid) value;
    out.put('(').putDecimal(tid.block() & 0xFFFFFFFFL).put(',');
    out.putDecimal(tid.position()).put(')');
  }

  @Override
  public Object receive(Slice binary, int typmod, TypeContext ctx) {
    ByteSource source = new ByteSource(binary);
    return new Tid(source.takeInt(), source.takeShort() & 0xFFFF);
  }

  @Override
  public void send(Object value, ByteSink out, TypeContext ctx) {
    Tid tid = (Tid) value;
    out.putInt(tid.block()).putShort(tid.position());
  }

  @Override
  public int storedLength(Object value) {
    return 6;
  }

  @Override
  public void store(Object value, byte[] base, int offset) {
    Tid tid = (Tid) value;
    Bytes.setInt(base, offset, tid.block());
    Bytes.setShort(base, offset + 4, tid.position());
  }

  @Override
  public Object load(byte[] base, int offset, int length) {
    return new Tid(Bytes.getInt(base, offset), Bytes.getShort(base, offset + 4) & 0xFFFF);
  }
}
