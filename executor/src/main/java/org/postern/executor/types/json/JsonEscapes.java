package org.postern.executor.types.json;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Slice;

/** Text as a JSON string: in quotes, with the escapes that RFC 8259 demands and no others. */
public final class JsonEscapes {
  private static final byte[] HEX =
      "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private JsonEscapes() {}

  public static void append(Slice text, ByteSink out) {
    out.put('"');
    byte[] base = text.base();
    int end = text.offset() + text.length();
    int plain = text.offset();
    for (int i = plain; i < end; i++) {
      byte c = base[i];
      if (c != '"' && c != '\\' && (c < 0 || c >= ' ')) {
        continue;
      }
      out.put(base, plain, i - plain);
      plain = i + 1;
      escape(c, out);
    }
    out.put(base, plain, end - plain);
    out.put('"');
  }

  private static void escape(byte c, ByteSink out) {
    switch (c) {
      case '"' -> out.putAscii("\\\"");
      case '\\' -> out.putAscii("\\\\");
      case '\b' -> out.putAscii("\\b");
      case '\f' -> out.putAscii("\\f");
      case '\n' -> out.putAscii("\\n");
      case '\r' -> out.putAscii("\\r");
      case '\t' -> out.putAscii("\\t");
      default -> out.putAscii("\\u00").put(HEX[c >> 4]).put(HEX[c & 15]);
    }
  }
}
