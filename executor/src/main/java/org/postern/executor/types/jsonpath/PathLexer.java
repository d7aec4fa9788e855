package org.postern.executor.types.jsonpath;

import java.util.Locale;
import java.util.Map;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Cuts the text of a path into tokens, with JavaScript's escapes in strings and names. */
final class PathLexer {
  private static final String SPECIAL = "?%$.[]{}()|&!=<>@#,*:-+/";
  private static final String BLANK = " \t\n\r\f";

  /** Words that mean something; true, false and null only in lower case. */
  private static final Map<String, Boolean> KEYWORDS =
      Map.ofEntries(
          Map.entry("is", false),
          Map.entry("to", false),
          Map.entry("abs", false),
          Map.entry("lax", false),
          Map.entry("flag", false),
          Map.entry("last", false),
          Map.entry("null", true),
          Map.entry("size", false),
          Map.entry("true", true),
          Map.entry("type", false),
          Map.entry("with", false),
          Map.entry("false", true),
          Map.entry("floor", false),
          Map.entry("double", false),
          Map.entry("exists", false),
          Map.entry("starts", false),
          Map.entry("strict", false),
          Map.entry("ceiling", false),
          Map.entry("datetime", false),
          Map.entry("unknown", false),
          Map.entry("keyvalue", false),
          Map.entry("like_regex", false));

  /** What a token is. */
  enum Kind {
    /** Punctuation; the text says which. */
    SIGN,
    /** A word with a meaning; the word is the text as written. */
    KEYWORD,
    NAME,
    STRING,
    VARIABLE,
    INTEGER,
    NUMBER,
    END
  }

  /**
   * A token.
   *
   * @param word the keyword in lower case, or the sign; null for others
   * @param near what an error shows, null for the end of the input
   */
  record Token(Kind kind, String text, String word, String near) {
    boolean is(String wordOrSign) {
      return wordOrSign.equals(word);
    }
  }

  private final String in;
  private int at;

  PathLexer(String in) {
    this.in = in;
  }

  static SqlException error(String message, String near) {
    return SqlException.error(
        SqlState.SYNTAX_ERROR,
        "%s",
        near == null
            ? message + " at end of jsonpath input"
            : message + " at or near \"" + near + "\" of jsonpath input");
  }

  private char peek(int ahead) {
    return at + ahead < in.length() ? in.charAt(at + ahead) : '\0';
  }

