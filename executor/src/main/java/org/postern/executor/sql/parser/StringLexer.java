package org.postern.executor.sql.parser;

import static org.postern.executor.sql.parser.Token.BIT_STRING;
import static org.postern.executor.sql.parser.Token.HEX_STRING;
import static org.postern.executor.sql.parser.Token.IDENTIFIER;
import static org.postern.executor.sql.parser.Token.STRING;

import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Reads every quoted form: strings, bit strings, dollar quotes and delimited identifiers.
 *
 * <p>Strings separated only by whitespace with a newline in it are one string; the pieces after the
 * first follow the rules of the first.
 *
 * <p>Source: PostgreSQL documentation, "Constants" and "Identifiers and Key Words".
 */
final class StringLexer {
  private final String sql;
  private final int length;
  private final ParserNotices notices;

  StringLexer(String sql, ParserNotices notices) {
    this.sql = sql;
    this.length = sql.length();
    this.notices = notices;
  }

  private Token failed(String message, int start, int end) {
    return Token.of(ParseErrors.near(sql, message, start, end), start, end);
  }

  /** A string without escapes whose text begins at {@code from}. */
  Token standard(int start, int from) {
    return plain(STRING, "unterminated quoted string", start, from);
  }

  Token bits(int start, boolean hex) {
    return hex
        ? plain(HEX_STRING, "unterminated hexadecimal string literal", start, start + 2)
        : plain(BIT_STRING, "unterminated bit string literal", start, start + 2);
  }

  private Token plain(int type, String unterminated, int start, int from) {
    int quote = sql.indexOf('\'', from);
    if (quote < 0) {
      return failed(unterminated, start, length);
    }
    // Only a string proper knows doubled quotes; a bit string ends at the first.
    boolean doubling = type == STRING;
    boolean doubled = doubling && quote + 1 < length && sql.charAt(quote + 1) == '\'';
    if (!doubled && continuation(quote + 1) < 0) {
      return Token.of(type, sql.substring(from, quote), start, quote + 1);
    }
    StringBuilder text = new StringBuilder();
    int p = from;
    while (true) {
      quote = sql.indexOf('\'', p);
      if (quote < 0) {
        return failed(unterminated, start, length);
      }
      text.append(sql, p, quote);
      if (doubling && quote + 1 < length && sql.charAt(quote + 1) == '\'') {
        text.append('\'');
        p = quote + 2;
        continue;
      }
      p = continuation(quote + 1);
      if (p < 0) {
        return Token.of(type, text.toString(), start, quote + 1);
      }
    }
  }

  /** Where the next piece's text begins if the string goes on after a quote, else -1. */
  private int continuation(int p) {
    boolean newline = false;
    while (p < length) {
      char c = sql.charAt(p);
      if (c == '\n' || c == '\r') {
        newline = true;
        p++;
      } else if (Lexer.isSpace(c)) {
        p++;
      } else if (c == '-' && p + 1 < length && sql.charAt(p + 1) == '-') {
        while (p < length && sql.charAt(p) != '\n' && sql.charAt(p) != '\r') {
          p++;
        }
      } else {
        return newline && c == '\'' ? p + 1 : -1;
      }
    }
    return -1;
  }

  /** {@code E'...'}. */
  Token escaped(int start) {
    EscapeDecoder decoder = new EscapeDecoder(sql);
    int p = start + 2;
    while (true) {
      if (p >= length) {
        return failed("unterminated quoted string", start, length);
      }
      char c = sql.charAt(p);
      if (c == '\\') {
        if (p + 1 >= length) {
          return failed("unterminated quoted string", start, length);
        }
        p = decoder.escape(p);
        if (decoder.error() != null) {
          return Token.of(decoder.error(), start, length);
        }
        continue;
      }
      if (c != '\'') {
        decoder.append(c, p);
        p++;
      } else if (p + 1 < length && sql.charAt(p + 1) == '\'') {
        decoder.append('\'', p);
        p += 2;
      } else {
        int next = continuation(p + 1);
        if (next < 0) {
          String text = decoder.finish(p);
          return decoder.error() != null
              ? Token.of(decoder.error(), start, p + 1)
              : Token.of(STRING, text, start, p + 1);
        }
        p = next;
      }
      if (decoder.error() != null) {
        return Token.of(decoder.error(), start, length);
      }
    }
  }

