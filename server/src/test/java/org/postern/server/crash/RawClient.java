package org.postern.server.crash;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client that may send anything. */
final class RawClient implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 60_000;

  private final Socket socket = new Socket();

  RawClient(int port) throws IOException {
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MILLIS);
  }

  /** A session that is ready for queries. */
  static RawClient loggedIn(int port, String user) throws IOException {
    RawClient client = new RawClient(port);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(body);
    out.writeInt(196_608);
    for (String word : List.of("user", user, "database", "postgres", "")) {
      out.write(word.getBytes(StandardCharsets.UTF_8));
      out.write(0);
    }
    DataOutputStream socket = new DataOutputStream(client.socket.getOutputStream());
    socket.writeInt(body.size() + 4);
    body.writeTo(socket);
    client.readUntil('Z');
    return client;
  }

  void send(byte[] bytes) throws IOException {
    OutputStream out = client();
    out.write(bytes);
    out.flush();
  }

  private OutputStream client() throws IOException {
    return socket.getOutputStream();
  }

  /** Sends a message; the length is what it says, whatever the body is. */
  void send(int type, int length, byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(type);
    out.writeInt(length);
    out.write(body);
    send(bytes.toByteArray());
  }

  void query(String sql) throws IOException {
    byte[] body = (sql + '\0').getBytes(StandardCharsets.UTF_8);
    send('Q', body.length + 4, body);
  }

  /** Reads messages up to one of this type; returns the types read. */
  String readUntil(int type) throws IOException {
    StringBuilder types = new StringBuilder();
    DataInputStream in = new DataInputStream(socket.getInputStream());
    for (int at = in.read(); ; at = in.read()) {
      if (at < 0) {
        throw new IOException("end of the connection after " + types);
      }
      types.append((char) at);
      in.readNBytes(in.readInt() - 4);
      if (at == type) {
        return types.toString();
      }
    }
  }

  /** Reads to the end of the connection; the errors' SQLSTATEs and texts. */
  List<String> readErrors() {
    List<String> errors = new ArrayList<>();
    try {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      for (int at = in.read(); at >= 0; at = in.read()) {
        byte[] body = in.readNBytes(in.readInt() - 4);
        if (at == 'E') {
          String text = new String(body, StandardCharsets.UTF_8);
          errors.add(field(text, 'C') + " " + field(text, 'M'));
        }
      }
    } catch (IOException e) {
      // Reset by the server: the end as well.
      return errors;
    }
    return errors;
  }

  private static String field(String text, char code) {
    for (String field : text.split("\0")) {
      if (!field.isEmpty() && field.charAt(0) == code) {
        return field.substring(1);
      }
    }
    return "";
  }

  /** Cuts the connection without a word. */
  void cut() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
