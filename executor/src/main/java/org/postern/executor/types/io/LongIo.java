package org.postern.executor.types.io;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.ByteSource;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeIo;

/** What the types represented as a long share: boxing at one place, binary by width. */
abstract class LongIo implements TypeIo {
  private final int bytes;

  /** {@code bytes}: how long the binary form is: 1, 2, 4 or 8. */
  LongIo(int bytes) {
    this.bytes = bytes;
  }

  @Override
  public final Physical physical() {
    return Physical.LONG;
  }

  @Override
  public final void output(Object value, ByteSink out, TypeContext ctx) {
    outputLong((Long) value, out, ctx);
  }

  @Override
  public abstract void outputLong(long value, ByteSink out, TypeContext ctx);

  @Override
  public Object receive(Slice binary, int typmod, TypeContext ctx) {
    ByteSource source = new ByteSource(binary);
    return switch (bytes) {
      case 1 -> (long) source.takeByte();
      case 2 -> (long) source.takeShort();
      case 4 -> (long) source.takeInt();
      default -> source.takeLong();
    };
  }

  @Override
  public final void send(Object value, ByteSink out, TypeContext ctx) {
    sendLong((Long) value, out, ctx);
  }

  @Override
  public void sendLong(long value, ByteSink out, TypeContext ctx) {
    switch (bytes) {
      case 1 -> out.put((int) value);
      case 2 -> out.putShort((int) value);
      case 4 -> out.putInt((int) value);
      default -> out.putLong(value);
    }
  }
}
