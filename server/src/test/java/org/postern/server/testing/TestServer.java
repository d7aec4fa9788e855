package org.postern.server.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * A running server of a test, Postern or PostgreSQL: the same test can be held against both.
 *
 * <p>It listens on the loopback address only and trusts everybody. Closing it ends its processes,
 * by their ids, and removes its data directory.
 */
public interface TestServer extends AutoCloseable {
  int port();

  /** The first role, a superuser. */
  String user();

  Path dataDirectory();

  /** The directory of its Unix-domain socket. */
  Path socketDirectory();

  /** The process id of the postmaster. */
  long pid();

  /** Everything the server has logged so far. */
  String log() throws IOException;

  /** Fast shutdown and start, with the same data. */
  void restart() throws IOException;

  /** Kills every process of the server at once, as a power failure would, and starts it again. */
  void crashAndRestart() throws IOException;

  @Override
  void close() throws IOException;

  /** A new JDBC connection. */
  default Connection connect(String database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user());
    properties.setProperty("sslmode", "disable");
    return connect(database, properties);
  }

  /** The same with properties of one's own. */
  default Connection connect(String database, Properties properties) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port() + "/" + database, properties);
  }
}
