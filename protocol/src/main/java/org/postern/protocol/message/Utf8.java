package org.postern.protocol.message;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.postern.protocol.frame.ProtocolException;

/**
 * Strict UTF-8: what the client sends as text is judged here before a byte of it is believed.
 *
 * <p>Refused as PostgreSQL refuses them: zero bytes, lone continuation bytes, overlong forms,
 * surrogates, code points beyond U+10FFFF and sequences cut short. The error names the bytes of the
 * sequence that the lead byte announces, as far as they are there.
 *
 * <p>Source: RFC 3629, section 4.
 */
public final class Utf8 {
  private Utf8() {}

  /** Decodes {@code length} bytes, which must be valid and free of zero bytes. */
  public static String decode(ByteBuf buffer, int index, int length) {
    int bad = firstInvalid(buffer, index, length);
    if (bad >= 0) {
      throw invalid(buffer, bad, index + length - bad);
    }
    return buffer.toString(index, length, StandardCharsets.UTF_8);
  }

  /** Throws 22021 unless the bytes are valid and free of zero bytes. */
  public static void check(byte[] bytes, int offset, int length) {
    check(bytes, offset, length, offset + length);
  }

  /**
   * Likewise; the error may show bytes up to {@code shownEnd}, beyond those that are checked, since
   * a sequence that is cut short reads best with what stands in its place.
   */
  public static void check(byte[] bytes, int offset, int length, int shownEnd) {
    int end = offset + length;
    int at = offset;
    while (at < end) {
      if (bytes[at] > 0) {
        at++;
        continue;
      }
      int size = sequence(bytes, at, end);
      if (size == 0) {
        throw invalid(bytes, at, shownEnd - at);
      }
      at += size;
    }
  }

  private static int firstInvalid(ByteBuf buffer, int index, int length) {
    if (buffer.hasArray()) {
      return firstInvalidInArray(buffer, index, length);
    }
    byte[] copy = new byte[Math.min(length, 8192)];
    int end = index + length;
    int at = index;
    while (at < end) {
      int size = Math.min(copy.length, end - at);
      buffer.getBytes(at, copy, 0, size);
      int checked = 0;
      while (checked < size) {
        int step = copy[checked] > 0 ? 1 : sequence(copy, checked, size);
        if (step == 0) {
          break;
        }
        checked += step;
      }
      boolean cutByChunk = checked > 0 && at + size < end && size - checked < 4;
      if (checked < size && !cutByChunk) {
        return at + checked;
      }
      at += checked;
    }
    return -1;
  }

  private static int firstInvalidInArray(ByteBuf buffer, int index, int length) {
    byte[] bytes = buffer.array();
    int shift = buffer.arrayOffset();
    int at = shift + index;
    int end = at + length;
    while (at < end) {
      int step = bytes[at] > 0 ? 1 : sequence(bytes, at, end);
      if (step == 0) {
        return at - shift;
      }
      at += step;
    }
    return -1;
  }

  /** Bytes of the valid sequence at {@code at}, or 0 if there is none. */
  private static int sequence(byte[] bytes, int at, int end) {
    int lead = bytes[at] & 0xff;
    int size = announced(lead);
    if (lead == 0 || size > end - at || (size == 1 && lead >= 0x80)) {
      return 0;
    }
    for (int i = 1; i < size; i++) {
      if ((bytes[at + i] & 0xc0) != 0x80) {
        return 0;
      }
    }
    int second = size > 1 ? bytes[at + 1] & 0xff : 0;
    boolean legal =
        switch (lead) {
          case 0xc0, 0xc1 -> false;
          case 0xe0 -> second >= 0xa0;
          case 0xed -> second <= 0x9f;
          case 0xf0 -> second >= 0x90;
          case 0xf4 -> second <= 0x8f;
          case 0xf5, 0xf6, 0xf7 -> false;
          default -> true;
        };
    return legal ? size : 0;
  }

  /** The sequence length that a lead byte stands for; 1 if it is no lead byte. */
  private static int announced(int lead) {
    if ((lead & 0xe0) == 0xc0) {
      return 2;
    }
    if ((lead & 0xf0) == 0xe0) {
      return 3;
    }
    return (lead & 0xf8) == 0xf0 ? 4 : 1;
  }

  private static ProtocolException invalid(ByteBuf buffer, int at, int available) {
    byte[] bytes = new byte[Math.min(4, available)];
    buffer.getBytes(at, bytes);
    return invalid(bytes, 0, available);
  }

  private static ProtocolException invalid(byte[] bytes, int at, int available) {
    int shown = Math.min(announced(bytes[at] & 0xff), available);
    var hex = new StringBuilder();
    for (int i = 0; i < shown; i++) {
      hex.append(i == 0 ? "" : " ");
      hex.append(String.format(Locale.ROOT, "0x%02x", bytes[at + i] & 0xff));
    }
    return ProtocolException.error(
        ProtocolException.CHARACTER_NOT_IN_REPERTOIRE,
        "invalid byte sequence for encoding \"UTF8\": %s",
        hex);
  }
}
