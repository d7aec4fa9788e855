package org.postern.executor.types.regex;

/** A character-entry escape, read from behind its backslash. */
final class EscapeReader {
  private final String source;
  private int at;

  EscapeReader(String source, int at) {
    this.source = source;
    this.at = at;
  }

  /** Where reading ended. */
  int position() {
    return at;
  }

  /** The code point that the escape stands for. */
  int read() {
    if (at >= source.length()) {
      throw invalid();
    }
    int c = source.codePointAt(at);
    at += Character.charCount(c);
    return switch (c) {
      case 'a' -> 7;
      case 'b' -> 8;
      case 'B' -> '\\';
      case 'e' -> 27;
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 11;
      case 'c' -> {
        if (at >= source.length()) {
          throw invalid();
        }
        yield source.charAt(at++) & 0x1F;
      }
      case 'u' -> number(16, 4, 4);
      case 'U' -> number(16, 8, 8);
      case 'x' -> number(16, 1, 255);
      case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
        at--;
        yield number(8, 1, 3);
      }
      default -> {
        if (c < 0x80 && Character.isLetterOrDigit(c)) {
          throw invalid();
        }
        yield c;
      }
    };
  }

  private int number(int radix, int least, int most) {
    int from = at;
    long value = 0;
    while (at < source.length() && at - from < most) {
      int digit = Character.digit(source.charAt(at), radix);
      if (digit < 0) {
        break;
      }
      value = Math.min(value * radix + digit, Integer.MAX_VALUE);
      at++;
    }
    if (at - from < least || value > Character.MAX_CODE_POINT) {
      throw invalid();
    }
    return (int) value;
  }

  private static RuntimeException invalid() {
    return RegexTranslator.error("invalid escape \\ sequence");
  }
}
