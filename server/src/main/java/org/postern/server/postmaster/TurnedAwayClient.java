package org.postern.server.postmaster;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.postern.storage.error.SqlException;

/**
 * A client that gets no backend: the postmaster reads its startup packet, so that the answer comes
 * where the client expects one, and refuses. A cancel request is carried out all the same.
 *
 * <p>Source: PostgreSQL documentation, "Message Flow", Start-up and Canceling Requests in Progress.
 */
final class TurnedAwayClient extends ByteToMessageDecoder {
  /** Carries out a cancel request. */
  @FunctionalInterface
  interface Canceller {
    void cancel(int pid, int key);
  }

  private static final int MIN_PACKET = 8;
  private static final int MAX_PACKET = 10_000;
  private static final int CANCEL_REQUEST = 80877102;
  private static final int SSL_REQUEST = 80877103;
  private static final int GSSENC_REQUEST = 80877104;
  private static final int PATIENCE_SECONDS = 10;

  private final SqlException reason;
  private final Canceller canceller;

  TurnedAwayClient(SqlException reason, Canceller canceller) {
    this.reason = reason;
    this.canceller = canceller;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    ctx.channel()
        .eventLoop()
        .schedule(() -> ctx.channel().close(), PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (in.readableBytes() < MIN_PACKET) {
      return;
    }
    int start = in.readerIndex();
    int length = in.getInt(start);
    if (length < MIN_PACKET || length > MAX_PACKET) {
      in.skipBytes(in.readableBytes());
      ctx.close();
      return;
    }
    if (in.readableBytes() < length) {
      return;
    }
    int code = in.getInt(start + 4);
    switch (code) {
      case SSL_REQUEST, GSSENC_REQUEST -> ctx.writeAndFlush(ctx.alloc().buffer(1).writeByte('N'));
      case CANCEL_REQUEST -> {
        if (length >= 16) {
          canceller.cancel(in.getInt(start + 8), in.getInt(start + 12));
        }
        ctx.close();
      }
      default -> ctx.writeAndFlush(answer(ctx)).addListener(ChannelFutureListener.CLOSE);
    }
    in.readerIndex(start + length);
  }

  private ByteBuf answer(ChannelHandlerContext ctx) {
    ByteBuf out = ctx.alloc().buffer(128);
    out.writeByte('E').writeInt(0);
    field(out, 'S', "FATAL");
    field(out, 'V', "FATAL");
    field(out, 'C', reason.state().code());
    field(out, 'M', reason.getMessage());
    out.writeByte(0);
    return out.setInt(1, out.readableBytes() - 1);
  }

  private static void field(ByteBuf out, char type, String value) {
    out.writeByte(type);
    out.writeCharSequence(value, StandardCharsets.UTF_8);
    out.writeByte(0);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
