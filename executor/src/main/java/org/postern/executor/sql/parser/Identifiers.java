package org.postern.executor.sql.parser;

import java.nio.charset.StandardCharsets;

/** Folding and truncating of names: ASCII letters become small, 63 bytes of UTF-8 remain. */
final class Identifiers {
  private static final int MAX_BYTES = 63;

  private Identifiers() {}

  static String fold(String text) {
    char[] chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      if (chars[i] >= 'A' && chars[i] <= 'Z') {
        chars[i] += 32;
      }
    }
    return new String(chars);
  }

  /** Cuts at a character boundary, and tells the client. */
  static String truncate(String text, ParserNotices notices) {
    if (text.length() * 3 <= MAX_BYTES || !isTooLong(text)) {
      return text;
    }
    int bytes = 0;
    int end = 0;
    while (end < text.length()) {
      int codePoint = text.codePointAt(end);
      bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
      if (bytes > MAX_BYTES) {
        break;
      }
      end += Character.charCount(codePoint);
    }
    String truncated = text.substring(0, end);
    notices.identifierTruncated(text, truncated);
    return truncated;
  }

  private static boolean isTooLong(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
  }
}
