package org.postern.executor.types.text;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Slice;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * encode and decode (base64, hex, escape), convert_to and convert_from.
 *
 * <p>Source: PostgreSQL documentation, section 9.5 "Binary String Functions and Operators".
 */
public final class Encodings {
  private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(76, new byte[] {'\n'});

  private Encodings() {}

  private static SqlException unrecognized(Slice format) {
    return SqlException.error(
        SqlState.INVALID_PARAMETER_VALUE, "unrecognized encoding: \"%s\"", format);
  }

  public static Slice encode(Slice value, Slice format) {
    return switch (format.toString().toLowerCase(Locale.ROOT)) {
      case "hex" -> {
        ByteSink out = new ByteSink(value.length() * 2);
        ByteaText.appendHex(value, out);
        yield out.toSlice();
      }
      case "base64" -> Slice.of(BASE64.encode(value.toBytes()));
      case "escape" -> {
        ByteSink out = new ByteSink(value.length());
        for (int i = 0; i < value.length(); i++) {
          int b = value.unsignedAt(i);
          if (b == 0 || b >= 128) {
            ByteaText.appendOctal(b, out);
          } else if (b == '\\') {
            out.put('\\').put('\\');
          } else {
            out.put(b);
          }
        }
        yield out.toSlice();
      }
      default -> throw unrecognized(format);
    };
  }

  public static Slice decode(Slice text, Slice format) {
    return switch (format.toString().toLowerCase(Locale.ROOT)) {
      case "hex" -> ByteaText.parseHex(text);
      case "base64" -> decodeBase64(text);
      case "escape" ->
          ByteaText.parse(
              text.length() >= 2 && text.at(0) == '\\' && text.at(1) == 'x'
                  ? rejectEscape()
                  : text);
      default -> throw unrecognized(format);
    };
  }

  private static Slice rejectEscape() {
    throw SqlException.error(
        SqlState.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type bytea");
  }

  private static Slice decodeBase64(Slice text) {
    ByteSink out = new ByteSink(text.length() * 3 / 4 + 3);
    int bits = 0;
    int position = 0;
    int end = 0;
    for (int i = 0; i < text.length(); i++) {
      int c = text.at(i);
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        continue;
      }
      int value;
      if (c == '=') {
        if (end == 0) {
          if (position == 2) {
            end = 1;
          } else if (position == 3) {
            end = 2;
          } else {
            throw SqlException.error(
                SqlState.INVALID_PARAMETER_VALUE,
                "unexpected \"=\" while decoding base64 sequence");
          }
        }
        value = 0;
      } else {
        value = base64Digit(c);
        if (value < 0) {
          int to = Math.min(i + Utf8.width((byte) c), text.length());
          throw SqlException.error(
              SqlState.INVALID_PARAMETER_VALUE,
              "invalid symbol \"%s\" found while decoding base64 sequence",
              text.slice(i, to));
        }
      }
      bits = bits << 6 | value;
      if (++position == 4) {
        out.put(bits >> 16);
        if (end == 0 || end > 1) {
          out.put(bits >> 8);
        }
        if (end == 0) {
          out.put(bits);
        }
        bits = 0;
        position = 0;
      }
    }
    if (position != 0) {
      throw SqlException.error(SqlState.INVALID_PARAMETER_VALUE, "invalid base64 end sequence")
          .withHint("Input data is missing padding, is truncated, or is otherwise corrupted.");
    }
    return out.toSlice();
  }

