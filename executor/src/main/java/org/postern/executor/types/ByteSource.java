package org.postern.executor.types;

import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Reads big-endian fields of a binary parameter; running out of bytes is a protocol violation. */
public final class ByteSource {
  private final Slice slice;
  private int position;

  public ByteSource(Slice slice) {
    this.slice = slice;
  }

  public int remaining() {
    return slice.length() - position;
  }

  public int takeByte() {
    need(1);
    return slice.at(position++);
  }

  public int takeShort() {
    need(2);
    int value = slice.at(position) << 8 | slice.unsignedAt(position + 1);
    position += 2;
    return value;
  }

  public int takeInt() {
    return takeShort() << 16 | takeShort() & 0xFFFF;
  }

  public long takeLong() {
    return (long) takeInt() << 32 | takeInt() & 0xFFFFFFFFL;
  }

  public Slice take(int count) {
    need(count);
    Slice taken = slice.slice(position, position + count);
    position += count;
    return taken;
  }

  public Slice rest() {
    return take(remaining());
  }

  private void need(int count) {
    if (count < 0 || remaining() < count) {
      throw SqlException.error(SqlState.PROTOCOL_VIOLATION, "insufficient data left in message");
    }
  }
}
