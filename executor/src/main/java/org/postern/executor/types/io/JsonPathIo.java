package org.postern.executor.types.io;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.ByteSource;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeIo;
import org.postern.executor.types.jsonpath.JsonPath;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** jsonpath: {@link JsonPath}. It is stored as its text; binary is a version byte, 1, and that. */
public final class JsonPathIo implements TypeIo {
  private static final int VERSION = 1;

  @Override
  public Physical physical() {
    return Physical.OBJECT;
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    return JsonPath.parse(text, ctx);
  }

  @Override
  public void output(Object value, ByteSink out, TypeContext ctx) {
    out.put(((JsonPath) value).text());
  }

  @Override
  public Object receive(Slice binary, int typmod, TypeContext ctx) {
    ByteSource source = new ByteSource(binary);
    int version = source.takeByte();
    if (version != VERSION) {
      throw SqlException.error(
          SqlState.INTERNAL_ERROR, "unsupported jsonpath version number: %d", version);
    }
    return JsonPath.parse(source.rest().toString(), ctx);
  }

  @Override
  public void send(Object value, ByteSink out, TypeContext ctx) {
    out.put(VERSION).put(((JsonPath) value).text());
  }

  @Override
  public int storedLength(Object value) {
    return ((JsonPath) value).text().length();
  }

  @Override
  public void store(Object value, byte[] base, int offset) {
    Slice text = ((JsonPath) value).text();
    System.arraycopy(text.base(), text.offset(), base, offset, text.length());
  }

  @Override
  public Object load(byte[] base, int offset, int length) {
    String text = Slice.of(base, offset, length).toString();
    return JsonPath.parse(text, StandaloneContext.DEFAULT);
  }
}
