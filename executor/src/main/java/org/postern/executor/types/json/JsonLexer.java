package org.postern.executor.types.json;

import java.nio.charset.StandardCharsets;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Slice;
import org.postern.executor.types.text.Utf8;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Cuts JSON text into tokens. It is our own because an error must name the token and show the line
 * as PostgreSQL does, character for character.
 *
 * <p>With {@code decode} the content of strings is made, and escapes that no text can hold are
 * errors; without, their form alone is checked.
 */
final class JsonLexer {
  private static final int SHOWN = 50;

  private final byte[] in;
  private final int from;
  private final int to;
  private final boolean decode;
  private final ByteSink content = new ByteSink();

  private int at;
  private int line = 1;
  private int lineStart;
  private JsonToken token;
  private int start;
  private int end;
  private Slice value;
  private boolean escaped;

  JsonLexer(Slice text, boolean decode) {
    this.in = text.base();
    this.from = text.offset();
    this.to = from + text.length();
    this.decode = decode;
    this.at = from;
    this.end = from;
    this.lineStart = from;
  }

  JsonToken token() {
    return token;
  }

  /** Where the current token begins, counted from the start of the text. */
  int start() {
    return start - from;
  }

  int end() {
    return end - from;
  }

  /** A string's content or the token's own text; null for a string that was not decoded. */
  Slice value() {
    return token == JsonToken.STRING ? value : Slice.of(in, start, end - start);
  }

