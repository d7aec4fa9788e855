package org.postern.protocol.auth;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Text and bytes of messages that are ASCII by their grammar. */
final class Ascii {
  private Ascii() {}

  /** One byte for each character: text that came through {@link #text} comes back unchanged. */
  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** A character for an error text: what an unknown client sent must not reach a log raw. */
  static String sanitized(char c) {
    if (c >= 0x21 && c <= 0x7e) {
      return "'" + c + "'";
    }
    return String.format(Locale.ROOT, "0x%02x", (int) c);
  }
}
