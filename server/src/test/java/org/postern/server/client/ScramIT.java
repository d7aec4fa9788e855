package org.postern.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.server.testing.PosternServer;

/** Logging in with a password, by pgjdbc's own SCRAM client. */
@Timeout(120)
class ScramIT {
  private static Connection connect(PosternServer server, String user, String password)
      throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("sslmode", "disable");
    return server.connect("postgres", properties);
  }

  @Test
  void shouldAuthenticateByScram() throws Exception {
    try (PosternServer server = PosternServer.start("shared_buffers=4MB", "max_connections=6")) {
      try (Connection connection = server.connect("postgres")) {
        Rows.run(
            connection,
            "CREATE ROLE keeper LOGIN PASSWORD 'secret, ✓'",
            "CREATE ROLE locked NOLOGIN PASSWORD 'x'",
            "CREATE ROLE bare LOGIN");
        Path hba = server.dataDirectory().resolve("pg_hba.conf");
        Files.writeString(
            hba,
            "host all "
                + server.user()
                + " 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
        Rows.run(connection, "SELECT pg_reload_conf()");
        // The postmaster answers the signal when it gets to it.
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (canEnter(server) && System.nanoTime() < deadline) {
          Thread.sleep(50);
        }
      }
      try (Connection keeper = connect(server, "keeper", "secret, ✓")) {
        assertThat(Rows.query(keeper, "SELECT current_user")).containsExactly("keeper");
      }
      assertThatThrownBy(() -> connect(server, "keeper", "wrong"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"))
          .hasMessageContaining("password authentication failed for user \"keeper\"");
      assertThatThrownBy(() -> connect(server, "bare", "x"))
          .hasMessageContaining("password authentication failed for user \"bare\"");
      assertThatThrownBy(() -> connect(server, "nobody_there", "x"))
          .hasMessageContaining("password authentication failed for user \"nobody_there\"");
      assertThatThrownBy(() -> connect(server, "locked", "x"))
          .hasMessageContaining("role \"locked\" is not permitted to log in");
    }
  }

  private static boolean canEnter(PosternServer server) {
    try (Connection connection = connect(server, "keeper", "wrong")) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }
}
