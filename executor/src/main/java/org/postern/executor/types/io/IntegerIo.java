package org.postern.executor.types.io;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;

/** int2, int4 and int8. */
public final class IntegerIo extends LongIo {
  /** The three sizes, with the names that error messages use. */
  public enum Width {
    INT2("smallint", 2, Short.MIN_VALUE, Short.MAX_VALUE),
    INT4("integer", 4, Integer.MIN_VALUE, Integer.MAX_VALUE),
    INT8("bigint", 8, Long.MIN_VALUE, Long.MAX_VALUE);

    private final String typeName;
    private final int bytes;
    private final long min;
    private final long max;

    Width(String typeName, int bytes, long min, long max) {
      this.typeName = typeName;
      this.bytes = bytes;
      this.min = min;
      this.max = max;
    }
  }

  private final Width width;

  IntegerIo(Width width) {
    super(width.bytes);
    this.width = width;
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    return parse(text, width);
  }

  @Override
  public Object input(Slice text, int typmod, TypeContext ctx) {
    return parse(text, width);
  }

  @Override
  public void outputLong(long value, ByteSink out, TypeContext ctx) {
    out.putDecimal(value);
  }

  public static long parse(String text, Width width) {
    return parse(Slice.utf8(text), width);
  }

  /** Optional blanks, sign, digits, blanks. Digits gather below zero, where the range is larger. */
  public static long parse(Slice text, Width width) {
    int at = 0;
    int end = text.length();
    while (at < end && IoErrors.isSpace(text.at(at))) {
      at++;
    }
    boolean negative = at < end && text.at(at) == '-';
    if (at < end && (negative || text.at(at) == '+')) {
      at++;
    }
    int digits = at;
    long value = 0;
    boolean overflow = false;
    for (; at < end && text.at(at) >= '0' && text.at(at) <= '9'; at++) {
      int digit = text.at(at) - '0';
      overflow |= value < (Long.MIN_VALUE + digit) / 10;
      value = value * 10 - digit;
    }
    if (at == digits) {
      throw IoErrors.syntax(width.typeName, text.toString());
    }
    // PostgreSQL notices the overflow before it looks at what follows the digits.
    if (overflow || value < width.min) {
      throw IoErrors.range(width.typeName, text.toString());
    }
    while (at < end && IoErrors.isSpace(text.at(at))) {
      at++;
    }
    if (at < end) {
      throw IoErrors.syntax(width.typeName, text.toString());
    }
    if (negative) {
      return value;
    }
    if (value < -width.max) {
      throw IoErrors.range(width.typeName, text.toString());
    }
    return -value;
  }
}
