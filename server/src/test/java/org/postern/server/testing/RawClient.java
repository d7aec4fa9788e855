package org.postern.server.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client that sees every message: what a driver hides or reacts to on its own. */
public final class RawClient implements AutoCloseable {
  private static final int PROTOCOL = 196_608;
  private static final int TIMEOUT_MILLIS = 60_000;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  /** A message of the server; of an error only SQLSTATE and text are kept. */
  public record Message(char type, String text) {}

  /** Connects and says nothing. */
  public RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(socket.getOutputStream());
  }

  /** Connects and logs in; reads up to ReadyForQuery or the end. */
  public static RawClient login(TestServer server, String user, String database)
      throws IOException {
    RawClient client = new RawClient(server.port());
    client.startup(user, database);
    client.readToReady();
    return client;
  }

  /** Sends the startup packet. */
  public void startup(String user, String database) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    new DataOutputStream(body).writeInt(PROTOCOL);
    for (String word : List.of("user", user, "database", database, "")) {
      body.write(word.getBytes(StandardCharsets.UTF_8));
      body.write(0);
    }
    out.writeInt(body.size() + Integer.BYTES);
    out.write(body.toByteArray());
    out.flush();
  }

  /** Sends a message of this type. */
  public void send(char type, byte[] body) throws IOException {
    out.writeByte(type);
    out.writeInt(body.length + Integer.BYTES);
    out.write(body);
    out.flush();
  }

  /** Sends a simple query. */
  public void query(String sql) throws IOException {
    send('Q', (sql + '\0').getBytes(StandardCharsets.UTF_8));
  }

  /** Sends a simple query and reads up to ReadyForQuery or the end. */
  public List<Message> ask(String sql) throws IOException {
    query(sql);
    return readToReady();
  }

  /** All messages up to and with ReadyForQuery, or up to the end of the connection. */
  public List<Message> readToReady() throws IOException {
    List<Message> messages = new ArrayList<>();
    Message message;
    do {
      message = read();
      if (message != null) {
        messages.add(message);
      }
    } while (message != null && message.type() != 'Z');
    return messages;
  }

  /** The next message; null at the end of the connection. */
  public Message read() throws IOException {
    try {
      char type = (char) in.readByte();
      byte[] body = new byte[in.readInt() - Integer.BYTES];
      in.readFully(body);
      return new Message(type, type == 'E' || type == 'N' ? report(body) : text(body));
    } catch (EOFException | SocketException e) {
      return null;
    }
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  private static String report(byte[] body) {
    StringBuilder report = new StringBuilder();
    for (String field : text(body).split("\0")) {
      if (!field.isEmpty() && "SCM".indexOf(field.charAt(0)) >= 0) {
        report.append(report.isEmpty() ? "" : " ").append(field.substring(1));
      }
    }
    return report.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
