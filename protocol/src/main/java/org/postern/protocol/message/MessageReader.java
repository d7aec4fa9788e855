package org.postern.protocol.message;

import io.netty.buffer.ByteBuf;
import org.postern.protocol.frame.ProtocolException;

/**
 * Reads the fields of one message body and never a byte beyond it.
 *
 * <p>Every read checks its bound first; whoever has read all fields calls {@link #end()}, so that
 * trailing bytes are an error too. All faults are 08P01 and leave the frame boundary intact: the
 * session goes on with the next message.
 */
public final class MessageReader {
  private final ByteBuf body;

  public MessageReader(ByteBuf body) {
    this.body = body;
  }

  public byte readByte() {
    if (!body.isReadable()) {
      throw ProtocolException.violation("no data left in message");
    }
    return body.readByte();
  }

  /** Counts and format codes are unsigned on the wire. */
  public int readUnsignedShort() {
    require(Short.BYTES);
    return body.readUnsignedShort();
  }

  public int readInt() {
    require(Integer.BYTES);
    return body.readInt();
  }

  /** Skips {@code length} bytes and returns the index in {@link #body()} where they begin. */
  public int skip(int length) {
    require(length);
    int at = body.readerIndex();
    body.skipBytes(length);
    return at;
  }

  /** A string that ends with a zero byte, which is consumed too. */
  public String readString() {
    int length = body.bytesBefore((byte) 0);
    if (length < 0) {
      throw ProtocolException.violation("invalid string in message");
    }
    String text = length == 0 ? "" : Utf8.decode(body, body.readerIndex(), length);
    body.skipBytes(length + 1);
    return text;
  }

  /** All bytes that are left, as a slice. */
  public ByteBuf readRest() {
    return body.readSlice(body.readableBytes());
  }

  /** The message must end here. */
  public void end() {
    if (body.isReadable()) {
      throw ProtocolException.violation("invalid message format");
    }
  }

  public int remaining() {
    return body.readableBytes();
  }

  public ByteBuf body() {
    return body;
  }

  private void require(int length) {
    if (length < 0 || length > body.readableBytes()) {
      throw ProtocolException.violation("insufficient data left in message");
    }
  }
}
