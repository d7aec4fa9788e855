package org.postern.executor.functions;

import org.postern.executor.types.Slice;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * unistr: Unicode escapes within a text.
 *
 * <p>Source: PostgreSQL documentation, section 9.4.
 */
final class UnicodeEscapes {
  private UnicodeEscapes() {}

  /** A backslash, then four digits, + and six, u and four or U and eight, or a backslash. */
  static Slice decode(Slice text) {
    String source = text.toString();
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < source.length()) {
      char c = source.charAt(at);
      if (c != '\\') {
        out.append(c);
        at++;
        continue;
      }
      char next = at + 1 < source.length() ? source.charAt(at + 1) : 0;
      if (next == '\\') {
        out.append('\\');
        at += 2;
        continue;
      }
      int skip = next == '+' || next == 'u' || next == 'U' ? 2 : 1;
      int digits = next == '+' ? 6 : next == 'U' ? 8 : 4;
      out.appendCodePoint(codePoint(source, at + skip, digits));
      at += skip + digits;
    }
    return Slice.utf8(checkPairs(out.toString()));
  }

  /** Surrogates are allowed in pairs only. */
  private static String checkPairs(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw SqlException.error(SqlState.SYNTAX_ERROR, "invalid Unicode surrogate pair");
      }
    }
    return text;
  }

  private static int codePoint(String source, int from, int digits) {
    if (from + digits > source.length()) {
      throw invalid();
    }
    long value = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = Character.digit(source.charAt(i), 16);
      if (digit < 0) {
        throw invalid();
      }
      value = value * 16 + digit;
    }
    if (value > Character.MAX_CODE_POINT) {
      throw SqlException.error(
          SqlState.INVALID_PARAMETER_VALUE,
          "invalid Unicode code point: %s",
          String.format(java.util.Locale.ROOT, "%04X", value));
    }
    return (int) value;
  }

  private static SqlException invalid() {
    return SqlException.error(SqlState.SYNTAX_ERROR, "invalid Unicode escape")
        .withHint("Unicode escapes must be \\XXXX, \\+XXXXXX, \\" + "uXXXX, or \\UXXXXXXXX.");
  }
}
