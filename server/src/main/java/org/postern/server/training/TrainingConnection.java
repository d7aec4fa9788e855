package org.postern.server.training;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * The least of a client that can send a statement in every way of the protocol; it drops what it is
 * answered. Own code rather than a driver, since the archive is made without test libraries.
 */
final class TrainingConnection implements AutoCloseable {
  private static final int PROTOCOL_3 = 196608;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final short BINARY = 1;
  private static final int INT4_OID = 23;

  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
  private final ByteBuffer out = ByteBuffer.allocate(BUFFER_BYTES);

  private TrainingConnection(SocketChannel channel) {
    this.channel = channel;
  }

  static TrainingConnection open(String socket, String role, String database) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket));
    TrainingConnection connection = new TrainingConnection(channel);
    connection.startup(role, database);
    return connection;
  }

  private void startup(String role, String database) throws IOException {
    out.putInt(0).putInt(PROTOCOL_3);
    for (String text : new String[] {"user", role, "database", database, ""}) {
      text(text);
    }
    out.putInt(0, out.position());
    sendAndAwaitReady();
  }

  void simple(String statement) throws IOException {
    int start = begin('Q');
    text(statement);
    end(start);
    sendAndAwaitReady();
  }

  /** Parse of the unnamed statement, Bind, Describe, Execute, Sync. */
  void extended(String statement, int[] values) throws IOException {
    parse("", statement, values.length);
    bindAndExecute("", values, false);
  }

  void prepare(String name, String statement) throws IOException {
    parse(name, statement, 0);
    end(begin('S'));
    sendAndAwaitReady();
  }

  void execute(String name, int[] values, boolean binary) throws IOException {
    bindAndExecute(name, values, binary);
  }

  private void parse(String name, String statement, int parameters) {
    int start = begin('P');
    text(name);
    text(statement);
    out.putShort((short) parameters);
    for (int i = 0; i < parameters; i++) {
      out.putInt(INT4_OID);
    }
    end(start);
  }

  private void bindAndExecute(String name, int[] values, boolean binary) throws IOException {
    int bind = begin('B');
    text("");
    text(name);
    format(binary);
    out.putShort((short) values.length);
    for (int value : values) {
      if (binary) {
        out.putInt(Integer.BYTES).putInt(value);
      } else {
        byte[] digits = Integer.toString(value).getBytes(StandardCharsets.US_ASCII);
        out.putInt(digits.length).put(digits);
      }
    }
    format(binary);
    end(bind);
    int describe = begin('D');
    out.put((byte) 'P');
    text("");
    end(describe);
    int execute = begin('E');
    text("");
    out.putInt(0);
    end(execute);
    end(begin('S'));
    sendAndAwaitReady();
  }

  /** One format code for all values, or none: text. */
  private void format(boolean binary) {
    if (binary) {
      out.putShort((short) 1).putShort(BINARY);
    } else {
      out.putShort((short) 0);
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      end(begin('X'));
      send();
    }
  }

  private int begin(char type) {
    out.put((byte) type);
    out.putInt(0);
    return out.position() - Integer.BYTES;
  }

  private void end(int start) {
    out.putInt(start, out.position() - start);
  }

  private void text(String text) {
    out.put(text.getBytes(StandardCharsets.UTF_8)).put((byte) 0);
  }

  private void send() throws IOException {
    out.flip();
    while (out.hasRemaining()) {
      channel.write(out);
    }
    out.clear();
  }

  private void sendAndAwaitReady() throws IOException {
    send();
    while (true) {
      byte type = next();
      int length = 0;
      for (int i = 0; i < Integer.BYTES; i++) {
        length = length << 8 | next() & 0xff;
      }
      for (int i = Integer.BYTES; i < length; i++) {
        next();
      }
      if (type == 'Z') {
        return;
      }
    }
  }

  private byte next() throws IOException {
    if (!in.hasRemaining()) {
      in.clear();
      if (channel.read(in) < 0) {
        throw new EOFException("the server closed the connection");
      }
      in.flip();
    }
    return in.get();
  }
}
