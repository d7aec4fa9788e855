package org.postern.executor.types.io;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeIo;
import org.postern.executor.types.text.TextCasts;

/** The character types: UTF-8 that is passed through, but for the declared length. */
public final class TextIo implements TypeIo {
  private static final int MAX_LENGTH = 10_485_760;

  /** What a type does to the characters it is given. */
  enum Kind {
    /** text, unknown, cstring, refcursor, xml...: nothing. */
    PLAIN,
    VARCHAR,
    BPCHAR,
    NAME
  }

  private final Kind kind;

  TextIo(Kind kind) {
    this.kind = kind;
  }

  @Override
  public Physical physical() {
    return Physical.BYTES;
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    return input(Slice.utf8(text), typmod, ctx);
  }

  @Override
  public Object input(Slice text, int typmod, TypeContext ctx) {
    return switch (kind) {
      case PLAIN -> text;
      case VARCHAR -> TextCasts.varchar(text, typmod, false);
      case BPCHAR -> TextCasts.bpchar(text, typmod, false);
      case NAME -> TextCasts.toName(text);
    };
  }

  @Override
  public void output(Object value, ByteSink out, TypeContext ctx) {
    out.put((Slice) value);
  }

  @Override
  public Object receive(Slice binary, int typmod, TypeContext ctx) {
    return input(binary, typmod, ctx);
  }

  @Override
  public void send(Object value, ByteSink out, TypeContext ctx) {
    out.put((Slice) value);
  }

  @Override
  public boolean hasTypmod() {
    return kind == Kind.VARCHAR || kind == Kind.BPCHAR;
  }

  @Override
  public int typmodIn(String[] args) {
    if (!hasTypmod()) {
      return TypeIo.super.typmodIn(args);
    }
    String type = kind == Kind.VARCHAR ? "varchar" : "char";
    int length = IoErrors.single(args);
    if (length < 1) {
      throw IoErrors.parameter("length for type %s must be at least 1", type);
    }
    if (length > MAX_LENGTH) {
      throw IoErrors.parameter("length for type %s cannot exceed %d", type, MAX_LENGTH);
    }
    return length + 4;
  }

  @Override
  public String typmodOut(int typmod) {
    return typmod > 4 ? "(" + (typmod - 4) + ")" : "";
  }
}