  private static int base64Digit(int c) {
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
      return c - '0' + 52;
    }
    return c == '+' ? 62 : c == '/' ? 63 : -1;
  }

  /** Java's charset for a PostgreSQL encoding name; null when there is none. */
  private static Charset charset(String name) {
    String key = name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    return switch (key) {
      case "UTF8", "UNICODE", "SQLASCII" -> StandardCharsets.UTF_8;
      case "LATIN1", "ISO88591" -> StandardCharsets.ISO_8859_1;
      case "LATIN2", "ISO88592" -> Charset.forName("ISO-8859-2");
      case "LATIN9", "ISO885915" -> Charset.forName("ISO-8859-15");
      case "WIN1250", "WIN1251", "WIN1252", "WIN1253", "WIN1254", "WIN1257" ->
          Charset.forName("windows-" + key.substring(3));
      case "KOI8R", "KOI8" -> Charset.forName("KOI8-R");
      case "EUCJP" -> Charset.forName("EUC-JP");
      case "SJIS" -> Charset.forName("windows-31j");
      case "EUCKR" -> Charset.forName("EUC-KR");
      case "BIG5" -> Charset.forName("Big5");
      case "GBK" -> Charset.forName("GBK");
      case "GB18030" -> Charset.forName("GB18030");
      default -> null;
    };
  }

  private static Charset require(Slice name, String role) {
    Charset charset = charset(name.toString());
    if (charset == null) {
      throw SqlException.error(
          SqlState.INVALID_PARAMETER_VALUE, "invalid %s encoding name \"%s\"", role, name);
    }
    return charset;
  }

  public static Slice convertTo(Slice text, Slice encoding) {
    Charset charset = require(encoding, "destination");
    if (charset.equals(StandardCharsets.UTF_8)) {
      return text;
    }
    CharsetEncoder encoder = charset.newEncoder();
    ByteSink out = new ByteSink(text.length());
    int at = 0;
    while (at < text.length()) {
      Slice character = text.slice(at, Utf8.skip(text, at, 1));
      at += character.length();
      String decoded = character.toString();
      if (!encoder.canEncode(decoded)) {
        throw SqlException.error(
            SqlState.UNTRANSLATABLE_CHARACTER,
            "character with byte sequence %s in encoding \"UTF8\" has no equivalent in"
                + " encoding \"%s\"",
            hexBytes(character, 0, character.length()),
            encoding.toString().toUpperCase(Locale.ROOT));
      }
      byte[] encoded = decoded.getBytes(charset);
      out.put(encoded, 0, encoded.length);
    }
    return out.toSlice();
  }

  private static String hexBytes(Slice bytes, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(i > from ? " " : "");
      text.append(String.format(Locale.ROOT, "0x%02x", bytes.unsignedAt(i)));
    }
    return text.toString();
  }

  public static Slice convertFrom(Slice bytes, Slice encoding) {
    Charset charset = require(encoding, "source");
    if (charset.equals(StandardCharsets.UTF_8)) {
      requireUtf8(bytes);
      return bytes;
    }
    return Slice.utf8(new String(bytes.base(), bytes.offset(), bytes.length(), charset));
  }

  /** Refuses bytes that are not UTF-8, or that hold a zero, as every text from outside must be. */
  public static void requireUtf8(Slice bytes) {
    int at = 0;
    while (at < bytes.length()) {
      int width = validWidth(bytes, at);
      if (width == 0) {
        throw invalidSequence(bytes, at);
      }
      at += width;
    }
  }

  private static SqlException invalidSequence(Slice bytes, int at) {
    int lead = bytes.unsignedAt(at);
    int claimed = lead >= 0xF8 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    return SqlException.error(
        SqlState.CHARACTER_NOT_IN_REPERTOIRE,
        "invalid byte sequence for encoding \"UTF8\": %s",
        hexBytes(bytes, at, Math.min(at + claimed, bytes.length())));
  }

  /** The width of the valid character at {@code at}, or 0. */
  private static int validWidth(Slice bytes, int at) {
    int lead = bytes.unsignedAt(at);
    if (lead < 0x80) {
      return lead == 0 ? 0 : 1;
    }
    int width = lead < 0xC2 || lead > 0xF4 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (width == 0 || at + width > bytes.length()) {
      return 0;
    }
    for (int i = 1; i < width; i++) {
      if ((bytes.at(at + i) & 0xC0) != 0x80) {
        return 0;
      }
    }
    int second = bytes.unsignedAt(at + 1);
    boolean bad =
        lead == 0xE0 && second < 0xA0
            || lead == 0xED && second > 0x9F
            || lead == 0xF0 && second < 0x90
            || lead == 0xF4 && second > 0x8F;
    return bad ? 0 : width;
  }
}
