package org.postern.server.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.server.testing.PosternServer;
import org.postern.server.testing.Programs;
import org.postern.server.testing.RawClient;

/** What ends statements and sessions: timers, signals, limits, errors of the server itself. */
@Timeout(180)
class SessionLimitsIT {
  private static final String DATABASE = "limits";

  private static PosternServer server;
  private Connection admin;

  @BeforeAll
  static void startServer() throws Exception {
    // Files of user tables in the database postgres hit a bug in the server.
    server =
        PosternServer.start("shared_buffers=16MB", "postern.debug_io_faults=base/5/16:open:BUG");
    try (Connection connection = server.connect("postgres")) {
      execute(connection, "CREATE DATABASE " + DATABASE);
    }
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
  }

  @BeforeEach
  void connect() throws SQLException {
    admin = server.connect(DATABASE);
  }

  @AfterEach
  void disconnect() throws SQLException {
    admin.close();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  private static Connection connectAs(String user) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("sslmode", "disable");
    return server.connect(DATABASE, properties);
  }

  private static void assertFails(ThrowingCallable call, String state, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state))
        .hasMessageContaining(message);
  }

  private boolean holds(String sql) {
    try {
      return "t".equals(ask(admin, sql));
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldCancelStatementsThatTakeTooLong() throws Exception {
    execute(admin, "SET statement_timeout = 300");
    assertFails(
        () -> ask(admin, "SELECT pg_sleep(60)"),
        "57014",
        "canceling statement due to statement timeout");
    assertFails(
        () -> ask(admin, "SELECT count(*) FROM generate_series(1, 1000000000000) g"),
        "57014",
        "canceling statement due to statement timeout");
    execute(admin, "SET statement_timeout = 0");
    assertThat(ask(admin, "SELECT 1 FROM pg_sleep(0.5)")).isEqualTo("1");
  }

  /** Each statement of a query string gets the whole time. */
  @Test
  void shouldTimeEachStatementWhenAQueryHasSeveral() throws Exception {
    try (RawClient client = RawClient.login(server, server.user(), DATABASE)) {
      client.ask("SELECT pg_sleep(0.01)");
      client.ask("SET statement_timeout = '5s'");
      List<RawClient.Message> messages =
          client.ask("SELECT pg_sleep(3); SELECT pg_sleep(3); SELECT 3");
      assertThat(messages).extracting(RawClient.Message::type).doesNotContain('E');
      assertThat(client.ask("SELECT 1; SELECT pg_sleep(60); SELECT 3"))
          .contains(
              new RawClient.Message(
                  'E', "ERROR 57014 canceling statement due to statement timeout"));
    }
  }

  @Test
  void shouldGiveUpWaitingForLocks() throws Exception {
    execute(admin, "CREATE TABLE locked (id int)");
    execute(admin, "INSERT INTO locked VALUES (1)");
    try (Connection other = server.connect(DATABASE)) {
      other.setAutoCommit(false);
      execute(other, "UPDATE locked SET id = 2");
      execute(admin, "SET lock_timeout = '100ms'");
      assertFails(
          () -> execute(admin, "UPDATE locked SET id = 3"),
          "55P03",
          "canceling statement due to lock timeout");
      assertFails(
          () -> execute(admin, "LOCK TABLE locked"), "25P01", "only be used in transaction");
      admin.setAutoCommit(false);
      assertFails(
          () -> execute(admin, "LOCK TABLE locked"),
          "55P03",
          "canceling statement due to lock timeout");
      admin.rollback();
      other.rollback();
      execute(admin, "UPDATE locked SET id = 3");
      admin.commit();
    }
  }

  @Test
  void shouldEndSessionsThatIdleTooLong() throws Exception {
    try (RawClient client = RawClient.login(server, server.user(), DATABASE)) {
      client.ask("SET idle_in_transaction_session_timeout = 300");
      client.ask("BEGIN");
      assertThat(client.readToReady())
          .containsExactly(
              new RawClient.Message(
                  'E', "FATAL 25P03 terminating connection due to idle-in-transaction timeout"));
    }
    try (RawClient client = RawClient.login(server, server.user(), DATABASE)) {
      client.ask("SET idle_session_timeout = 300");
      client.ask("BEGIN");
      assertThat(client.ask("SELECT pg_sleep(0.6)"))
          .extracting(RawClient.Message::type)
          .doesNotContain('E');
      client.ask("COMMIT");
      assertThat(client.readToReady())
          .containsExactly(
              new RawClient.Message(
                  'E', "FATAL 57P05 terminating connection due to idle-session timeout"));
    }
  }

  @Test
  void shouldCutOffClientsThatDoNotLogIn() throws Exception {
    execute(admin, "ALTER SYSTEM SET authentication_timeout = '2s'");
    execute(admin, "SELECT pg_reload_conf()");
    Programs.await(
        "reload", () -> holds("SELECT current_setting('authentication_timeout') = '2s'"));
    try (RawClient silent = new RawClient(server.port())) {
      assertThat(silent.read()).isNull();
    } finally {
      execute(admin, "ALTER SYSTEM RESET authentication_timeout");
      execute(admin, "SELECT pg_reload_conf()");
    }
    Programs.await(
        "the place is free again",
        () ->
            holds(
                "SELECT count(*) = 1 FROM pg_stat_activity WHERE backend_type = 'client backend'"));
  }

  @Test
  void shouldCancelAndTerminateOtherSessions() throws Exception {
    try (Connection other = server.connect(DATABASE)) {
      String pid = ask(other, "SELECT pg_backend_pid()");
      CompletableFuture<?> sleep =
          CompletableFuture.runAsync(() ->
              assertFails(
                  () -> ask(other, "SELECT pg_sleep(60)"),
                  "57014",
                  "canceling statement due to user request"));
      Programs.await(
          "sleep",
          () -> holds("SELECT wait_event = 'PgSleep' FROM pg_stat_activity WHERE pid = " + pid));
      assertThat(ask(admin, "SELECT pg_cancel_backend(" + pid + ")")).isEqualTo("t");
      sleep.join();
      assertThat(ask(admin, "SELECT pg_cancel_backend(" + pid + ")")).isEqualTo("t");
      Thread.sleep(100);
      assertThat(ask(other, "SELECT 'not canceled'")).isEqualTo("not canceled");
      CompletableFuture<?> again =
          CompletableFuture.runAsync(() ->
              assertFails(
                  () -> ask(other, "SELECT pg_sleep(60)"),
                  "57P01",
                  "terminating connection due to administrator command"));
      Programs.await(
          "sleep",
          () -> holds("SELECT wait_event = 'PgSleep' FROM pg_stat_activity WHERE pid = " + pid));
      assertThat(ask(admin, "SELECT pg_terminate_backend(" + pid + ", 10000)")).isEqualTo("t");
      again.join();
    }
    try (RawClient idle = RawClient.login(server, server.user(), DATABASE)) {
      String pid =
          ask(
              admin,
              "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND"
                  + " pid <> pg_backend_pid()");
      assertThat(ask(admin, "SELECT pg_terminate_backend(" + pid + ")")).isEqualTo("t");
      assertThat(idle.readToReady())
          .containsExactly(
              new RawClient.Message(
                  'E', "FATAL 57P01 terminating connection due to administrator command"));
    }
  }

  /** The client is in the middle of a COPY and sends nothing: the next message is too late. */
  @Test
  void shouldCancelACopyFromTheClient() throws Exception {
    execute(admin, "CREATE TABLE copied (id int)");
    try (RawClient client = RawClient.login(server, server.user(), DATABASE)) {
      client.query("COPY copied FROM STDIN");
      assertThat(client.read().type()).isEqualTo('G');
      String pid =
          ask(
              admin,
              "SELECT pid FROM pg_stat_activity WHERE query LIKE 'COPY%' AND state = 'active'");
      ask(admin, "SELECT pg_cancel_backend(" + pid + ")");
      client.send('d', "1\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      assertThat(client.readToReady())
          .containsExactly(
              new RawClient.Message('E', "ERROR 57014 canceling statement due to user request"),
              new RawClient.Message('Z', "I"));
      client.query("COPY copied FROM STDIN");
      assertThat(client.read().type()).isEqualTo('G');
      ask(admin, "SELECT pg_terminate_backend(" + pid + ")");
      assertThat(client.readToReady())
          .containsExactly(
              new RawClient.Message(
                  'E', "FATAL 57P01 terminating connection due to administrator command"));
    }
    assertThat(ask(admin, "SELECT count(*) FROM copied")).isEqualTo("0");
  }

  @Test
  void shouldRefuseToSignalOthersWithoutTheRight() throws Exception {
    execute(admin, "CREATE ROLE weak LOGIN");
    execute(admin, "CREATE ROLE signaller LOGIN IN ROLE pg_signal_backend");
    String pid = ask(admin, "SELECT pg_backend_pid()");
    try (Connection weak = connectAs("weak");
        Connection idle = connectAs("weak");
        Connection signaller = connectAs("signaller")) {
      assertFails(
          () -> ask(weak, "SELECT pg_cancel_backend(" + pid + ")"),
          "42501",
          "must be a superuser to cancel superuser query");
      assertFails(
          () -> ask(signaller, "SELECT pg_terminate_backend(" + pid + ")"),
          "42501",
          "must be a superuser to terminate superuser process");
      assertThat(
              ask(
                  weak,
                  "SELECT query FROM pg_stat_activity WHERE backend_type = 'client backend' AND"
                      + " pid = "
                      + pid))
          .isEqualTo("<insufficient privilege>");
      // Not the session that goes on: the request may reach it in its next statement.
      String idlePid = ask(idle, "SELECT pg_backend_pid()");
      assertThat(ask(signaller, "SELECT pg_cancel_backend(" + idlePid + ")")).isEqualTo("t");
      String signallerPid = ask(signaller, "SELECT pg_backend_pid()");
      assertFails(
          () -> ask(weak, "SELECT pg_cancel_backend(" + signallerPid + ")"),
          "42501",
          "must be a member of the role whose query is being canceled or member of"
              + " pg_signal_backend");
    }
    try (Statement statement = admin.createStatement()) {
      statement.executeQuery("SELECT pg_cancel_backend(1)").close();
      assertThat(statement.getWarnings().getMessage())
          .isEqualTo("PID 1 is not a PostgreSQL backend process");
    }
  }

  @Test
  void shouldLimitTheConnectionsOfRolesAndDatabases() throws Exception {
    execute(admin, "CREATE ROLE single LOGIN CONNECTION LIMIT 1");
    try (Connection first = connectAs("single")) {
      assertThat(ask(first, "SELECT current_user")).isEqualTo("single");
      assertFails(() -> connectAs("single"), "53300", "too many connections for role \"single\"");
    }
    Programs.await("the end of the first", () -> canConnectAs("single"));
    execute(admin, "CREATE ROLE many LOGIN");
    execute(admin, "ALTER DATABASE limits CONNECTION LIMIT 1");
    assertFails(() -> connectAs("many"), "53300", "too many connections for database \"limits\"");
    server.connect(DATABASE).close();
    execute(admin, "ALTER DATABASE limits CONNECTION LIMIT -1");
    execute(admin, "REVOKE CONNECT ON DATABASE limits FROM PUBLIC");
    assertFails(() -> connectAs("many"), "42501", "permission denied for database \"limits\"");
    execute(admin, "GRANT CONNECT ON DATABASE limits TO PUBLIC");
    execute(admin, "ALTER ROLE many NOLOGIN");
    assertFails(() -> connectAs("many"), "28000", "role \"many\" is not permitted to log in");
    assertFails(() -> connectAs("nobody"), "28000", "role \"nobody\" does not exist");
    assertFails(() -> server.connect("nowhere"), "3D000", "database \"nowhere\" does not exist");
    execute(admin, "CREATE DATABASE closed ALLOW_CONNECTIONS false");
    assertFails(
        () -> server.connect("closed"),
        "55000",
        "database \"closed\" is not currently accepting connections");
    execute(admin, "DROP DATABASE closed");
  }

  private static boolean canConnectAs(String user) {
    try {
      connectAs(user).close();
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  /** An exception nobody expected is an error of its statement, no more. */
  @Test
  void shouldGoOnAfterABug() throws Exception {
    try (Connection connection = server.connect("postgres")) {
      String pid = ask(connection, "SELECT pg_backend_pid()");
      connection.setAutoCommit(false);
      execute(connection, "SELECT 1");
      assertFails(
          () -> execute(connection, "CREATE TABLE broken (id int)"), "XX000", "bug injected");
      assertFails(() -> execute(connection, "SELECT 2"), "25P02", "current transaction is aborted");
      connection.rollback();
      assertThat(ask(connection, "SELECT pg_backend_pid()")).isEqualTo(pid);
      assertThat(ask(connection, "SELECT count(*) FROM pg_class WHERE relname = 'broken'"))
          .isEqualTo("0");
      connection.rollback();
    }
    assertThat(server.log()).contains("java.lang.IllegalStateException: bug injected");
  }

  @Test
  void shouldRefuseStatementsThatNestTooDeep() throws Exception {
    String pid = ask(admin, "SELECT pg_backend_pid()");
    for (String sql :
        List.of(
            "SELECT " + "(".repeat(100_000) + "1" + ")".repeat(100_000),
            "SELECT " + "1+".repeat(100_000) + "1",
            "SELECT " + "- ".repeat(100_000) + "1")) {
      assertFails(() -> ask(admin, sql), "54001", "stack depth limit exceeded");
      assertThat(ask(admin, "SELECT pg_backend_pid()")).isEqualTo(pid);
    }
    assertThat(ask(admin, "SELECT " + "1+".repeat(2_000) + "1")).isEqualTo("2001");
  }

  @Test
  void shouldRefuseStatementsThatNeedTooMuchMemory() throws Exception {
    String pid = ask(admin, "SELECT pg_backend_pid()");
    execute(admin, "CREATE TABLE survivor (id int)");
    assertFails(
        () ->
            ask(
                admin,
                "SELECT length(repeat('x', 900000000) || repeat('y', 900000000) ||"
                    + " repeat('z', 900000000))"),
        "53200",
        "out of memory");
    execute(admin, "INSERT INTO survivor VALUES (1)");
    assertThat(ask(admin, "SELECT pg_backend_pid()")).isEqualTo(pid);
  }

  /** A value that has become wrong since it was stored keeps nobody out. */
  @Test
  void shouldApplyStoredSettingsAtLogin() throws Exception {
    execute(admin, "CREATE ROLE tuned LOGIN");
    execute(admin, "ALTER ROLE tuned SET work_mem = '7MB'");
    execute(admin, "ALTER ROLE tuned IN DATABASE limits SET statement_timeout = '90s'");
    execute(admin, "ALTER DATABASE limits SET work_mem = '6MB'");
    execute(admin, "ALTER DATABASE limits SET search_path = pg_catalog, \"Quoted\"");
    execute(admin, "ALTER ROLE ALL SET idle_session_timeout = '1h'");
    try (Connection tuned = connectAs("tuned")) {
      assertThat(ask(tuned, "SHOW work_mem")).isEqualTo("7MB");
      assertThat(ask(tuned, "SHOW search_path")).isEqualTo("pg_catalog, \"Quoted\"");
      assertThat(
              ask(
                  tuned,
                  "SELECT string_agg(name || '=' || setting || ' ' || source, ', ' ORDER BY name)"
                      + " FROM pg_settings WHERE name IN ('work_mem', 'statement_timeout',"
                      + " 'search_path', 'idle_session_timeout')"))
          .isEqualTo(
              "idle_session_timeout=3600000 global, search_path=pg_catalog, \"Quoted\" database,"
                  + " statement_timeout=90000 database user, work_mem=7168 user");
      execute(tuned, "SET work_mem = '1MB'");
      execute(tuned, "RESET work_mem");
      assertThat(ask(tuned, "SHOW work_mem")).isEqualTo("7MB");
      assertFails(
          () -> execute(tuned, "ALTER ROLE ALL SET work_mem = '1MB'"),
          "42501",
          "must be superuser to alter settings globally");
      execute(tuned, "ALTER ROLE tuned RESET ALL");
    }
    execute(admin, "ALTER DATABASE limits RESET ALL");
    execute(admin, "ALTER ROLE ALL RESET idle_session_timeout");
    assertFails(
        () -> execute(admin, "ALTER ROLE tuned SET nonsense = 1"),
        "42704",
        "unrecognized configuration parameter \"nonsense\"");
    execute(admin, "DROP ROLE tuned");
    assertThat(ask(admin, "SELECT count(*) FROM pg_db_role_setting")).isEqualTo("0");
  }
}
