package org.postern.executor.types.io;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;

/** bool: 1 and 0, printed as t and f. */
public final class BoolIo extends LongIo {
  BoolIo() {
    super(1);
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    Boolean value = parse(text.strip());
    if (value == null) {
      throw IoErrors.syntax("boolean", text);
    }
    return value ? 1L : 0L;
  }

  /** Any unambiguous beginning of true, false, yes, no, on, off; 1 and 0; null for the rest. */
  public static Boolean parse(String word) {
    if (word.isEmpty()) {
      return null;
    }
    if (isPrefix(word, "true", 1) || isPrefix(word, "yes", 1) || isPrefix(word, "on", 2)) {
      return Boolean.TRUE;
    }
    if (isPrefix(word, "false", 1) || isPrefix(word, "no", 1) || isPrefix(word, "off", 2)) {
      return Boolean.FALSE;
    }
    return switch (word) {
      case "1" -> Boolean.TRUE;
      case "0" -> Boolean.FALSE;
      default -> null;
    };
  }

  private static boolean isPrefix(String word, String full, int least) {
    return word.length() >= least && full.regionMatches(true, 0, word, 0, word.length());
  }

  @Override
  public void outputLong(long value, ByteSink out, TypeContext ctx) {
    out.put(value != 0 ? 't' : 'f');
  }

  @Override
  public Object receive(Slice binary, int typmod, TypeContext ctx) {
    return (Long) super.receive(binary, typmod, ctx) != 0 ? 1L : 0L;
  }
}
