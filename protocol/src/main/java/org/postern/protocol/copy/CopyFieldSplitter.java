package org.postern.protocol.copy;

import org.postern.protocol.message.Utf8;

/**
 * Splits a line into its values and takes quotes and escapes out.
 *
 * <p>Values of a line without any of these are left where they are; otherwise all values of the
 * line are written into a buffer of its own, which need not be longer than the line.
 */
final class CopyFieldSplitter {
  private final CopyFormatOptions options;
  private byte[] unescaped = new byte[256];

  // The line that is being split.
  private byte[] bytes;
  private int at;
  private int end;
  private int out;
  private CopyRow row;

  CopyFieldSplitter(CopyFormatOptions options) {
    this.options = options;
  }

  /** Splits {@code length} bytes at {@code offset}; {@code special}: something to take out. */
  void split(byte[] line, int offset, int length, boolean special, CopyRow target) {
    bytes = line;
    at = offset;
    end = offset + length;
    out = 0;
    row = target;
    row.reset();
    if (!special) {
      row.data(line);
      splitPlain();
      return;
    }
    if (unescaped.length < length) {
      unescaped = new byte[Math.max(length, 2 * unescaped.length)];
    }
    row.data(unescaped);
    boolean more = true;
    while (more) {
      more = options.format() == CopyFormat.CSV ? csvField() : textField();
    }
  }

  private void splitPlain() {
    byte delimiter = options.delimiter();
    int start = at;
    while (true) {
      if (at == end || bytes[at] == delimiter) {
        addField(start, at - start, start, at - start, true);
        if (at == end) {
          return;
        }
        start = at + 1;
      }
      at++;
    }
  }

  /** Adds a value unless its raw bytes are the null string, which is compared before unescaping. */
  private void addField(int rawStart, int rawLength, int start, int length, boolean mayBeNull) {
    if (mayBeNull && options.isNullString(bytes, rawStart, rawLength)) {
      row.addNull();
    } else {
      row.add(start, length);
    }
  }

  /** One value in text format; true if another follows. */
  private boolean textField() {
    byte delimiter = options.delimiter();
    int rawStart = at;
    int start = out;
    boolean suspicious = false;
    boolean more = false;
    int rawEnd = end;
    while (at < end) {
      byte c = bytes[at++];
      if (c == delimiter) {
        rawEnd = at - 1;
        more = true;
        break;
      }
      if (c == '\\') {
        if (at == end) {
          // A backslash that is the last byte of all input stands for nothing.
          rawEnd = at - 1;
          break;
        }
        byte escaped = bytes[at++];
        c = unescape(escaped);
        // A number may make a zero byte or half a character, which the line check has not seen.
        suspicious |= c <= 0 && c != escaped;
      }
      unescaped[out++] = c;
    }
    int rawLength = rawEnd - rawStart;
    boolean isNull = options.isNullString(bytes, rawStart, rawLength);
    if (suspicious && !isNull) {
      Utf8.check(unescaped, start, out - start);
    }
    addField(rawStart, rawLength, start, out - start, true);
    return more;
  }

  /** What the character behind a backslash stands for; reads the digits of a number. */
  private byte unescape(byte c) {
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 0x0b;
      case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(c);
      case 'x' -> at < end && hexDigit(bytes[at]) >= 0 ? hex() : c;
      default -> c;
    };
  }

  private byte octal(byte first) {
    int value = first - '0';
    for (int i = 0; i < 2 && at < end && bytes[at] >= '0' && bytes[at] <= '7'; i++) {
      value = value * 8 + bytes[at++] - '0';
    }
    return (byte) value;
  }

  private byte hex() {
    int value = hexDigit(bytes[at++]);
    if (at < end && hexDigit(bytes[at]) >= 0) {
      value = value * 16 + hexDigit(bytes[at++]);
    }
    return (byte) value;
  }

  private static int hexDigit(byte c) {
    return c < 0 ? -1 : Character.digit((char) c, 16);
  }

  /** One value in CSV format; true if another follows. */
  private boolean csvField() {
    byte delimiter = options.delimiter();
    byte quote = options.quote();
    int rawStart = at;
    int start = out;
    boolean sawQuote = false;
    boolean more = false;
    int rawEnd = end;
    while (at < end) {
      byte c = bytes[at++];
      if (c == delimiter) {
        rawEnd = at - 1;
        more = true;
        break;
      }
      if (c == quote) {
        sawQuote = true;
        quoted(quote);
      } else {
        unescaped[out++] = c;
      }
    }
    addField(rawStart, rawEnd - rawStart, start, out - start, !sawQuote);
    return more;
  }

  /** The part of a value between quotes; the opening one was read. */
  private void quoted(byte quote) {
    byte escape = options.escape();
    while (at < end) {
      byte c = bytes[at++];
      if (c == escape && at < end && (bytes[at] == escape || bytes[at] == quote)) {
        unescaped[out++] = bytes[at++];
      } else if (c == quote) {
        return;
      } else {
        unescaped[out++] = c;
      }
    }
    throw CopyErrors.badFormat("unterminated CSV quoted field");
  }
}
