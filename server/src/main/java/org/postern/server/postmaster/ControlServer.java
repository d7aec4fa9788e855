package org.postern.server.postmaster;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.postern.server.launch.ControlFrame;

/**
 * The Unix-domain socket that children connect to. A connection is nobody's until it has shown the
 * token; its frames then go to the events of the child that it names.
 */
final class ControlServer {
  /** Who is told; called on the event loop. */
  interface Events {
    /** The child that the connection belongs to, or null to close it. */
    Child hello(ControlFrame.Hello hello, Channel channel);

    void frame(Child child, ControlFrame frame);

    /** A frame could not be read or acted upon; the connection is closed. */
    void failure(Throwable cause);
  }

  private final Path path;
  private final long token;
  private final Events events;
  private Channel listener;

  ControlServer(Path path, long token, Events events) {
    this.path = path;
    this.token = token;
    this.events = events;
  }

  void open(EventLoop loop) throws IOException {
    Files.deleteIfExists(path);
    listener =
        new ServerBootstrap()
            .group(loop)
            .channel(EpollServerDomainSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(decoder(), new Encoder(), new Reader());
                  }
                })
            .bind(new DomainSocketAddress(path.toString()))
            .syncUninterruptibly()
            .channel();
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
  }

  private static LengthFieldBasedFrameDecoder decoder() {
    return new LengthFieldBasedFrameDecoder(
        ControlFrame.MAX_LENGTH, 0, ControlFrame.LENGTH_SIZE, 0, ControlFrame.LENGTH_SIZE);
  }

  void close() {
    if (listener != null) {
      listener.close();
    }
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // A socket file left over is replaced by the next start.
      listener = null;
    }
  }

  private static final class Encoder extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
      Object out =
          message instanceof ControlFrame frame ? Unpooled.wrappedBuffer(frame.encode()) : message;
      ctx.write(out, promise);
    }
  }

  private final class Reader extends SimpleChannelInboundHandler<ByteBuf> {
    private Child child;

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
      byte[] body = new byte[bytes.readableBytes()];
      bytes.readBytes(body);
      ControlFrame frame = ControlFrame.decode(body);
      if (child != null) {
        events.frame(child, frame);
        return;
      }
      if (frame instanceof ControlFrame.Hello hello && hello.token() == token) {
        child = events.hello(hello, ctx.channel());
      }
      if (child == null) {
        ctx.close();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      // That a child's connection breaks is no news: the end of its process is seen elsewhere.
      if (!(cause instanceof IOException)) {
        events.failure(cause);
      }
      ctx.close();
    }
  }
}
