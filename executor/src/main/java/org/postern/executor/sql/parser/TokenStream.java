package org.postern.executor.sql.parser;

import java.util.Arrays;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * The tokens of one query string with unlimited lookahead, lexed as they are asked for.
 *
 * <p>Also counts how deeply the grammar is nested, because each level costs Java stack.
 */
final class TokenStream {
  /**
   * Levels of nesting that a 4 MB stack bears, interpreted code included. What takes many Java
   * frames per level, such as a function call, counts twice.
   */
  private static final int MAX_DEPTH = 5000;

  private final String sql;
  private final Lexer lexer;
  private Token[] tokens = new Token[64];
  private int count;
  private int index;
  private Token current;
  private int depth;

  TokenStream(String sql, ParserNotices notices) {
    this.sql = sql;
    this.lexer = new Lexer(sql, notices);
    this.current = checked(get(0));
  }

  String sql() {
    return sql;
  }

  Token current() {
    return current;
  }

  /** The token {@code n} places after the current one. */
  Token peek(int n) {
    return get(index + n);
  }

  private Token get(int i) {
    while (count <= i) {
      if (count == tokens.length) {
        tokens = Arrays.copyOf(tokens, count * 2);
      }
      tokens[count++] = lexer.next();
    }
    return tokens[i];
  }

  /** Moves on and returns the token left behind. */
  Token advance() {
    Token left = current;
    current = checked(get(++index));
    return left;
  }

  private static Token checked(Token token) {
    if (token.error() != null) {
      throw token.error();
    }
    return token;
  }

  /** One past the last char of the token before the current one. */
  int previousEnd() {
    return index == 0 ? 0 : tokens[index - 1].end();
  }

  boolean at(int type) {
    return current.type() == type;
  }

  boolean at(Keyword keyword) {
    return current.keyword() == keyword;
  }

  /** The error at the current token that says no more than where it is. */
  SqlException syntaxError() {
    return errorNear("syntax error", current);
  }

  SqlException errorNear(String message, Token token) {
    return ParseErrors.near(sql, message, token.start(), token.end());
  }

  /** A message of its own about the text at {@code location}. */
  SqlException error(SqlState state, String message, int location) {
    return ParseErrors.at(sql, location, state, message);
  }

  SqlException error(String message, int location) {
    return ParseErrors.at(sql, location, SqlState.SYNTAX_ERROR, message);
  }

  /** Enters a construct that may hold others of its kind; {@link #leave()} ends it. */
  void enter() {
    if (++depth > MAX_DEPTH) {
      throw ParseErrors.tooDeep();
    }
  }

  void leave() {
    depth--;
  }
}
