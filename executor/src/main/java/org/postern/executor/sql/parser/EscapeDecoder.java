package org.postern.executor.sql.parser;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Collects the text of an {@code E'...'} string.
 *
 * <p>Octal and hexadecimal escapes give bytes, not characters; from the first one beyond ASCII on
 * the text is collected as UTF-8 and checked at the end.
 *
 * <p>Source: PostgreSQL documentation, "String Constants with C-Style Escapes".
 */
final class EscapeDecoder {
  private final String sql;
  private final StringBuilder text = new StringBuilder();
  private ByteArrayOutputStream bytes;
  private int high;
  private SqlException error;

  EscapeDecoder(String sql) {
    this.sql = sql;
  }

  /** The first fault, or null. */
  SqlException error() {
    return error;
  }

  void append(char c, int location) {
    if (high != 0) {
      error = surrogateError(location);
      return;
    }
    text.append(c);
  }

  private SqlException surrogateError(int location) {
    return ParseErrors.near(
        sql, "invalid Unicode surrogate pair", location, Math.min(location + 1, sql.length()));
  }

  /** Takes the escape whose backslash is at {@code p}; returns where the text goes on. */
  int escape(int p) {
    char c = sql.charAt(p + 1);
    if (c == 'u' || c == 'U') {
      return unicode(p, c == 'u' ? 4 : 8);
    }
    if (high != 0) {
      error = surrogateError(p);
      return p;
    }
    if (c >= '0' && c <= '7') {
      int end = p + 2;
      int value = c - '0';
      while (end < p + 4 && end < sql.length() && isOctal(sql.charAt(end))) {
        value = value * 8 + sql.charAt(end) - '0';
        end++;
      }
      appendByte(value & 0xFF);
      return end;
    }
    if (c == 'x' && UnicodeEscapes.hex(sql, p + 2, 1) >= 0) {
      int two = UnicodeEscapes.hex(sql, p + 2, 2);
      appendByte(two >= 0 ? two : UnicodeEscapes.hex(sql, p + 2, 1));
      return p + (two >= 0 ? 4 : 3);
    }
    text.append(
        switch (c) {
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'v' -> '\u000B';
          default -> c;
        });
    return p + 2;
  }

  private static boolean isOctal(char c) {
    return c >= '0' && c <= '7';
  }

  private int unicode(int p, int digits) {
    int value = UnicodeEscapes.hex(sql, p + 2, digits);
    boolean overflow = digits == 8 && value < 0 && UnicodeEscapes.hex(sql, p + 2, 4) >= 0x8000;
    if (value < 0 && !overflow) {
      error =
          ParseErrors.at(sql, p, SqlState.INVALID_ESCAPE_SEQUENCE, "invalid Unicode escape")
              .withHint("Unicode escapes must be \\uXXXX or \\UXXXXXXXX.");
      return p;
    }
    int end = p + 2 + digits;
    if (value <= 0 || value > Character.MAX_CODE_POINT) {
      error = ParseErrors.near(sql, "invalid Unicode escape value", p, end);
      return p;
    }
    boolean second = value >= 0xDC00 && value <= 0xDFFF;
    if (high != 0 != second) {
      error = ParseErrors.near(sql, "invalid Unicode surrogate pair", p, end);
      return p;
    }
    high = UnicodeEscapes.append(sql, text, high, value, p);
    return end;
  }

  private void appendByte(int value) {
    if (value != 0 && value < 0x80) {
      text.append((char) value);
      return;
    }
    flushText();
    bytes.write(value);
  }

  private void flushText() {
    if (bytes == null) {
      bytes = new ByteArrayOutputStream();
    }
    bytes.writeBytes(text.toString().getBytes(StandardCharsets.UTF_8));
    text.setLength(0);
  }

  /** The whole text; sets the error when its bytes are no UTF-8. */
  String finish(int end) {
    if (high != 0) {
      error = surrogateError(end);
      return "";
    }
    if (bytes == null) {
      return text.toString();
    }
    flushText();
    return decode(bytes.toByteArray());
  }

  private String decode(byte[] utf8) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(utf8);
    CharBuffer out = CharBuffer.allocate(utf8.length);
    CoderResult result = decoder.decode(in, out, true);
    int bad = result.isError() ? in.position() : indexOfZero(utf8);
    if (bad < 0) {
      return out.flip().toString();
    }
    int count = Math.min(sequenceLength(utf8[bad]), utf8.length - bad);
    error = StringLexer.invalidUtf8(utf8, bad, count);
    return "";
  }

  private static int indexOfZero(byte[] utf8) {
    for (int i = 0; i < utf8.length; i++) {
      if (utf8[i] == 0) {
        return i;
      }
    }
    return -1;
  }

  /** How many bytes a first byte promises; the report shows that many. */
  private static int sequenceLength(byte first) {
    int value = first & 0xFF;
    return value < 0xC0 ? 1 : value < 0xE0 ? 2 : value < 0xF0 ? 3 : value < 0xF8 ? 4 : 1;
  }
}
