package org.postern.executor.types.io;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.ByteSource;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeIo;
import org.postern.executor.types.text.ByteaText;

/** uuid: 16 bytes; input may have braces, and hyphens after any group of four digits. */
public final class UuidIo implements TypeIo {
  @Override
  public Physical physical() {
    return Physical.BYTES;
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    int at = 0;
    boolean braces = text.startsWith("{");
    if (braces) {
      at++;
    }
    byte[] bytes = new byte[16];
    for (int i = 0; i < 16; i++) {
      int high = digit(text, at);
      int low = digit(text, at + 1);
      bytes[i] = (byte) (high << 4 | low);
      at += 2;
      if (i % 2 == 1 && i < 15 && at < text.length() && text.charAt(at) == '-') {
        at++;
      }
    }
    if (braces && (at >= text.length() || text.charAt(at++) != '}') || at != text.length()) {
      throw IoErrors.syntax("uuid", text);
    }
    return Slice.of(bytes);
  }

  private static int digit(String text, int at) {
    int value =
        at < text.length() && text.charAt(at) < 128 ? Character.digit(text.charAt(at), 16) : -1;
    if (value < 0) {
      throw IoErrors.syntax("uuid", text);
    }
    return value;
  }

  @Override
  public void output(Object value, ByteSink out, TypeContext ctx) {
    Slice uuid = (Slice) value;
    ByteaText.appendHex(uuid.slice(0, 4), out);
    for (int from = 4; from < 10; from += 2) {
      ByteaText.appendHex(uuid.slice(from, from + 2), out.put('-'));
    }
    ByteaText.appendHex(uuid.slice(10, 16), out.put('-'));
  }

  @Override
  public Object receive(Slice binary, int typmod, TypeContext ctx) {
    return new ByteSource(binary).take(16);
  }

  @Override
  public void send(Object value, ByteSink out, TypeContext ctx) {
    out.put((Slice) value);
  }
}
