package org.postern.executor.types.datetime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One field of a date, time or interval string, classified by its shape alone. Text is in lower
 * case.
 */
record DateTimeToken(Shape shape, String text) {
  /** What a field looks like. */
  enum Shape {
    NUMBER,
    STRING,
    DATE,
    TIME,
    /** A sign and a number: a zone offset or a signed amount. */
    ZONE,
    /** A sign and letters. */
    SPECIAL
  }

  private static final int MAX_FIELDS = 25;
  private static final int MAX_LENGTH = 153;

  /** Splits a string into fields. */
  static List<DateTimeToken> scan(String text) throws DateTimeSyntaxException {
    return new Scanner(text).scan();
  }

  private static final class Scanner {
    private final String text;
    private final StringBuilder field = new StringBuilder();
    private final List<DateTimeToken> tokens = new ArrayList<>();
    private int at;

    Scanner(String text) {
      this.text = text;
    }

    private char peek() {
      return at < text.length() ? text.charAt(at) : '\0';
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }

    private static boolean isAlpha(char c) {
      return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isSpace(char c) {
      return c == ' ' || c >= '\t' && c <= '\r';
    }

    private void take() {
      char c = text.charAt(at++);
      field.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
    }

    private void takeDigits() {
      while (isDigit(peek())) {
        take();
      }
    }

    private void takeAny(String others) {
      while (isDigit(peek()) || peek() != '\0' && others.indexOf(peek()) >= 0) {
        take();
      }
    }

    private void takeLetters() {
      while (isAlpha(peek())) {
        take();
      }
    }

    List<DateTimeToken> scan() throws DateTimeSyntaxException {
      int total = 0;
      while (at < text.length()) {
        char c = peek();
        if (isSpace(c)) {
          at++;
          continue;
        }
        if (tokens.size() >= MAX_FIELDS) {
          throw DateTimeSyntaxException.badFormat();
        }
        field.setLength(0);
        Shape shape;
        if (isDigit(c)) {
          shape = fromDigit();
        } else if (c == '.') {
          take();
          takeDigits();
          shape = Shape.NUMBER;
        } else if (isAlpha(c)) {
          shape = fromLetter();
        } else if (c == '+' || c == '-') {
          shape = fromSign();
        } else if (c > ' ' && c < 127) {
          at++;
          continue;
        } else {
          throw DateTimeSyntaxException.badFormat();
        }
        tokens.add(new DateTimeToken(shape, field.toString()));
        total += field.length() + 1;
        if (total > MAX_LENGTH) {
          throw DateTimeSyntaxException.badFormat();
        }
      }
      return tokens;
    }

    private Shape fromDigit() {
      takeDigits();
      char delimiter = peek();
      if (delimiter == ':') {
        take();
        takeAny(":.");
        return Shape.TIME;
      }
      if (delimiter != '-' && delimiter != '/' && delimiter != '.') {
        return Shape.NUMBER;
      }
      take();
      if (!isDigit(peek())) {
        while (isDigit(peek()) || isAlpha(peek()) || peek() == delimiter) {
          take();
        }
        return Shape.DATE;
      }
      takeDigits();
      if (peek() == delimiter) {
        take();
        takeAny(String.valueOf(delimiter));
        return Shape.DATE;
      }
      return delimiter == '.' ? Shape.NUMBER : Shape.DATE;
    }

    private Shape fromLetter() {
      takeLetters();
      char next = peek();
      boolean date = next == '-' || next == '/' || next == '.';
      if (next == '+' || isDigit(next)) {
        date = DateTimeWords.find(field.toString()) == null;
      }
      if (!date) {
        return Shape.STRING;
      }
      do {
        take();
      } while (isDigit(peek())
          || isAlpha(peek())
          || peek() != '\0' && "+-/_.:".indexOf(peek()) >= 0);
      return Shape.DATE;
    }

    private Shape fromSign() throws DateTimeSyntaxException {
      take();
      while (isSpace(peek())) {
        at++;
      }
      if (isDigit(peek())) {
        takeAny(":.-");
        return Shape.ZONE;
      }
      if (isAlpha(peek())) {
        takeLetters();
        return Shape.SPECIAL;
      }
      throw DateTimeSyntaxException.badFormat();
    }
  }

  boolean startsWithDigit() {
    return !text.isEmpty() && Scanner.isDigit(text.charAt(0));
  }

  @Override
  public String toString() {
    return shape.name().toLowerCase(Locale.ROOT) + ":" + text;
  }
}