  private static boolean isSpace(byte c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  private static boolean isWord(byte c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '_'
        || c < 0;
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  /** Moves to the next token. */
  void next() {
    while (at < to && isSpace(in[at])) {
      if (in[at++] == '\n') {
        line++;
        lineStart = at;
      }
    }
    start = at;
    if (at >= to) {
      token = JsonToken.END;
      end = at;
      return;
    }
    switch (in[at]) {
      case '{' -> single(JsonToken.OBJECT_START);
      case '}' -> single(JsonToken.OBJECT_END);
      case '[' -> single(JsonToken.ARRAY_START);
      case ']' -> single(JsonToken.ARRAY_END);
      case ',' -> single(JsonToken.COMMA);
      case ':' -> single(JsonToken.COLON);
      case '"' -> string();
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> word();
    }
  }

  private void single(JsonToken kind) {
    token = kind;
    end = ++at;
  }

  private void word() {
    while (at < to && isWord(in[at])) {
      at++;
    }
    end = at == start ? start + 1 : at;
    token =
        switch (Slice.of(in, start, end - start).toString()) {
          case "true" -> JsonToken.TRUE;
          case "false" -> JsonToken.FALSE;
          case "null" -> JsonToken.NULL;
          default -> throw invalidToken();
        };
  }

  private void number() {
    if (in[at] == '-') {
      at++;
    }
    boolean bad;
    if (at < to && in[at] == '0') {
      at++;
      bad = false;
    } else {
      bad = digits() == 0;
    }
    if (at < to && in[at] == '.') {
      at++;
      bad |= digits() == 0;
    }
    if (at < to && (in[at] == 'e' || in[at] == 'E')) {
      at++;
      if (at < to && (in[at] == '+' || in[at] == '-')) {
        at++;
      }
      bad |= digits() == 0;
    }
    for (; at < to && isWord(in[at]); at++) {
      bad = true;
    }
    end = at;
    token = JsonToken.NUMBER;
    if (bad) {
      throw invalidToken();
    }
  }

  private int digits() {
    int first = at;
    while (at < to && isDigit(in[at])) {
      at++;
    }
    return at - first;
  }

  private void string() {
    token = JsonToken.STRING;
    escaped = false;
    int high = -1;
    int plain = ++at;
    while (true) {
      if (at >= to) {
        end = at;
        throw invalidToken();
      }
      byte c = in[at];
      if (c == '"') {
        break;
      }
      if (c >= 0 && c < ' ') {
        end = at;
        throw syntax(String.format("Character with value 0x%02x must be escaped.", (int) c));
      }
      if (c != '\\') {
        if (high >= 0) {
          end = characterEnd();
          throw loneSurrogate();
        }
        at++;
        continue;
      }
      copy(plain);
      high = escape(high);
      plain = at;
    }
    if (high >= 0) {
      end = characterEnd();
      throw loneSurrogate();
    }
    if (decode) {
      if (escaped) {
        copy(plain);
        value = content.toSlice();
      } else {
        value = Slice.of(in, plain, at - plain);
      }
    }
    end = ++at;
  }

  /** Takes over what stands between two escapes. */
  private void copy(int plain) {
    if (!escaped) {
      content.reset();
      escaped = true;
    }
    if (decode) {
      content.put(in, plain, at - plain);
    }
  }

  /** Reads one escape; the result is a high surrogate that waits for its other half, or -1. */
  private int escape(int high) {
    at++;
    if (at >= to) {
      end = at;
      throw invalidToken();
    }
    byte c = in[at];
    if (c == 'u') {
      int unit = hexadecimal();
      return decode ? unit(unit, high) : -1;
    }
    if (high >= 0) {
      end = characterEnd();
      throw loneSurrogate();
    }
    int plain =
        switch (c) {
          case '"', '\\', '/' -> c;
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          default -> -1;
        };
    if (plain < 0) {
      start = at;
      end = characterEnd();
      throw syntax("Escape sequence \"\\" + tokenText() + "\" is invalid.");
    }
    at++;
    if (decode) {
      content.put(plain);
    }
    return -1;
  }

  private int characterEnd() {
    return Math.min(at + Utf8.width(in[at]), to);
  }

  private int hexadecimal() {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      at++;
      if (at >= to) {
        end = at;
        throw invalidToken();
      }
      int digit = Character.digit(in[at], 16);
      if (digit < 0) {
        end = characterEnd();
        throw syntax("\"\\u\" must be followed by four hexadecimal digits.");
      }
      unit = unit << 4 | digit;
    }
    at++;
    return unit;
  }

  private int unit(int unit, int high) {
    int before = end;
    end = at;
    if (Character.isHighSurrogate((char) unit)) {
      if (high >= 0) {
        throw syntax("Unicode high surrogate must not follow a high surrogate.");
      }
      end = before;
      return unit;
    }
    int code = unit;
    if (Character.isLowSurrogate((char) unit)) {
      if (high < 0) {
        throw loneSurrogate();
      }
      code = Character.toCodePoint((char) high, (char) unit);
    } else if (high >= 0) {
      throw loneSurrogate();
    }
    if (code == 0) {
      throw SqlException.error(
              SqlState.UNTRANSLATABLE_CHARACTER, "unsupported Unicode escape sequence")
          .withDetail("%s", "\\u0000 cannot be converted to text.")
          .withWhere(context());
    }
    content.putUtf8(Character.toString(code));
    end = before;
    return -1;
  }

  private SqlException loneSurrogate() {
    return syntax("Unicode low surrogate must follow a high surrogate.");
  }

  private SqlException invalidToken() {
    return syntax("Token \"" + tokenText() + "\" is invalid.");
  }

  private String tokenText() {
    return new String(in, start, end - start, StandardCharsets.UTF_8);
  }

  /** The current token is not what the grammar wants: {@code expected} begins the sentence. */
  SqlException unexpected(String expected) {
    return token == JsonToken.END
        ? syntax("The input string ended unexpectedly.")
        : syntax(expected + ", but found \"" + tokenText() + "\".");
  }

  private SqlException syntax(String detail) {
    return SqlException.error(
            SqlState.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type json")
        .withDetail("%s", detail)
        .withWhere(context());
  }

  /** The line up to the current token, cut at the front when it is long. */
  private String context() {
    int first = lineStart;
    while (end - first >= SHOWN) {
      first += Math.max(1, Utf8.width(in[first]));
    }
    if (first - lineStart <= 3) {
      first = lineStart;
    }
    boolean more =
        token != JsonToken.END && end < to && end >= from && in[end] != '\n' && in[end] != '\r';
    String shown = new String(in, first, Math.max(end - first, 0), StandardCharsets.UTF_8);
    return "JSON data, line "
        + line
        + ": "
        + (first > lineStart ? "..." : "")
        + shown
        + (more ? "..." : "");
  }
}
