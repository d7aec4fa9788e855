package org.postern.executor.sql.parser;

import org.postern.storage.error.SqlException;

/**
 * One lexical element.
 *
 * @param type one of the constants here, or the character itself for single-character tokens
 * @param keyword set when the type is {@link #KEYWORD}
 * @param text the identifier folded, the string decoded, the number's digits or the operator
 * @param end one past its last char
 * @param error set when the type is {@link #ERROR}
 */
record Token(int type, Keyword keyword, String text, int start, int end, SqlException error) {
  static final int END = 0;
  static final int IDENTIFIER = 256;
  static final int KEYWORD = 257;
  static final int STRING = 258;
  static final int BIT_STRING = 259;
  static final int HEX_STRING = 260;
  static final int INTEGER = 261;
  static final int NUMERIC = 262;
  static final int PARAMETER = 263;
  static final int OPERATOR = 264;

  /** {@code ::}. */
  static final int TYPECAST = 265;

  static final int DOT_DOT = 266;
  static final int COLON_EQUALS = 267;
  static final int EQUALS_GREATER = 268;
  static final int LESS_EQUALS = 269;
  static final int GREATER_EQUALS = 270;
  static final int NOT_EQUALS = 271;

  /** Text that is no token: the error is thrown when the parser arrives here, not earlier. */
  static final int ERROR = 272;

  static Token of(int type, String text, int start, int end) {
    return new Token(type, null, text, start, end, null);
  }

  static Token of(Keyword keyword, int start, int end) {
    return new Token(KEYWORD, keyword, keyword.word(), start, end, null);
  }

  static Token of(SqlException error, int start, int end) {
    return new Token(ERROR, null, "", start, end, error);
  }

  /** The parameter number or the value of an integer token. */
  int intValue() {
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      value = value * 10 + text.charAt(i) - '0';
    }
    return value;
  }
}
