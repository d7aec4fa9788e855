package org.postern.executor.sql.parser;

import static org.postern.executor.sql.parser.Token.COLON_EQUALS;
import static org.postern.executor.sql.parser.Token.DOT_DOT;
import static org.postern.executor.sql.parser.Token.END;
import static org.postern.executor.sql.parser.Token.EQUALS_GREATER;
import static org.postern.executor.sql.parser.Token.GREATER_EQUALS;
import static org.postern.executor.sql.parser.Token.IDENTIFIER;
import static org.postern.executor.sql.parser.Token.INTEGER;
import static org.postern.executor.sql.parser.Token.LESS_EQUALS;
import static org.postern.executor.sql.parser.Token.NOT_EQUALS;
import static org.postern.executor.sql.parser.Token.NUMERIC;
import static org.postern.executor.sql.parser.Token.OPERATOR;
import static org.postern.executor.sql.parser.Token.PARAMETER;
import static org.postern.executor.sql.parser.Token.TYPECAST;

import org.postern.storage.error.SqlException;

/**
 * Cuts SQL text into tokens, one at a time.
 *
 * <p>It never throws: what is no token becomes a token that carries the error, because the parser
 * may find a fault further left. Quoted text is left to {@link StringLexer}.
 *
 * <p>Source: PostgreSQL documentation, "Lexical Structure".
 */
final class Lexer {
  /** The classes of ASCII characters, as bits. */
  private static final byte[] CLASS = classes();

  private static final int SPACE = 1;
  private static final int IDENT_START = 2;
  private static final int IDENT_PART = 4;
  private static final int DIGIT = 8;
  private static final int OP = 16;
  private static final int SELF = 32;

  private static final int MAX_OPERATOR = 63;

  private final String sql;
  private final int length;
  private final StringLexer strings;
  private final ParserNotices notices;
  private int pos;

  Lexer(String sql, ParserNotices notices) {
    this.sql = sql;
    this.length = sql.length();
    this.notices = notices;
    this.strings = new StringLexer(sql, notices);
  }

  private static byte[] classes() {
    byte[] classes = new byte[128];
    mark(classes, " \t\n\r\f", SPACE);
    mark(classes, "~!@#^&|`?+-*/%<>=", OP);
    mark(classes, ",()[].;:+-*/%^<>=", SELF);
    for (char c = '0'; c <= '9'; c++) {
      classes[c] |= DIGIT | IDENT_PART;
    }
    for (char c = 'a'; c <= 'z'; c++) {
      classes[c] |= IDENT_START | IDENT_PART;
      classes[c - 32] |= IDENT_START | IDENT_PART;
    }
    mark(classes, "_", IDENT_START | IDENT_PART);
    mark(classes, "$", IDENT_PART);
    return classes;
  }

  private static void mark(byte[] classes, String chars, int bits) {
    for (int i = 0; i < chars.length(); i++) {
      classes[chars.charAt(i)] |= (byte) bits;
    }
  }

  private static boolean is(char c, int bits) {
    return c < 128 ? (CLASS[c] & bits) != 0 : (bits & (IDENT_START | IDENT_PART)) != 0;
  }

  static boolean isSpace(char c) {
    return is(c, SPACE);
  }

  static boolean isIdentifierStart(char c) {
    return is(c, IDENT_START);
  }

  /** Identifier characters except the dollar sign, as the tags of dollar quotes need them. */
  static boolean isTagPart(char c) {
    return c != '$' && is(c, IDENT_PART);
  }

  /** The next token; at the end always an END token. */
  Token next() {
    SqlException error = skipSpace();
    if (error != null) {
      int start = pos;
      pos = length;
      return Token.of(error, start, length);
    }
    if (pos >= length) {
      return Token.of(END, "", length, length);
    }
    int start = pos;
    char c = sql.charAt(pos);
    if (is(c, IDENT_START)) {
      Token quoted = prefixedString(c);
      return quoted != null ? quoted : word();
    }
    if (is(c, DIGIT) || c == '.' && start + 1 < length && is(sql.charAt(start + 1), DIGIT)) {
      return number();
    }
    return switch (c) {
      case '\'' -> took(strings.standard(start, start + 1));
      case '"' -> took(strings.quotedIdentifier(start));
      case '$' -> dollar();
      case ':' -> colon();
      case '.' -> dot();
      default -> {
        if (is(c, OP)) {
          yield operator();
        }
        pos++;
        yield Token.of(c, "", start, pos);
      }
    };
  }

