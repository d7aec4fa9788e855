package org.postern.executor.sql.parser;

import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** The reports of lexer and parser, with positions counted in characters rather than chars. */
final class ParseErrors {
  private ParseErrors() {}

  /** The 1-based position that the client sees for a char index. */
  static int position(String sql, int location) {
    return sql.codePointCount(0, Math.min(location, sql.length())) + 1;
  }

  /** "message at or near ..." with the text that starts at {@code start}. */
  static SqlException near(String sql, String message, int start, int end) {
    if (start >= sql.length()) {
      return at(sql, start, SqlState.SYNTAX_ERROR, message + " at end of input");
    }
    String text = sql.substring(start, end);
    return at(sql, start, SqlState.SYNTAX_ERROR, message + " at or near \"" + text + "\"");
  }

  /** A message without "at or near". */
  static SqlException at(String sql, int location, SqlState state, String message) {
    SqlException error = SqlException.error(state, message);
    return location < 0 ? error : error.withPosition(position(sql, location));
  }

  static SqlException tooDeep() {
    return SqlException.error(SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded")
        .withHint(
            "Increase the configuration parameter \"max_stack_depth\" (currently 2048kB), after"
                + " ensuring the platform's stack depth limit is adequate.");
  }
}
