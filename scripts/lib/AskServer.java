import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends one query to a server on the loopback address that trusts us, and prints the rows: the
 * smallest client there is, for machines without psql. Run as a source file: {@code java
 * AskServer.java PORT USER DATABASE QUERY}.
 *
 * <p>Source: PostgreSQL documentation, "Message Formats".
 */
final class AskServer {
  private static final int PROTOCOL_3_0 = 196_608;
  private static final int TIMEOUT_MILLIS = 30_000;

  private AskServer() {}

  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[0]);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      DataInputStream in = new DataInputStream(socket.getInputStream());
      ByteArrayOutputStream startup = new ByteArrayOutputStream();
      new DataOutputStream(startup).writeInt(PROTOCOL_3_0);
      for (String word : List.of("user", arguments[1], "database", arguments[2], "")) {
        startup.write(zeroEnded(word));
      }
      send(out, startup.toByteArray());
      boolean good = readUntilReady(in);
      out.writeByte('Q');
      send(out, zeroEnded(arguments[3]));
      good &= readUntilReady(in);
      out.writeByte('X');
      send(out, new byte[0]);
      System.exit(good ? 0 : 1);
    }
  }

  private static byte[] zeroEnded(String text) {
    return (text + '\0').getBytes(StandardCharsets.UTF_8);
  }

  /** A message's length, which counts itself, and its body. */
  private static void send(DataOutputStream out, byte[] body) throws IOException {
    out.writeInt(body.length + Integer.BYTES);
    out.write(body);
    out.flush();
  }

  /** Reads messages up to ReadyForQuery and prints rows and errors; false if there was an error. */
  private static boolean readUntilReady(DataInputStream in) throws IOException {
    boolean good = true;
    while (true) {
      int type = in.readByte();
      byte[] body = new byte[in.readInt() - Integer.BYTES];
      in.readFully(body);
      switch (type) {
        case 'D' -> System.out.println(row(body));
        case 'E' -> {
          System.out.println(new String(body, StandardCharsets.UTF_8).replace('\0', ' '));
          good = false;
        }
        case 'R' -> {
          if (body[Integer.BYTES - 1] != 0) {
            throw new IOException("the server asks for a password");
          }
        }
        case 'Z' -> {
          return good;
        }
        default -> {
          // Parameters, column names and tags are not shown.
        }
      }
    }
  }

  private static String row(byte[] body) throws IOException {
    DataInputStream in = new DataInputStream(new java.io.ByteArrayInputStream(body));
    List<String> values = new ArrayList<>();
    for (int columns = in.readShort(); columns > 0; columns--) {
      int length = in.readInt();
      values.add(length < 0 ? "NULL" : new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }
    return String.join(" | ", values);
  }
}
