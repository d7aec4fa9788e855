package org.postern.executor.types.io;

import java.util.Locale;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.TypeContext;

/** pg_lsn: a position in the WAL as two hexadecimal halves. */
public final class LsnIo extends LongIo {
  LsnIo() {
    super(8);
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    return parse(text);
  }

  public static long parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 1 || !isHex(text, 0, slash) || !isHex(text, slash + 1, text.length())) {
      throw IoErrors.syntax("pg_lsn", text);
    }
    return Long.parseLong(text, 0, slash, 16) << 32
        | Long.parseLong(text, slash + 1, text.length(), 16);
  }

  private static boolean isHex(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) > 127 || Character.digit(text.charAt(i), 16) < 0) {
        return false;
      }
    }
    return to > from && to - from <= 8;
  }

  public static String format(long lsn) {
    return (Long.toHexString(lsn >>> 32) + "/" + Long.toHexString(lsn & 0xFFFFFFFFL))
        .toUpperCase(Locale.ROOT);
  }

  @Override
  public void outputLong(long value, ByteSink out, TypeContext ctx) {
    out.putAscii(format(value));
  }
}
