package org.postern.executor.types.io;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeIo;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** json: the text as it is, after a check that it is JSON (RFC 8259). */
public final class JsonIo implements TypeIo {
  @Override
  public Physical physical() {
    return Physical.BYTES;
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    return input(Slice.utf8(text), typmod, ctx);
  }

  @Override
  public Object input(Slice text, int typmod, TypeContext ctx) {
    new Checker(text).check();
    return text;
  }

  @Override
  public void output(Object value, ByteSink out, TypeContext ctx) {
    out.put((Slice) value);
  }

  @Override
  public Object receive(Slice binary, int typmod, TypeContext ctx) {
    return input(binary, typmod, ctx);
  }

  @Override
  public void send(Object value, ByteSink out, TypeContext ctx) {
    out.put((Slice) value);
  }

  /** A recursive descent over the bytes. */
  private static final class Checker {
    private final Slice text;
    private int at;

    Checker(Slice text) {
      this.text = text;
    }

    void check() {
      value();
      space();
      if (at < text.length()) {
        throw error("Expected end of input, but found \"%s\".", token());
      }
    }

    private SqlException error(String format, String token) {
      String detail =
          at >= text.length()
              ? "The input string ended unexpectedly."
              : String.format(java.util.Locale.ROOT, format, token);
      String line = text.slice(0, Math.min(at + token.length(), text.length())).toString();
      return SqlException.error(
              SqlState.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type json")
          .withDetail("%s", detail)
          .withWhere("JSON data, line 1: " + line + (line.length() < text.length() ? "..." : ""));
    }

    private String token() {
      int end = at;
      while (end < text.length() && (isWord(text.at(end)) || end == at)) {
        end++;
      }
      return text.slice(at, end).toString();
    }

    private static boolean isWord(int c) {
      return Character.isLetterOrDigit(c) || c < 0 || c == '_' || c == '.' || c == '-' || c == '+';
    }

    private int peek() {
      return at < text.length() ? text.at(at) : 0;
    }

    private void space() {
      while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
        at++;
      }
    }

    private boolean take(char c) {
      space();
      if (peek() != c) {
        return false;
      }
      at++;
      return true;
    }

    private void value() {
      space();
      switch (peek()) {
        case '{' -> object();
        case '[' -> array();
        case '"' -> string();
        case 't' -> word("true");
        case 'f' -> word("false");
        case 'n' -> word("null");
        case '}', ']', ',', ':', 0 ->
            throw error("Expected JSON value, but found \"%s\".", token());
        default -> number();
      }
    }

    private void object() {
      at++;
      if (take('}')) {
        return;
      }
      boolean first = true;
      do {
        space();
        if (peek() != '"') {
          String expected = first ? "Expected string or \"}\"" : "Expected string";
          throw error(expected + ", but found \"%s\".", token());
        }
        first = false;
        string();
        if (!take(':')) {
          throw error("Expected \":\", but found \"%s\".", token());
        }
        value();
      } while (take(','));
      if (!take('}')) {
        throw error("Expected \",\" or \"}\", but found \"%s\".", token());
      }
    }

    private void array() {
      at++;
      if (take(']')) {
        return;
      }
      do {
        value();
      } while (take(','));
      if (!take(']')) {
        throw error("Expected \",\" or \"]\", but found \"%s\".", token());
      }
    }

    private void string() {
      int start = at++;
      while (peek() != '"') {
        if (at >= text.length() || text.at(at) >= 0 && text.at(at) < 32) {
          String token = text.slice(start, at).toString();
          at = start;
          throw error("Token \"%s\" is invalid.", token);
        }
        at += text.at(at) == '\\' ? escape() : 1;
      }
      at++;
    }

    private int escape() {
      int c = at + 1 < text.length() ? text.at(at + 1) : 0;
      if (c != 'u') {
        if ("\"\\/bfnrt".indexOf(c) < 0) {
          at++;
          throw error("Escape sequence \"\\%s\" is invalid.", token());
        }
        return 2;
      }
      for (int i = 2; i < 6; i++) {
        if (at + i >= text.length() || Character.digit(text.at(at + i), 16) < 0) {
          throw error("\"\\u\" must be followed by four hexadecimal digits.", "");
        }
      }
      return 6;
    }

    private void word(String expected) {
      String token = token();
      if (!token.equals(expected)) {
        throw error("Token \"%s\" is invalid.", token);
      }
      at += expected.length();
    }

    private void number() {
      int start = at;
      if (peek() == '-') {
        at++;
      }
      int digits = digits();
      boolean bad = digits == 0 || digits > 1 && text.at(at - digits) == '0';
      if (!bad && peek() == '.') {
        at++;
        bad = digits() == 0;
      }
      if (!bad && (peek() == 'e' || peek() == 'E')) {
        at++;
        if (peek() == '+' || peek() == '-') {
          at++;
        }
        bad = digits() == 0;
      }
      if (bad) {
        at = start;
        throw error("Token \"%s\" is invalid.", token());
      }
    }

    private int digits() {
      int start = at;
      while (peek() >= '0' && peek() <= '9') {
        at++;
      }
      return at - start;
    }
  }
}
