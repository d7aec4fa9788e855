package org.postern.executor.types.io;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.TypeContext;

/** money in the C locale: hundredths, a dollar sign, commas between thousands. */
public final class MoneyIo extends LongIo {
  MoneyIo() {
    super(8);
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    Parser parser = new Parser(text);
    return parser.parse();
  }

  @Override
  public void outputLong(long value, ByteSink out, TypeContext ctx) {
    String digits = Long.toUnsignedString(value < 0 ? -value : value);
    while (digits.length() < 3) {
      digits = "0" + digits;
    }
    out.putAscii(value < 0 ? "-$" : "$");
    int whole = digits.length() - 2;
    for (int i = 0; i < whole; i++) {
      if (i > 0 && (whole - i) % 3 == 0) {
        out.put(',');
      }
      out.put(digits.charAt(i));
    }
    out.put('.').putAscii(digits.substring(whole));
  }

  /** Reads sign, currency symbol, digits with commas, cents, closing sign. */
  private static final class Parser {
    private final String text;
    private int at;
    private boolean negative;

    Parser(String text) {
      this.text = text;
    }

    private char peek() {
      return at < text.length() ? text.charAt(at) : '\0';
    }

    private void skipSpace() {
      while (IoErrors.isSpace(peek())) {
        at++;
      }
    }

    private boolean take(char c) {
      if (peek() == c) {
        at++;
        return true;
      }
      return false;
    }

    long parse() {
      skipSpace();
      take('$');
      skipSpace();
      if (take('-') || take('(')) {
        negative = true;
      } else {
        take('+');
      }
      skipSpace();
      take('$');
      skipSpace();
      long value = digits();
      while (at < text.length()) {
        if (take('-')) {
          negative = true;
        } else if (!IoErrors.isSpace(peek()) && peek() != ')' && peek() != '+' && peek() != '$') {
          throw IoErrors.syntax("money", text);
        } else {
          at++;
        }
      }
      if (!negative) {
        if (value == Long.MIN_VALUE) {
          throw IoErrors.range("money", text);
        }
        return -value;
      }
      return value;
    }

    /** The amount as a negative number of hundredths. */
    private long digits() {
      long value = 0;
      int decimals = -1;
      for (; ; at++) {
        char c = peek();
        if (c >= '0' && c <= '9' && decimals < 2) {
          value = shift(value, c - '0');
          decimals += decimals >= 0 ? 1 : 0;
        } else if (c == '.' && decimals < 0) {
          decimals = 0;
        } else if (c != ',' || decimals >= 0) {
          break;
        }
      }
      if (decimals >= 2 && peek() >= '5' && peek() <= '9') {
        value = check(value - 1, value);
      }
      while (peek() >= '0' && peek() <= '9') {
        at++;
      }
      for (int i = Math.max(decimals, 0); i < 2; i++) {
        value = shift(value, 0);
      }
      return value;
    }

    private long shift(long value, int digit) {
      if (value < (Long.MIN_VALUE + digit) / 10) {
        throw IoErrors.range("money", text);
      }
      return value * 10 - digit;
    }

    private long check(long next, long before) {
      if (next > before) {
        throw IoErrors.range("money", text);
      }
      return next;
    }
  }
}
