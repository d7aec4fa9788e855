package org.postern.executor.sql.parser;

import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Decodes the escapes of {@code U&'...'}: four hex digits, or six after a plus sign.
 *
 * <p>Source: PostgreSQL documentation, "String Constants with Unicode Escapes".
 */
final class UnicodeEscapes {
  private UnicodeEscapes() {}

  /** {@code textStart}: where the text lies in the query, for the position of an error. */
  static String decode(String sql, String text, char escape, int textStart) {
    int p = text.indexOf(escape);
    if (p < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length()).append(text, 0, p);
    int high = 0;
    while (p < text.length()) {
      char c = text.charAt(p);
      if (c != escape) {
        rejectPair(sql, high != 0, textStart + p);
        out.append(c);
        p++;
        continue;
      }
      if (p + 1 < text.length() && text.charAt(p + 1) == escape) {
        rejectPair(sql, high != 0, textStart + p);
        out.append(escape);
        p += 2;
        continue;
      }
      boolean six = p + 1 < text.length() && text.charAt(p + 1) == '+';
      int from = p + (six ? 2 : 1);
      int value = hex(text, from, six ? 6 : 4);
      if (value < 0) {
        throw ParseErrors.at(sql, textStart + p, SqlState.SYNTAX_ERROR, "invalid Unicode escape")
            .withHint("Unicode escapes must be \\XXXX or \\+XXXXXX.");
      }
      checkValue(sql, value, textStart + p);
      high = append(sql, out, high, value, textStart + p);
      p = from + (six ? 6 : 4);
    }
    rejectPair(sql, high != 0, textStart + p);
    return out.toString();
  }

  /** Appends a code point, or keeps it when it is the first half of a pair; returns that half. */
  static int append(String sql, StringBuilder out, int high, int value, int location) {
    boolean first = value >= 0xD800 && value <= 0xDBFF;
    boolean second = value >= 0xDC00 && value <= 0xDFFF;
    rejectPair(sql, high != 0 != second, location);
    if (first) {
      return value;
    }
    out.appendCodePoint(second ? Character.toCodePoint((char) high, (char) value) : value);
    return 0;
  }

  static void rejectPair(String sql, boolean wrong, int location) {
    if (wrong) {
      throw ParseErrors.at(sql, location, SqlState.SYNTAX_ERROR, "invalid Unicode surrogate pair");
    }
  }

  static void checkValue(String sql, int value, int location) {
    if (value == 0 || value > Character.MAX_CODE_POINT) {
      throw invalidValue(sql, location);
    }
  }

  private static SqlException invalidValue(String sql, int location) {
    return ParseErrors.at(sql, location, SqlState.SYNTAX_ERROR, "invalid Unicode escape value");
  }

  /** The value of {@code count} hex digits, or -1. */
  static int hex(String text, int from, int count) {
    if (from + count > text.length()) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < from + count; i++) {
      char c = text.charAt(i);
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = (value << 4) + digit;
    }
    return value;
  }
}
