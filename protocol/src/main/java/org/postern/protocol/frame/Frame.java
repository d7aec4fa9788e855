package org.postern.protocol.frame;

import io.netty.buffer.ByteBuf;

/**
 * One message as it came over the wire: its type and its body.
 *
 * <p>The body is a slice of the decoder's buffer, not a copy and not retained: it is valid until
 * {@link FrameDecoder#receiveBuffer} or {@link FrameDecoder#append} is called again. Who needs the
 * bytes longer copies them.
 *
 * @param type the type byte, or {@link #STARTUP} for the packets before login, which have none
 * @param body the bytes behind the length word, reader index at the first of them
 */
public record Frame(byte type, ByteBuf body) {
  /** The type given to packets that carry no type byte. */
  public static final byte STARTUP = 0;
}
