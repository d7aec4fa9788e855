package org.postern.executor.types.text;

import org.postern.executor.types.Slice;

/** Characters in valid UTF-8. */
public final class Utf8 {
  private Utf8() {}

  /** How many bytes the character that begins with {@code lead} has. */
  public static int width(byte lead) {
    if (lead >= 0) {
      return 1;
    }
    int bits = lead & 0xFF;
    return bits < 0xE0 ? 2 : bits < 0xF0 ? 3 : 4;
  }

  /** The number of characters. */
  public static int length(Slice text) {
    byte[] base = text.base();
    int count = 0;
    int end = text.offset() + text.length();
    for (int i = text.offset(); i < end; i++) {
      if ((base[i] & 0xC0) != 0x80) {
        count++;
      }
    }
    return count;
  }

  /** The byte position after {@code count} characters from byte {@code from}, at most the end. */
  public static int skip(Slice text, int from, int count) {
    int at = from;
    int end = text.length();
    for (int i = 0; i < count && at < end; i++) {
      at += width(text.at(at));
    }
    return Math.min(at, end);
  }

  /** The longest beginning of whole characters that has at most {@code bytes} bytes. */
  public static int clip(Slice text, int bytes) {
    if (text.length() <= bytes) {
      return text.length();
    }
    int at = bytes;
    while (at > 0 && (text.at(at) & 0xC0) == 0x80) {
      at--;
    }
    return at;
  }

  /** The code point at byte {@code at}. */
  public static int codePoint(Slice text, int at) {
    int lead = text.unsignedAt(at);
    return switch (width((byte) lead)) {
      case 1 -> lead;
      case 2 -> (lead & 0x1F) << 6 | text.at(at + 1) & 0x3F;
      case 3 -> (lead & 0x0F) << 12 | (text.at(at + 1) & 0x3F) << 6 | text.at(at + 2) & 0x3F;
      default ->
          (lead & 0x07) << 18
              | (text.at(at + 1) & 0x3F) << 12
              | (text.at(at + 2) & 0x3F) << 6
              | text.at(at + 3) & 0x3F;
    };
  }
}
