package org.postern.server.config;

/**
 * Splits one line of a configuration file into tokens, each as long as possible.
 *
 * <pre>
 * Line    -> [ Name [ "=" ] Value ] [ "#" comment ]
 * Name    -> Id [ "." Id ]
 * Value   -> Id | Unquoted | Integer | Real | Quoted
 * Id      -> letter { letter | digit }             letter: A-Z a-z _ and all beyond ASCII
 * Unquoted-> letter { letter | digit | - . _ : / }
 * Integer -> [ sign ] ( digits | 0x hexdigits ) { A-Z a-z }
 * Real    -> [ sign ] { digit } "." { digit } [ exponent ]
 * Quoted  -> "'" { char | "''" | "\" char } "'"
 * </pre>
 *
 * <p>Source: PostgreSQL documentation, "Parameter Interaction via the Configuration File".
 */
final class ConfigScanner {
  /** What a token may stand for. */
  enum Kind {
    ID,
    QUALIFIED_ID,
    UNQUOTED,
    INTEGER,
    REAL,
    QUOTED,
    EQUALS,
    END,
    ERROR
  }

  private final String text;
  private int position;
  private int start;
  private Kind kind = Kind.END;

  ConfigScanner(String text) {
    this.text = text;
  }

  Kind next() {
    while (position < text.length() && " \t\r\f".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
    start = position;
    if (position == text.length() || text.charAt(position) == '#') {
      position = text.length();
      kind = Kind.END;
      return kind;
    }
    char c = text.charAt(position);
    if (c == '=') {
      position++;
      kind = Kind.EQUALS;
    } else if (c == '\'') {
      kind = scanQuoted();
    } else if (isLetter(c)) {
      kind = scanWord();
    } else {
      kind = scanNumber();
    }
    return kind;
  }

  Kind kind() {
    return kind;
  }

  /** The token as written. */
  String token() {
    return text.substring(start, position);
  }

  private Kind scanWord() {
    int dots = 0;
    int id = skipId(position);
    int qualified = id;
    if (at(id) == '.' && isLetter(at(id + 1))) {
      qualified = skipId(id + 1);
      dots = 1;
    }
    int unquoted = position;
    while (isLetter(at(unquoted)) || isDigit(at(unquoted)) || isUnquotedMark(at(unquoted))) {
      unquoted++;
    }
    if (unquoted > qualified) {
      position = unquoted;
      return Kind.UNQUOTED;
    }
    position = qualified;
    return dots == 0 ? Kind.ID : Kind.QUALIFIED_ID;
  }

  private int skipId(int from) {
    int i = from;
    while (isLetter(at(i)) || isDigit(at(i))) {
      i++;
    }
    return i;
  }

  private Kind scanNumber() {
    int i = position;
    if (at(i) == '+' || at(i) == '-') {
      i++;
    }
    int digits = i;
    boolean hex = at(i) == '0' && (at(i + 1) == 'x' || at(i + 1) == 'X');
    int integer = hex ? i + 2 : i;
    while (hex ? Character.digit(at(integer), 16) >= 0 : isDigit(at(integer))) {
      integer++;
    }
    int real = i;
    while (isDigit(at(real))) {
      real++;
    }
    if (at(real) == '.') {
      position = skipExponent(skipDigits(real + 1));
      return Kind.REAL;
    }
    if (integer == digits) {
      position++;
      return Kind.ERROR;
    }
    while (isAsciiLetter(at(integer))) {
      integer++;
    }
    position = integer;
    return Kind.INTEGER;
  }

  private int skipDigits(int from) {
    int i = from;
    while (isDigit(at(i))) {
      i++;
    }
    return i;
  }

  private int skipExponent(int from) {
    if (at(from) != 'e' && at(from) != 'E') {
      return from;
    }
    int digits = at(from + 1) == '+' || at(from + 1) == '-' ? from + 2 : from + 1;
    return isDigit(at(digits)) ? skipDigits(digits) : from;
  }

  private Kind scanQuoted() {
    int i = position + 1;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        i += 2;
      } else if (c == '\'' && at(i + 1) == '\'') {
        i += 2;
      } else if (c == '\'') {
        position = i + 1;
        return Kind.QUOTED;
      } else {
        i++;
      }
    }
    position++;
    return Kind.ERROR;
  }

  /** The value that a token stands for: a quoted one without its quotes and escapes. */
  String value() {
    if (kind != Kind.QUOTED) {
      return token();
    }
    StringBuilder out = new StringBuilder();
    int end = position - 1;
    int i = start + 1;
    while (i < end) {
      char c = text.charAt(i++);
      if (c == '\'') {
        i++;
      } else if (c == '\\') {
        i = unescape(i, end, out);
        continue;
      }
      out.append(c);
    }
    return out.toString();
  }

  private int unescape(int from, int end, StringBuilder out) {
    char c = text.charAt(from);
    if (c >= '0' && c <= '7') {
      int value = 0;
      int i = from;
      while (i < end && i < from + 3 && text.charAt(i) >= '0' && text.charAt(i) <= '7') {
        value = value * 8 + text.charAt(i) - '0';
        i++;
      }
      out.append((char) (value & 0xff));
      return i;
    }
    out.append(
        switch (c) {
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          default -> c;
        });
    return from + 1;
  }

  /** NUL, which no token contains, beyond the end. */
  private char at(int i) {
    return i < text.length() ? text.charAt(i) : '\0';
  }

  private static boolean isUnquotedMark(char c) {
    return c == '-' || c == '.' || c == ':' || c == '/';
  }

  private static boolean isLetter(char c) {
    return isAsciiLetter(c) || c == '_' || c >= 128;
  }

  private static boolean isAsciiLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
