package org.postern.executor.types.io;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;

/** "char": one byte; bytes above 127 have the form of a backslash and three octal digits. */
public final class SingleCharIo extends LongIo {
  SingleCharIo() {
    super(1);
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    return parse(Slice.utf8(text));
  }

  @Override
  public Object input(Slice text, int typmod, TypeContext ctx) {
    return parse(text);
  }

  /** The text's first byte; 0 for an empty text. */
  public static long parse(Slice text) {
    if (text.length() == 4
        && text.at(0) == '\\'
        && isOctal(text.at(1))
        && isOctal(text.at(2))
        && isOctal(text.at(3))) {
      int value = (text.at(1) - '0') << 6 | (text.at(2) - '0') << 3 | text.at(3) - '0';
      return (byte) value;
    }
    return text.isEmpty() ? 0 : text.at(0);
  }

  private static boolean isOctal(int c) {
    return c >= '0' && c <= '7';
  }

  @Override
  public void outputLong(long value, ByteSink out, TypeContext ctx) {
    int c = (int) value & 0xFF;
    if (c >= 128) {
      out.put('\\').put('0' + (c >> 6)).put('0' + (c >> 3 & 7)).put('0' + (c & 7));
    } else if (c != 0) {
      out.put(c);
    }
  }
}
