package org.postern.server.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.postern.executor.session.guc.GucSetting;
import org.postern.server.backend.Client;
import org.postern.server.backend.ClientSession;
import org.postern.server.backend.ClientSessionFactory;
import org.postern.server.launch.ChildContext;
import org.postern.server.launch.ControlFrame;

/**
 * A session that knows no SQL: it answers the start-up handshake, and each query with one row of
 * one text column. The query {@code pid} gives the process, {@code setting NAME} what the process
 * was configured with, {@code sleep} waits for an interrupt, {@code die} kills the process.
 */
final class CannedSession implements ClientSession {
  private static final int CANCEL_REQUEST = 80877102;
  private static final int SSL_REQUEST = 80877103;
  private static final int GSSENC_REQUEST = 80877104;

  private final Factory factory;
  private final Channel channel;
  private final ControlFrame.Handover handover;
  private final ByteBuf input = Unpooled.buffer();
  private boolean started;

  private CannedSession(Factory factory, Client client) {
    this.factory = factory;
    this.channel = client.channel();
    this.handover = client.handover();
  }

  /** Makes the sessions of one process. */
  static final class Factory implements ClientSessionFactory {
    private final ChildContext context;
    private final AtomicReference<ControlFrame.InterruptKind> pending = new AtomicReference<>();
    private volatile List<GucSetting> settings;

    Factory(ChildContext context) {
      this.context = context;
      this.settings = context.parameters().settings();
    }

    @Override
    public ClientSession open(Client client) {
      pending.set(null);
      return new CannedSession(this, client);
    }

    @Override
    public synchronized void interrupt(ControlFrame.InterruptKind kind) {
      pending.set(kind);
      notifyAll();
    }

    synchronized ControlFrame.InterruptKind awaitInterrupt() {
      while (pending.get() == null) {
        try {
          wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return pending.get();
    }

    @Override
    public void reload(List<GucSetting> newSettings) {
      settings = newSettings;
    }

    @Override
    public void close() {
      context.title().set("leaving");
    }
  }

  @Override
  public void feed(ByteBuf bytes) {
    input.writeBytes(bytes);
    while (started ? message() : startup()) {
      input.discardReadBytes();
    }
  }

  private boolean startup() {
    int start = input.readerIndex();
    if (input.readableBytes() < 8 || input.readableBytes() < input.getInt(start)) {
      return false;
    }
    int length = input.getInt(start);
    switch (input.getInt(start + 4)) {
      case SSL_REQUEST, GSSENC_REQUEST ->
          channel.writeAndFlush(Unpooled.copiedBuffer(new byte[] {'N'}));
      case CANCEL_REQUEST -> {
        factory
            .context
            .control()
            .send(
                new ControlFrame.CancelRequest(input.getInt(start + 8), input.getInt(start + 12)));
        channel.close();
      }
      default -> greet();
    }
    input.readerIndex(start + length);
    return channel.isActive();
  }

  private void greet() {
    started = true;
    factory.context.title().set("tester canned [local] idle");
    if (handover.reservedOnly()) {
      ByteBuf out = Unpooled.buffer();
      error(
          out,
          "FATAL",
          "53300",
          "remaining connection slots are reserved for non-replication superuser connections");
      channel.writeAndFlush(out).addListener(ChannelFutureListener.CLOSE);
      return;
    }
    ByteBuf out = Unpooled.buffer();
    out.writeByte('R').writeInt(8).writeInt(0);
    parameter(out, "server_version", "15.18");
    parameter(out, "client_encoding", "UTF8");
    parameter(out, "DateStyle", "ISO, MDY");
    parameter(out, "TimeZone", "GMT");
    parameter(out, "integer_datetimes", "on");
    parameter(out, "standard_conforming_strings", "on");
    out.writeByte('K').writeInt(12);
    out.writeInt((int) ProcessHandle.current().pid()).writeInt(handover.cancelKey());
    ready(out);
    channel.writeAndFlush(out);
  }

  private static void parameter(ByteBuf out, String name, String value) {
    int start = out.writerIndex();
    out.writeByte('S').writeInt(0);
    text(out, name);
    text(out, value);
    out.setInt(start + 1, out.writerIndex() - start - 1);
  }

  private static void text(ByteBuf out, String value) {
    out.writeCharSequence(value, StandardCharsets.UTF_8);
    out.writeByte(0);
  }

  private static void ready(ByteBuf out) {
    out.writeByte('Z').writeInt(5).writeByte('I');
  }

  private boolean message() {
    int start = input.readerIndex();
    if (input.readableBytes() < 5 || input.readableBytes() < 1 + input.getInt(start + 1)) {
      return false;
    }
    int length = input.getInt(start + 1);
    switch (input.getByte(start)) {
      case 'Q' -> {
        String query =
            input.toString(start + 5, length - 5, StandardCharsets.UTF_8).split(";")[0].strip();
        channel.writeAndFlush(answer(query));
      }
      case 'X' -> channel.close();
      case 'S' -> channel.writeAndFlush(readyOnly());
      default -> {
        // The rest of the extended protocol is passed over.
      }
    }
    input.readerIndex(start + 1 + length);
    return channel.isActive();
  }

  private static ByteBuf readyOnly() {
    ByteBuf out = Unpooled.buffer();
    ready(out);
    return out;
  }

  private ByteBuf answer(String query) {
    ByteBuf out = Unpooled.buffer();
    switch (query) {
      case "pid" -> row(out, Long.toString(ProcessHandle.current().pid()));
      case "die" -> Runtime.getRuntime().halt(9);
      case "sleep" -> {
        ControlFrame.InterruptKind kind = factory.awaitInterrupt();
        factory.pending.set(null);
        if (kind == ControlFrame.InterruptKind.TERMINATE) {
          terminate();
        }
        error(out, "ERROR", "57014", "canceling statement due to user request");
      }
      default -> row(out, query.startsWith("setting ") ? setting(query.substring(8)) : query);
    }
    ready(out);
    return out;
  }

  private String setting(String name) {
    for (GucSetting setting : factory.settings) {
      if (setting.name().equals(name)) {
        return setting.value();
      }
    }
    return "";
  }

  private static void row(ByteBuf out, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    out.writeByte('T').writeInt(4 + 2 + 2 + 18).writeShort(1);
    text(out, "v");
    out.writeInt(0).writeShort(0).writeInt(25).writeShort(-1).writeInt(-1).writeShort(0);
    out.writeByte('D').writeInt(4 + 2 + 4 + bytes.length).writeShort(1);
    out.writeInt(bytes.length).writeBytes(bytes);
    out.writeByte('C').writeInt(4 + 9);
    text(out, "SELECT 1");
  }

  private static void error(ByteBuf out, String severity, String code, String message) {
    int start = out.writerIndex();
    out.writeByte('E').writeInt(0);
    out.writeByte('S');
    text(out, severity);
    out.writeByte('V');
    text(out, severity);
    out.writeByte('C');
    text(out, code);
    out.writeByte('M');
    text(out, message);
    out.writeByte(0);
    out.setInt(start + 1, out.writerIndex() - start - 1);
  }

  private void terminate() {
    ByteBuf out = Unpooled.buffer();
    error(out, "FATAL", "57P01", "terminating connection due to administrator command");
    channel.writeAndFlush(out).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void writable() {
    // Answers are short.
  }

  @Override
  public void interrupted() {
    if (factory.pending.getAndSet(null) == ControlFrame.InterruptKind.TERMINATE) {
      terminate();
    }
  }

  @Override
  public void reloaded() {}

  @Override
  public boolean recycle() {
    return true;
  }
}
