package org.postern.executor.types.numeric;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import org.postern.executor.types.Numeric;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Text to numeric. */
public final class NumericText {
  private final String text;
  private int at;

  private NumericText(String text) {
    this.text = text;
  }

  public static Numeric parse(String text) {
    return new NumericText(text).parse();
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private boolean isDigit() {
    return peek() >= '0' && peek() <= '9';
  }

  private void skipSpace() {
    while (FloatText.isSpace(peek())) {
      at++;
    }
  }

  private SqlException syntax() {
    return SqlException.error(
        SqlState.INVALID_TEXT_REPRESENTATION,
        "invalid input syntax for type %s: \"%s\"",
        "numeric",
        text);
  }

  private Numeric parse() {
    skipSpace();
    boolean negative = peek() == '-';
    boolean signed = negative || peek() == '+';
    if (signed) {
      at++;
    }
    Numeric result = isDigit() || peek() == '.' ? number(negative) : word(signed, negative);
    skipSpace();
    if (at < text.length()) {
      throw syntax();
    }
    return result;
  }

  private Numeric word(boolean signed, boolean negative) {
    int end = at;
    while (end < text.length() && Character.isLetter(text.charAt(end))) {
      end++;
    }
    String word = text.substring(at, end).toLowerCase(Locale.ROOT);
    at = end;
    if (word.equals("nan") && !signed) {
      return Numeric.NAN;
    }
    if (word.equals("inf") || word.equals("infinity")) {
      return negative ? Numeric.NEGATIVE_INFINITY : Numeric.POSITIVE_INFINITY;
    }
    throw syntax();
  }

  private Numeric number(boolean negative) {
    int start = at;
    long compact = 0;
    int digits = 0;
    int point = -1;
    for (; ; at++) {
      char c = peek();
      if (c >= '0' && c <= '9') {
        digits++;
        compact = digits <= 18 ? compact * 10 + (c - '0') : compact;
      } else if (c == '.' && point < 0) {
        point = digits;
      } else {
        break;
      }
    }
    if (digits == 0) {
      throw syntax();
    }
    int scale = point < 0 ? 0 : digits - point;
    if (peek() != 'e' && peek() != 'E' && digits <= 18) {
      return Numeric.of(negative ? -compact : compact, scale);
    }
    String plain = text.substring(start, at).replace(".", "");
    BigInteger unscaled = new BigInteger(negative ? "-" + plain : plain);
    long exponent = exponent();
    long finalScale = scale - exponent;
    if (finalScale > Numeric.MAX_SCALE) {
      throw Numeric.overflow();
    }
    if (unscaled.signum() == 0) {
      return Numeric.of(0, (int) Math.max(finalScale, 0));
    }
    if (plain.length() - finalScale > 2L * Numeric.MAX_INTEGER_DIGITS) {
      throw Numeric.overflow();
    }
    return Numeric.of(new BigDecimal(unscaled, (int) finalScale));
  }

  private long exponent() {
    if (peek() != 'e' && peek() != 'E') {
      return 0;
    }
    at++;
    int start = at;
    if (peek() == '-' || peek() == '+') {
      at++;
    }
    int digits = at;
    while (isDigit()) {
      at++;
    }
    if (at == digits) {
      throw syntax();
    }
    String number = text.substring(start, at);
    long value = number.length() > 18 ? Long.MAX_VALUE : Long.parseLong(number);
    if (value >= Integer.MAX_VALUE / 2 || value <= -(Integer.MAX_VALUE / 2)) {
      throw Numeric.overflow();
    }
    return value;
  }
}
