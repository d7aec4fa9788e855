package org.postern.executor.types.text;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Slice;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * The two text forms of bytea: hex, and the older one with octal escapes.
 *
 * <p>Source: PostgreSQL documentation, section 8.4 "Binary Data Types".
 */
public final class ByteaText {
  private static final byte[] DIGITS = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private ByteaText() {}

  public static void appendHex(Slice bytes, ByteSink out) {
    int at = out.reserve(bytes.length() * 2);
    byte[] target = out.array();
    for (int i = 0; i < bytes.length(); i++) {
      int value = bytes.unsignedAt(i);
      target[at++] = DIGITS[value >> 4];
      target[at++] = DIGITS[value & 15];
    }
  }

  public static void appendEscape(Slice bytes, ByteSink out) {
    for (int i = 0; i < bytes.length(); i++) {
      int value = bytes.unsignedAt(i);
      if (value == '\\') {
        out.put('\\').put('\\');
      } else if (value < 0x20 || value > 0x7E) {
        appendOctal(value, out);
      } else {
        out.put(value);
      }
    }
  }

  static void appendOctal(int value, ByteSink out) {
    out.put('\\').put('0' + (value >> 6)).put('0' + (value >> 3 & 7)).put('0' + (value & 7));
  }

  /** bytea input: {@code \x} introduces hex, anything else is the escape form. */
  public static Slice parse(Slice text) {
    if (text.length() >= 2 && text.at(0) == '\\' && text.at(1) == 'x') {
      return parseHex(text.slice(2, text.length()));
    }
    ByteSink out = new ByteSink(text.length());
    int at = 0;
    while (at < text.length()) {
      if (text.at(at) != '\\') {
        out.put(text.at(at++));
      } else if (isOctalEscape(text, at)) {
        out.put(octal(text, at));
        at += 4;
      } else if (at + 1 < text.length() && text.at(at + 1) == '\\') {
        out.put('\\');
        at += 2;
      } else {
        throw SqlException.error(
            SqlState.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type bytea");
      }
    }
    return out.toSlice();
  }

  static boolean isOctalEscape(Slice text, int at) {
    return at + 3 < text.length()
        && text.at(at + 1) >= '0'
        && text.at(at + 1) <= '3'
        && text.at(at + 2) >= '0'
        && text.at(at + 2) <= '7'
        && text.at(at + 3) >= '0'
        && text.at(at + 3) <= '7';
  }

  static int octal(Slice text, int at) {
    return (text.at(at + 1) - '0') << 6 | (text.at(at + 2) - '0') << 3 | text.at(at + 3) - '0';
  }

  /** Pairs of digits; blanks between pairs are skipped. */
  public static Slice parseHex(Slice text) {
    ByteSink out = new ByteSink(text.length() / 2);
    int at = 0;
    while (at < text.length()) {
      int c = text.at(at);
      if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
        at++;
        continue;
      }
      int high = digit(text, at++);
      if (at >= text.length()) {
        throw SqlException.error(
            SqlState.INVALID_PARAMETER_VALUE, "invalid hexadecimal data: odd number of digits");
      }
      out.put(high << 4 | digit(text, at++));
    }
    return out.toSlice();
  }

  private static int digit(Slice text, int at) {
    int c = text.at(at);
    int value = c >= 0 ? Character.digit(c, 16) : -1;
    if (value < 0) {
      int end = Math.min(at + Utf8.width((byte) c), text.length());
      throw SqlException.error(
          SqlState.INVALID_PARAMETER_VALUE,
          "invalid hexadecimal digit: \"%s\"",
          text.slice(at, end));
    }
    return value;
  }
}