  /** Whitespace and comments; returns the error of a comment that does not end. */
  private SqlException skipSpace() {
    while (pos < length) {
      char c = sql.charAt(pos);
      if (is(c, SPACE)) {
        pos++;
      } else if (c == '-' && startsComment('-')) {
        pos += 2;
        while (pos < length && sql.charAt(pos) != '\n' && sql.charAt(pos) != '\r') {
          pos++;
        }
      } else if (c == '/' && startsComment('*')) {
        int start = pos;
        if (!skipBlockComment()) {
          pos = start;
          return ParseErrors.near(sql, "unterminated /* comment", start, length);
        }
      } else {
        return null;
      }
    }
    return null;
  }

  private boolean startsComment(char second) {
    return pos + 1 < length && sql.charAt(pos + 1) == second;
  }

  private boolean skipBlockComment() {
    int depth = 0;
    do {
      if (pos + 1 >= length) {
        return false;
      }
      char c = sql.charAt(pos);
      if (c == '/' && sql.charAt(pos + 1) == '*') {
        depth++;
        pos += 2;
      } else if (c == '*' && sql.charAt(pos + 1) == '/') {
        depth--;
        pos += 2;
      } else {
        pos++;
      }
    } while (depth > 0);
    return true;
  }

  private Token took(Token token) {
    pos = token.end();
    return token;
  }

  /** Strings and identifiers that begin with a letter: E'', B'', X'', N'', U&'' and U&"". */
  private Token prefixedString(char c) {
    int start = pos;
    if (start + 1 >= length) {
      return null;
    }
    char second = sql.charAt(start + 1);
    if (second == '\'') {
      return switch (c) {
        case 'e', 'E' -> took(strings.escaped(start));
        case 'b', 'B' -> took(strings.bits(start, false));
        case 'x', 'X' -> took(strings.bits(start, true));
        case 'n', 'N' -> {
          pos++;
          yield Token.of(Keyword.NCHAR, start, pos);
        }
        default -> null;
      };
    }
    if (second == '&' && (c == 'u' || c == 'U') && start + 2 < length) {
      char third = sql.charAt(start + 2);
      if (third == '\'') {
        return took(strings.unicodeString(start));
      }
      if (third == '"') {
        return took(strings.unicodeIdentifier(start));
      }
    }
    return null;
  }

  private Token word() {
    int start = pos;
    int p = start + 1;
    boolean plain = isPlain(sql.charAt(start));
    while (p < length && is(sql.charAt(p), IDENT_PART)) {
      plain &= isPlain(sql.charAt(p));
      p++;
    }
    pos = p;
    Keyword keyword = KeywordTable.lookup(sql, start, p);
    if (keyword != null) {
      return Token.of(keyword, start, p);
    }
    String text = sql.substring(start, p);
    if (!plain) {
      text = Identifiers.fold(text);
    }
    return Token.of(IDENTIFIER, Identifiers.truncate(text, notices), start, p);
  }

  private static boolean isPlain(char c) {
    return c < 'A' || c > 'Z';
  }

  private int digits(int p) {
    while (p < length && is(sql.charAt(p), DIGIT)) {
      p++;
    }
    return p;
  }

  private Token number() {
    int start = pos;
    int p = digits(start);
    boolean integer = true;
    // Two dots after digits belong to the next token: 1..10 is a range in PL/pgSQL.
    boolean range = p + 1 < length && sql.charAt(p) == '.' && sql.charAt(p + 1) == '.';
    if (p < length && sql.charAt(p) == '.' && !range) {
      p = digits(p + 1);
      integer = false;
    }
    if (p < length && !range && (sql.charAt(p) | 0x20) == 'e') {
      int q = p + 1;
      boolean sign = q < length && (sql.charAt(q) == '+' || sql.charAt(q) == '-');
      int exponent = digits(sign ? q + 1 : q);
      if (exponent > (sign ? q + 1 : q)) {
        p = exponent;
        integer = false;
      } else if (sign) {
        return junk("trailing junk after numeric literal", q + 1);
      }
    }
    if (p < length && is(sql.charAt(p), IDENT_START)) {
      return junk("trailing junk after numeric literal", wordEnd(p));
    }
    pos = p;
    return Token.of(
        integer && fitsInt(start, p) ? INTEGER : NUMERIC, sql.substring(start, p), start, p);
  }

