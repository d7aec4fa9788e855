package org.postern.executor.types.regex;

import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Turns a SIMILAR TO pattern into a regular expression.
 *
 * <p>Source: PostgreSQL documentation, section 9.7.2 "SIMILAR TO Regular Expressions".
 */
public final class SimilarPattern {
  private SimilarPattern() {}

  /** {@code escape}: one character, or empty for none. */
  public static String toRegex(String pattern, String escape) {
    if (escape.codePointCount(0, escape.length()) > 1) {
      throw SqlException.error(SqlState.INVALID_ESCAPE_SEQUENCE, "invalid escape string")
          .withHint("Escape string must be empty or one character.");
    }
    int escapeCode = escape.isEmpty() ? -1 : escape.codePointAt(0);
    StringBuilder out = new StringBuilder("^(?:");
    boolean afterEscape = false;
    boolean inBrackets = false;
    int separators = 0;
    for (int i = 0; i < pattern.length(); i += Character.charCount(pattern.codePointAt(i))) {
      int c = pattern.codePointAt(i);
      if (afterEscape) {
        if (c == '"' && !inBrackets) {
          out.append(separator(separators++));
        } else {
          out.append('\\').appendCodePoint(c);
        }
        afterEscape = false;
      } else if (c == escapeCode) {
        afterEscape = true;
      } else if (inBrackets) {
        if (c == '\\') {
          out.append('\\');
        }
        out.appendCodePoint(c);
        inBrackets = c != ']';
      } else {
        inBrackets = c == '[';
        outside(c, out);
      }
    }
    return out.append(")$").toString();
  }

  /** The two separators make the part between them the result of substring. */
  private static String separator(int before) {
    return switch (before) {
      case 0 -> "){1,1}?(";
      case 1 -> "){1,1}(?:";
      default ->
          throw SqlException.error(
              SqlState.INVALID_USE_OF_ESCAPE_CHARACTER,
              "SQL regular expression may not contain more than two escape-double-quote"
                  + " separators");
    };
  }

  private static void outside(int c, StringBuilder out) {
    switch (c) {
      case '%' -> out.append(".*");
      case '_' -> out.append('.');
      case '(' -> out.append("(?:");
      case '\\', '.', '^', '$' -> out.append('\\').appendCodePoint(c);
      default -> out.appendCodePoint(c);
    }
  }
}
