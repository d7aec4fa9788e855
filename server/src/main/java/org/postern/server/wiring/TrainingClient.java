package org.postern.server.wiring;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The client of a training run: sends each statement of {@code training.sql} by the simple and by
 * the extended protocol, over and over, so that the archive made afterwards knows the classes and
 * the hot methods of a backend. Answers, errors included, are read and dropped.
 *
 * <p>Arguments: the Unix-domain socket, the role, the database, the number of rounds.
 */
public final class TrainingClient {
  private static final String STATEMENTS = "training.sql";
  private static final int PROTOCOL_3 = 196608;
  private static final int BUFFER_BYTES = 1 << 16;

  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
  private final ByteBuffer out = ByteBuffer.allocate(BUFFER_BYTES);

  private TrainingClient(SocketChannel channel) {
    this.channel = channel;
  }

  public static void main(String[] arguments) throws IOException {
    List<String> statements = statements();
    int rounds = Integer.parseInt(arguments[3]);
    for (int session = 0; session < 3; session++) {
      try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        channel.connect(UnixDomainSocketAddress.of(arguments[0]));
        TrainingClient client = new TrainingClient(channel);
        client.startup(arguments[1], arguments[2]);
        for (int round = 0; round < rounds; round++) {
          for (String statement : statements) {
            client.simple(statement);
            client.extended(statement);
          }
        }
        client.terminate();
      }
    }
  }

  /** One statement a line; lines that begin with two dashes are comments. */
  private static List<String> statements() throws IOException {
    List<String> statements = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                TrainingClient.class.getResourceAsStream(STATEMENTS), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && !line.startsWith("--")) {
          statements.add(line);
        }
      }
    }
    return statements;
  }

  private void startup(String role, String database) throws IOException {
    out.clear().putInt(0).putInt(PROTOCOL_3);
    for (String text : new String[] {"user", role, "database", database, ""}) {
      text(text);
    }
    out.putInt(0, out.position());
    send();
    awaitReady();
  }

  private void simple(String statement) throws IOException {
    out.clear();
    int start = begin('Q');
    text(statement);
    end(start);
    send();
    awaitReady();
  }

  private void extended(String statement) throws IOException {
    out.clear();
    int parse = begin('P');
    text("");
    text(statement);
    out.putShort((short) 0);
    end(parse);
    int bind = begin('B');
    text("");
    text("");
    out.putShort((short) 0).putShort((short) 0).putShort((short) 0);
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
    send();
    awaitReady();
  }

  private void terminate() throws IOException {
    out.clear();
    end(begin('X'));
    send();
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
  }

  /** Reads messages up to ReadyForQuery. */
  private void awaitReady() throws IOException {
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
