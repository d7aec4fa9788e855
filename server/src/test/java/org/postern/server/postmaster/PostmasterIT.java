package org.postern.server.postmaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.server.testing.PosternServer;
import org.postern.server.testing.Programs;

/** The process machinery end to end, with sessions that know no SQL. Rules: README.md. */
@Timeout(180)
class PostmasterIT {
  private PosternServer server;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    server =
        PosternServer.startCanned(
            "max_connections=4",
            "superuser_reserved_connections=1",
            "postern.min_spare_backends=1",
            "shared_buffers=1MB");
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    server.close();
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "tester");
    properties.setProperty("sslmode", "disable");
    properties.setProperty("preferQueryMode", "simple");
    properties.setProperty("assumeMinServerVersion", "15");
    return server.connect("canned", properties);
  }

  private static String ask(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private void awaitLog(String text) throws InterruptedException {
    Programs.await("log line: " + text, () -> logContains(text));
  }

  private boolean logContains(String text) {
    try {
      return server.log().contains(text);
    } catch (IOException e) {
      return false;
    }
  }

  /** Rules 3 and 6: a process serves one client after another, each alone. */
  @Test
  void shouldRecycleBackends() throws Exception {
    String first;
    try (Connection connection = connect()) {
      first = ask(connection, "pid");
      try (Connection other = connect()) {
        assertThat(ask(other, "pid")).isNotEqualTo(first);
      }
    }
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      try (Connection connection = connect()) {
        seen.add(ask(connection, "pid"));
      }
    }
    assertThat(seen.stream().distinct().count()).isLessThanOrEqualTo(3);
  }

  /** Rule 5. */
  @Test
  void shouldRefuseClientsBeyondTheLimits() throws Exception {
    List<Connection> open = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        open.add(connect());
      }
      assertThatThrownBy(this::connect)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("53300"))
          .hasMessageContaining("remaining connection slots are reserved");
      CompletableFuture<?> asleep =
          CompletableFuture.runAsync(() ->
              assertThatThrownBy(() -> ask(open.getFirst(), "sleep"))
                  .hasMessageContaining("canceling statement"));
      Thread.sleep(200);
      open.getFirst().unwrap(org.postgresql.PGConnection.class).cancelQuery();
      asleep.join();
      assertThat(ask(open.getFirst(), "still here")).isEqualTo("still here");
    } finally {
      for (Connection connection : open) {
        connection.close();
      }
    }
  }

  /** Rules 8 and 9. */
  @Test
  void shouldSurviveTheDeathOfProcesses() throws Exception {
    try (Connection bystander = connect();
        Connection victim = connect()) {
      assertThatThrownBy(() -> ask(victim, "die")).isInstanceOf(SQLException.class);
      awaitLog("canned reaper buries PID");
      assertThat(ask(bystander, "unhurt")).isEqualTo("unhurt");
      try (Connection next = connect()) {
        assertThat(ask(next, "served")).isEqualTo("served");
      }
      Files.createFile(server.dataDirectory().resolve("canned-unclean"));
      try (Connection second = connect()) {
        assertThatThrownBy(() -> ask(second, "die")).isInstanceOf(SQLException.class);
      }
      awaitLog("all server processes terminated; reinitializing");
      assertThatThrownBy(() -> ask(bystander, "gone")).isInstanceOf(SQLException.class);
    }
    Programs.await("recovery", this::canConnect);
  }

  private boolean canConnect() {
    try (Connection connection = connect()) {
      return ask(connection, "x").equals("x");
    } catch (SQLException e) {
      return false;
    }
  }

  /** Rules 10 and 11. */
  @Test
  void shouldReloadAndShutDownInOrder() throws Exception {
    try (Connection idle = connect()) {
      Files.writeString(
          server.dataDirectory().resolve("postgresql.auto.conf"), "work_mem = '5MB'\n");
      assertThat(server.program("pg_ctl", "-D", data(), "reload").orFail())
          .isEqualTo("server signaled\n");
      awaitLog("parameter \"work_mem\" changed to \"5MB\"");
      Programs.await("reload in the backend", () -> settingIs(idle, "5MB"));
      assertThat(server.program("pg_ctl", "-D", data(), "status").orFail())
          .startsWith("pg_ctl: server is running (PID: " + server.pid() + ")\n");
      server.signal("TERM");
      awaitLog("received smart shutdown request");
      assertThatThrownBy(this::connect).hasMessageContaining("is shutting down");
      assertThat(ask(idle, "may finish")).isEqualTo("may finish");
      server.signal("INT");
      assertThat(server.awaitExit()).isZero();
      assertThatThrownBy(() -> ask(idle, "gone")).hasMessageContaining("terminating connection");
    }
    assertThat(server.log())
        .containsSubsequence(
            "received fast shutdown request", "shutting down", "database system is shut down");
    assertThat(server.dataDirectory().resolve("postmaster.pid")).doesNotExist();
    assertThat(server.program("pg_ctl", "-D", data(), "status").status()).isEqualTo(3);
  }

  private String data() {
    return server.dataDirectory().toString();
  }

  private boolean settingIs(Connection connection, String value) {
    try {
      return ask(connection, "setting work_mem").equals(value);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Rules 2 and 12. */
  @Test
  void shouldHaltChildrenWhenThePostmasterIsKilled() throws Exception {
    Programs.await("the services", () -> Programs.family(server.pid()).size() > 5);
    List<ProcessHandle> family = Programs.family(server.pid());
    assertThat(server.program("postgres", "-D", data()).output())
        .contains("FATAL:  lock file \"postmaster.pid\" already exists");
    server.signal("KILL");
    server.awaitExit();
    Programs.await("end of the children", () -> family.stream().noneMatch(ProcessHandle::isAlive));
    server.crashAndRestart();
    assertThat(canConnect()).isTrue();
    server.signal("QUIT");
    assertThat(server.awaitExit()).isZero();
    assertThat(server.log()).contains("received immediate shutdown request");
  }

  /** libpq without a host name comes by the Unix-domain socket. */
  @Test
  void shouldAcceptOnUnixSocket() throws Exception {
    Programs.Outcome outcome =
        Programs.run(
            java.util.Map.of(),
            "psql",
            "-h",
            server.socketDirectory().toString(),
            "-p",
            Integer.toString(server.port()),
            "-U",
            "tester",
            "-At",
            "-c",
            "by socket",
            "canned");
    assertThat(outcome.orFail()).isEqualTo("by socket\n");
    assertThat(DriverManager.getDrivers().hasMoreElements()).isTrue();
  }
}