  /** {@code $tag$...$tag$}; null when no dollar quote begins here. */
  Token dollarQuoted(int start) {
    int p = start + 1;
    if (p < length && Lexer.isIdentifierStart(sql.charAt(p))) {
      p++;
      while (p < length && Lexer.isTagPart(sql.charAt(p))) {
        p++;
      }
    }
    if (p >= length || sql.charAt(p) != '$') {
      return null;
    }
    String tag = sql.substring(start, p + 1);
    int end = sql.indexOf(tag, p + 1);
    if (end < 0) {
      return failed("unterminated dollar-quoted string", start, length);
    }
    return Token.of(STRING, sql.substring(p + 1, end), start, end + tag.length());
  }

  Token quotedIdentifier(int start) {
    Token raw = delimited(start, start + 1);
    return raw.error() != null
        ? raw
        : Token.of(IDENTIFIER, Identifiers.truncate(raw.text(), notices), raw.start(), raw.end());
  }

  /** The text between double quotes, doubled ones undone. */
  private Token delimited(int start, int from) {
    int p = from;
    StringBuilder text = null;
    while (true) {
      int quote = sql.indexOf('"', p);
      if (quote < 0) {
        return failed("unterminated quoted identifier", start, length);
      }
      if (quote + 1 < length && sql.charAt(quote + 1) == '"') {
        text = (text == null ? new StringBuilder() : text).append(sql, p, quote + 1);
        p = quote + 2;
        continue;
      }
      String name = text == null ? sql.substring(p, quote) : text.append(sql, p, quote).toString();
      if (name.isEmpty()) {
        return failed("zero-length delimited identifier", start, quote + 1);
      }
      return Token.of(IDENTIFIER, name, start, quote + 1);
    }
  }

  /** {@code U&'...'} with its UESCAPE, if any. */
  Token unicodeString(int start) {
    Token raw = standard(start, start + 3);
    return raw.error() != null ? raw : unescaped(raw, STRING);
  }

  Token unicodeIdentifier(int start) {
    Token raw = delimited(start, start + 3);
    if (raw.error() != null) {
      return raw;
    }
    Token token = unescaped(raw, IDENTIFIER);
    return token.error() != null
        ? token
        : Token.of(
            IDENTIFIER, Identifiers.truncate(token.text(), notices), token.start(), token.end());
  }

  private Token unescaped(Token raw, int type) {
    Lexer ahead = new Lexer(sql.substring(raw.end()), ParserNotices.SILENT);
    Token word = ahead.next();
    char escape = '\\';
    int end = raw.end();
    if (word.keyword() == Keyword.UESCAPE) {
      Token literal = ahead.next();
      int literalStart = raw.end() + literal.start();
      int literalEnd = raw.end() + literal.end();
      if (literal.type() != STRING) {
        return failed(
            "UESCAPE must be followed by a simple string literal", literalStart, literalEnd);
      }
      if (literal.text().length() != 1 || !isEscapeCharacter(literal.text().charAt(0))) {
        return failed("invalid Unicode escape character", literalStart, literalEnd);
      }
      escape = literal.text().charAt(0);
      end = literalEnd;
    }
    try {
      String text = UnicodeEscapes.decode(sql, raw.text(), escape, raw.start() + 3);
      return Token.of(type, text, raw.start(), end);
    } catch (SqlException e) {
      return Token.of(e, raw.start(), end);
    }
  }

  private static boolean isEscapeCharacter(char c) {
    return Character.digit(c, 16) < 0 && c != '+' && c != '\'' && c != '"' && !Lexer.isSpace(c);
  }

  /** 22021, as the encoding check words it. */
  static SqlException invalidUtf8(byte[] bytes, int from, int count) {
    StringBuilder hex = new StringBuilder();
    for (int i = from; i < from + count; i++) {
      hex.append(i == from ? "0x" : " 0x");
      hex.append(Character.forDigit(bytes[i] >> 4 & 15, 16));
      hex.append(Character.forDigit(bytes[i] & 15, 16));
    }
    return SqlException.error(
        SqlState.CHARACTER_NOT_IN_REPERTOIRE,
        "invalid byte sequence for encoding \"UTF8\": " + hex);
  }
}