  private static boolean isPlain(char c) {
    return c != '\0' && SPECIAL.indexOf(c) < 0 && BLANK.indexOf(c) < 0 && c != '\\' && c != '"';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  Token next() {
    skip();
    if (at >= in.length()) {
      return new Token(Kind.END, "", null, null);
    }
    char c = in.charAt(at);
    if (isDigit(c) || c == '.' && isDigit(peek(1))) {
      return number();
    }
    if (c == '"') {
      at++;
      return new Token(Kind.STRING, quoted(), null, "\"");
    }
    if (c == '$') {
      return dollar();
    }
    if (SPECIAL.indexOf(c) >= 0) {
      return sign();
    }
    return name();
  }

  private void skip() {
    while (at < in.length()) {
      if (BLANK.indexOf(in.charAt(at)) >= 0) {
        at++;
      } else if (in.startsWith("/*", at)) {
        int end = in.indexOf("*/", at + 2);
        if (end < 0) {
          throw error("unexpected end of comment", null);
        }
        at = end + 2;
      } else {
        return;
      }
    }
  }

  private Token sign() {
    String sign = in.substring(at, at + 1);
    for (String two : new String[] {"&&", "||", "**", "<=", "==", "<>", "!=", ">="}) {
      if (in.startsWith(two, at)) {
        sign = two;
      }
    }
    at += sign.length();
    return new Token(Kind.SIGN, sign, sign.equals("<>") ? "!=" : sign, sign);
  }

  private Token dollar() {
    int from = at++;
    if (peek(0) == '"') {
      at++;
      return new Token(Kind.VARIABLE, quoted(), null, "\"");
    }
    while (isPlain(peek(0))) {
      at++;
    }
    String all = in.substring(from, at);
    return at == from + 1
        ? new Token(Kind.SIGN, all, all, all)
        : new Token(Kind.VARIABLE, all.substring(1), null, all);
  }

  private Token number() {
    int from = at;
    boolean integer = true;
    if (peek(0) == '0') {
      at++;
    } else {
      digits();
    }
    if (peek(0) == '.') {
      integer = false;
      at++;
      digits();
    }
    if (peek(0) == 'e' || peek(0) == 'E') {
      int exponent = at++;
      boolean signed = peek(0) == '+' || peek(0) == '-';
      at += signed ? 1 : 0;
      if (isDigit(peek(0))) {
        integer = false;
        digits();
      } else if (signed) {
        throw error("trailing junk after numeric literal", in.substring(from, at));
      } else {
        at = exponent;
      }
    }
    if (isPlain(peek(0))) {
      int end = in.offsetByCodePoints(at, 1);
      throw error("trailing junk after numeric literal", in.substring(from, end));
    }
    String text = in.substring(from, at);
    return new Token(integer ? Kind.INTEGER : Kind.NUMBER, text, null, text);
  }

  private void digits() {
    while (isDigit(peek(0))) {
      at++;
    }
  }

  /** The rest of a string in quotes. */
  private String quoted() {
    StringBuilder out = new StringBuilder();
    while (true) {
      if (at >= in.length()) {
        throw error("unexpected end of quoted string", null);
      }
      char c = in.charAt(at);
      if (c == '"') {
        at++;
        return out.toString();
      }
      if (c == '\\') {
        escape(out);
      } else {
        out.append(c);
        at++;
      }
    }
  }

  private Token name() {
    StringBuilder out = new StringBuilder();
    while (at < in.length() && (isPlain(in.charAt(at)) || in.charAt(at) == '\\')) {
      if (in.charAt(at) == '\\') {
        escape(out);
      } else {
        out.append(in.charAt(at++));
      }
    }
    // An error shows the blank that ended a name, but nothing of what else may follow one.
    boolean blank = at < in.length() && BLANK.indexOf(in.charAt(at)) >= 0;
    String near = blank ? in.substring(at, at + 1) : null;
    String text = out.toString();
    String word = text.toLowerCase(Locale.ROOT);
    Boolean exact = KEYWORDS.get(word);
    return exact != null && (!exact || word.equals(text))
        ? new Token(Kind.KEYWORD, text, word, near)
        : new Token(Kind.NAME, text, null, near);
  }

  private void escape(StringBuilder out) {
    char c = peek(1);
    switch (c) {
      case '\0' -> throw error("unexpected end after backslash", "\\");
      case 'b' -> plain(out, '\b');
      case 'f' -> plain(out, '\f');
      case 'n' -> plain(out, '\n');
      case 'r' -> plain(out, '\r');
      case 't' -> plain(out, '\t');
      case 'v' -> plain(out, '\u000b');
      case 'x' -> {
        int end = hexadecimal(at + 2, 2);
        if (end < at + 4) {
          throw error("invalid hex character sequence", in.substring(at, end));
        }
        append(out, Integer.parseInt(in, at + 2, end, 16));
        at = end;
      }
      case 'u' -> unicode(out);
      default -> plain(out, c);
    }
  }

  private void plain(StringBuilder out, char c) {
    out.append(c);
    at += 2;
  }

  /** The end of the hexadecimal digits from {@code from} on, {@code most} at most. */
  private int hexadecimal(int from, int most) {
    int end = from;
    while (end < in.length() && end < from + most && Character.digit(in.charAt(end), 16) >= 0) {
      end++;
    }
    return end;
  }

  /** A run of {@code \\u} escapes, two of which may be the halves of one character. */
  private void unicode(StringBuilder out) {
    int high = -1;
    while (in.startsWith("\\u", at)) {
      int code = codePoint();
      if (code >= Character.MIN_HIGH_SURROGATE && code <= Character.MAX_HIGH_SURROGATE) {
        if (high >= 0) {
          throw surrogate("Unicode high surrogate must not follow a high surrogate.");
        }
        high = code;
      } else if (code >= Character.MIN_LOW_SURROGATE && code <= Character.MAX_LOW_SURROGATE) {
        if (high < 0) {
          throw loneSurrogate();
        }
        append(out, Character.toCodePoint((char) high, (char) code));
        high = -1;
      } else {
        if (high >= 0) {
          throw loneSurrogate();
        }
        append(out, code);
      }
    }
    if (high >= 0) {
      throw loneSurrogate();
    }
  }

  private static SqlException loneSurrogate() {
    return surrogate("Unicode low surrogate must follow a high surrogate.");
  }

  private int codePoint() {
    boolean braces = in.startsWith("{", at + 2);
    int from = at + (braces ? 3 : 2);
    int end = hexadecimal(from, braces ? 6 : 4);
    boolean good = braces ? end > from && in.startsWith("}", end) : end == from + 4;
    if (!good) {
      throw error("invalid unicode sequence", in.substring(at, end));
    }
    at = end + (braces ? 1 : 0);
    return Integer.parseInt(in, from, end, 16);
  }

  private static void append(StringBuilder out, int code) {
    if (code == 0) {
      throw SqlException.error(
              SqlState.UNTRANSLATABLE_CHARACTER, "unsupported Unicode escape sequence")
          .withDetail("%s", "\\u0000 cannot be converted to text.");
    }
    if (!Character.isValidCodePoint(code)) {
      throw SqlException.error(SqlState.SYNTAX_ERROR, "invalid Unicode code point: %04x", code);
    }
    out.appendCodePoint(code);
  }

  private static SqlException surrogate(String detail) {
    return SqlException.error(
            SqlState.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type jsonpath")
        .withDetail(detail);
  }
}