  private int wordEnd(int p) {
    while (p < length && is(sql.charAt(p), IDENT_PART)) {
      p++;
    }
    return p;
  }

  private Token junk(String message, int end) {
    int start = pos;
    pos = end;
    return Token.of(ParseErrors.near(sql, message, start, end), start, end);
  }

  private boolean fitsInt(int start, int end) {
    while (start < end && sql.charAt(start) == '0') {
      start++;
    }
    if (end - start < 10) {
      return true;
    }
    return end - start == 10 && Long.parseLong(sql, start, end, 10) <= Integer.MAX_VALUE;
  }

  private Token dollar() {
    int start = pos;
    if (start + 1 < length && is(sql.charAt(start + 1), DIGIT)) {
      int p = digits(start + 1);
      if (p < length && is(sql.charAt(p), IDENT_START)) {
        return junk("trailing junk after parameter", wordEnd(p));
      }
      pos = p;
      return Token.of(PARAMETER, sql.substring(start + 1, p), start, p);
    }
    Token quoted = strings.dollarQuoted(start);
    if (quoted != null) {
      return took(quoted);
    }
    pos++;
    return Token.of('$', "", start, pos);
  }

  private Token colon() {
    int start = pos;
    char next = start + 1 < length ? sql.charAt(start + 1) : 0;
    int type = next == ':' ? TYPECAST : next == '=' ? COLON_EQUALS : ':';
    pos += type == ':' ? 1 : 2;
    return Token.of(type, "", start, pos);
  }

  private Token dot() {
    int start = pos;
    boolean two = start + 1 < length && sql.charAt(start + 1) == '.';
    pos += two ? 2 : 1;
    return Token.of(two ? DOT_DOT : '.', "", start, pos);
  }

  private Token operator() {
    int start = pos;
    int end = start + 1;
    while (end < length && is(sql.charAt(end), OP)) {
      char c = sql.charAt(end);
      char previous = sql.charAt(end - 1);
      if (c == '-' && previous == '-' || c == '*' && previous == '/') {
        // A comment begins inside the run of operator characters.
        end--;
        break;
      }
      end++;
    }
    end = withoutTrailingSigns(start, end);
    pos = end;
    char first = sql.charAt(start);
    if (end - start == 1) {
      return is(first, SELF) ? Token.of(first, "", start, end) : named(start, end);
    }
    if (end - start == 2) {
      int type = pairType(first, sql.charAt(start + 1));
      if (type != OPERATOR) {
        return Token.of(type, type == NOT_EQUALS ? "<>" : "", start, end);
      }
    }
    if (end - start > MAX_OPERATOR) {
      return Token.of(ParseErrors.near(sql, "operator too long", start, end), start, end);
    }
    return named(start, end);
  }

  private Token named(int start, int end) {
    return Token.of(OPERATOR, sql.substring(start, end), start, end);
  }

  private static int pairType(char first, char second) {
    if (second == '=') {
      return switch (first) {
        case '<' -> LESS_EQUALS;
        case '>' -> GREATER_EQUALS;
        case '!' -> NOT_EQUALS;
        default -> OPERATOR;
      };
    }
    if (second == '>') {
      return first == '=' ? EQUALS_GREATER : first == '<' ? NOT_EQUALS : OPERATOR;
    }
    return OPERATOR;
  }

  /**
   * A name of several characters may end in + or - only if it holds a character that no SQL
   * operator has, so that {@code a=-1} reads as expected.
   */
  private int withoutTrailingSigns(int start, int end) {
    if (end - start < 2 || !isSign(sql.charAt(end - 1))) {
      return end;
    }
    for (int i = start; i < end - 1; i++) {
      if ("~!@#^&|`?%".indexOf(sql.charAt(i)) >= 0) {
        return end;
      }
    }
    while (end - start > 1 && isSign(sql.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  private static boolean isSign(char c) {
    return c == '+' || c == '-';
  }
}
