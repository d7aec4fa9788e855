package org.postern.executor.types.io;

import java.util.Arrays;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.ByteSource;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeIo;
import org.postern.executor.types.json.JsonParser;
import org.postern.executor.types.json.Jsonb;
import org.postern.executor.types.json.JsonbCodec;
import org.postern.executor.types.json.JsonbPrinter;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** jsonb: {@link Jsonb}. Binary is a version byte, 1, and the text. */
public final class JsonbIo implements TypeIo {
  private static final int VERSION = 1;

  @Override
  public Physical physical() {
    return Physical.OBJECT;
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    return JsonParser.jsonb(Slice.utf8(text), ctx);
  }

  @Override
  public Object input(Slice text, int typmod, TypeContext ctx) {
    return JsonParser.jsonb(Slice.of(text.toBytes()), ctx);
  }

  @Override
  public void output(Object value, ByteSink out, TypeContext ctx) {
    JsonbPrinter.append((Jsonb) value, out);
  }

  @Override
  public Object receive(Slice binary, int typmod, TypeContext ctx) {
    ByteSource source = new ByteSource(binary);
    int version = source.takeByte();
    if (version != VERSION) {
      throw SqlException.error(
          SqlState.INTERNAL_ERROR, "unsupported jsonb version number %d", version);
    }
    return JsonParser.jsonb(source.rest(), ctx);
  }

  @Override
  public void send(Object value, ByteSink out, TypeContext ctx) {
    out.put(VERSION);
    JsonbPrinter.append((Jsonb) value, out);
  }

  @Override
  public int storedLength(Object value) {
    return JsonbCodec.length((Jsonb) value);
  }

  @Override
  public void store(Object value, byte[] base, int offset) {
    JsonbCodec.store((Jsonb) value, base, offset);
  }

  /** A copy is read, since members are made only when they are asked for. */
  @Override
  public Object load(byte[] base, int offset, int length) {
    return JsonbCodec.load(Arrays.copyOfRange(base, offset, offset + length), 0, length);
  }
}
