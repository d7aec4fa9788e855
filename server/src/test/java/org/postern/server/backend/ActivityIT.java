package org.postern.server.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.server.testing.PosternServer;
import org.postern.server.testing.Programs;
import org.postern.server.testing.RawClient;

/** What is seen of sessions from outside, and what a reload or DDL on databases does to them. */
@Timeout(180)
class ActivityIT {
  private static PosternServer server;
  private Connection admin;

  @BeforeAll
  static void startServer() throws Exception {
    server = PosternServer.start("shared_buffers=16MB");
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
  }

  @BeforeEach
  void connect() throws SQLException {
    admin = server.connect("postgres");
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

  private String askAdmin(String sql) {
    try {
      return ask(admin, sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitAnswer(String sql, String answer) {
    Programs.await(sql + " = " + answer, () -> answer.equals(askAdmin(sql)));
  }

  private static String title(String pid) {
    try {
      byte[] bytes = Files.readAllBytes(Path.of("/proc", pid, "cmdline"));
      return new String(bytes, java.nio.charset.StandardCharsets.UTF_8).replace('\0', ' ').strip();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitTitle(String pid, String end) {
    Programs.await("title ending with " + end, () -> title(pid).endsWith(end));
  }

  @Test
  void shouldShowEveryProcess() throws Exception {
    assertThat(
            ask(
                admin,
                "SELECT string_agg(DISTINCT backend_type, ', ' ORDER BY backend_type) FROM"
                    + " pg_stat_activity"))
        .contains("background writer", "checkpointer", "client backend", "reaper", "walwriter");
    assertThat(ask(admin, "SELECT count(*) FROM pg_stat_activity WHERE backend_start IS NULL"))
        .isEqualTo("0");
    assertThat(
            ask(
                admin,
                "SELECT wait_event_type || ' ' || wait_event FROM pg_stat_activity WHERE"
                    + " backend_type = 'checkpointer'"))
        .isEqualTo("Activity CheckpointerMain");
  }

  /** pg_stat_activity and the process title tell the same story. */
  @Test
  void shouldFollowASession() throws Exception {
    execute(admin, "CREATE TABLE followed (id int)");
    execute(admin, "INSERT INTO followed VALUES (1)");
    try (Connection other = server.connect("postgres")) {
      String pid = ask(other, "SELECT pg_backend_pid()");
      String where = " FROM pg_stat_activity WHERE pid = " + pid;
      String state = "SELECT state" + where;
      awaitAnswer(state, "idle");
      awaitAnswer("SELECT wait_event" + where, "ClientRead");
      awaitAnswer("SELECT query" + where, "SELECT pg_backend_pid()");
      awaitAnswer("SELECT xact_start IS NULL" + where, "t");
      awaitTitle(pid, " idle");
      assertThat(title(pid))
          .matches("postgres: " + server.user() + " postgres 127\\.0\\.0\\.1\\(\\d+\\) idle");
      other.setAutoCommit(false);
      execute(other, "UPDATE followed SET id = 2");
      awaitAnswer(state, "idle in transaction");
      awaitAnswer("SELECT xact_start <= state_change" + where, "t");
      awaitTitle(pid, " idle in transaction");
      try (Connection third = server.connect("postgres")) {
        String thirdPid = ask(third, "SELECT pg_backend_pid()");
        CompletableFuture<Void> blocked =
            CompletableFuture.runAsync(() -> {
              try {
                execute(third, "UPDATE followed SET id = 3");
              } catch (SQLException e) {
                throw new AssertionError(e);
              }
            });
        awaitTitle(thirdPid, " UPDATE waiting");
        awaitAnswer(
            "SELECT state || ' ' || wait_event_type || ' ' || wait_event FROM pg_stat_activity"
                + " WHERE pid = "
                + thirdPid,
            "active Lock transactionid");
        assertThat(askAdmin("SELECT pg_blocking_pids(" + thirdPid + ")"))
            .isEqualTo("{" + pid + "}");
        assertThatThrownBy(() -> execute(other, "SELECT nonsense"))
            .isInstanceOf(SQLException.class);
        awaitAnswer(state, "idle in transaction (aborted)");
        awaitTitle(pid, " idle in transaction (aborted)");
        blocked.join();
        awaitTitle(thirdPid, " idle");
      }
      other.rollback();
      CompletableFuture<Void> asleep =
          CompletableFuture.runAsync(() -> {
            try {
              ask(other, "SELECT pg_sleep(60)");
            } catch (SQLException e) {
              // It is canceled below.
            }
          });
      awaitAnswer("SELECT state || ' ' || wait_event" + where, "active PgSleep");
      awaitTitle(pid, " SELECT");
      askAdmin("SELECT pg_cancel_backend(" + pid + ")");
      asleep.join();
    }
    Programs.await(
        "the session is gone",
        () ->
            askAdmin("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'")
                .equals("1"));
  }

  @Test
  void shouldLeaveTitlesAloneWhenToldSo() throws Exception {
    try (Connection other = server.connect("postgres")) {
      String pid = ask(other, "SELECT pg_backend_pid()");
      execute(other, "SET update_process_title = off");
      String before = title(pid);
      other.setAutoCommit(false);
      execute(other, "SELECT 1");
      assertThat(title(pid)).isEqualTo(before);
    }
  }

  /** A reload reaches sessions that run, except for what they have set themselves. */
  @Test
  void shouldReloadIntoRunningSessions() throws Exception {
    try (Connection other = server.connect("postgres");
        RawClient watcher = RawClient.login(server, server.user(), "postgres")) {
      execute(other, "SET work_mem = '3MB'");
      execute(admin, "ALTER SYSTEM SET work_mem = '9MB'");
      execute(admin, "ALTER SYSTEM SET default_transaction_read_only = on");
      execute(admin, "SELECT pg_reload_conf()");
      awaitAnswer("SHOW work_mem", "9MB");
      assertThat(ask(other, "SHOW work_mem")).isEqualTo("3MB");
      execute(other, "RESET work_mem");
      assertThat(ask(other, "SHOW work_mem")).isEqualTo("9MB");
      assertThat(
              ask(
                  other,
                  "SELECT source || ' ' || (sourcefile LIKE '%postgresql.auto.conf') || ' ' ||"
                      + " sourceline FROM pg_settings WHERE name = 'work_mem'"))
          .isEqualTo("configuration file true 3");
      assertThat(watcher.ask("SELECT 1"))
          .contains(new RawClient.Message('S', "default_transaction_read_only\0on\0"));
      execute(admin, "ALTER SYSTEM RESET ALL");
      execute(admin, "SELECT pg_reload_conf()");
      awaitAnswer("SHOW work_mem", "4MB");
    }
    assertThat(server.log())
        .contains("parameter \"work_mem\" changed to \"9MB\"")
        .contains("parameter \"work_mem\" removed from configuration file, reset to default");
  }

  @Test
  void shouldKeepOldSettingsWhenTheFileIsBad() throws Exception {
    Path file = server.dataDirectory().resolve("postgresql.conf");
    String before = Files.readString(file);
    try {
      Files.writeString(
          file,
          "work_mem = '11MB'\nshared_preload_libraries = 'x'\nmaintenance_work_mem = 'much'\n",
          StandardOpenOption.APPEND);
      execute(admin, "SELECT pg_reload_conf()");
      awaitAnswer("SHOW work_mem", "11MB");
      assertThat(ask(admin, "SHOW maintenance_work_mem")).isEqualTo("64MB");
      assertThat(ask(admin, "SHOW port")).isEqualTo(Integer.toString(server.port()));
      String pending = "SELECT string_agg(name, ',') FROM pg_settings WHERE pending_restart";
      assertThat(ask(admin, pending)).isEqualTo("shared_preload_libraries");
      try (Connection next = server.connect("postgres")) {
        assertThat(ask(next, pending)).isEqualTo("shared_preload_libraries");
      }
      Files.writeString(
          file, "work_mem = '12MB'\nno_such_setting = 1\n", StandardOpenOption.APPEND);
      execute(admin, "SELECT pg_reload_conf()");
      Programs.await("refusal", () -> logContains("contains errors; no changes were applied"));
      assertThat(ask(admin, "SHOW work_mem")).isEqualTo("11MB");
    } finally {
      Files.writeString(file, before);
      execute(admin, "SELECT pg_reload_conf()");
    }
    awaitAnswer("SHOW work_mem", "4MB");
    assertThat(ask(admin, "SELECT count(*) FROM pg_settings WHERE pending_restart")).isEqualTo("0");
    assertThat(server.log())
        .contains("invalid value for parameter \"maintenance_work_mem\": \"much\"")
        .contains("unrecognized configuration parameter \"no_such_setting\" in file");
  }

  private static boolean logContains(String text) {
    try {
      return server.log().contains(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldCreateRenameAndDropDatabases() throws Exception {
    execute(admin, "CREATE DATABASE source");
    try (Connection source = server.connect("source")) {
      execute(source, "CREATE TABLE t (id int PRIMARY KEY, name text)");
      execute(source, "INSERT INTO t SELECT g, repeat('x', g) FROM generate_series(1, 100) g");
      assertRefused(
          "CREATE DATABASE copy TEMPLATE source",
          "55006",
          "source database \"source\" is being accessed by other users");
    }
    execute(admin, "CREATE DATABASE copy TEMPLATE source");
    try (Connection copy = server.connect("copy")) {
      assertThat(ask(copy, "SELECT sum(length(name)) FROM t")).isEqualTo("5050");
      execute(copy, "INSERT INTO t VALUES (101, 'new')");
      assertThat(ask(copy, "SELECT current_database()")).isEqualTo("copy");
      assertRefused(
          "DROP DATABASE copy", "55006", "database \"copy\" is being accessed by other users");
      assertRefused(
          "ALTER DATABASE copy RENAME TO other",
          "55006",
          "database \"copy\" is being accessed by other users");
    }
    execute(admin, "ALTER DATABASE copy RENAME TO other");
    assertThatThrownBy(() -> server.connect("copy"))
        .hasMessageContaining("database \"copy\" does not exist");
    server.restart();
    admin = server.connect("postgres");
    try (Connection other = server.connect("other");
        Connection source = server.connect("source")) {
      assertThat(ask(other, "SELECT count(*) FROM t")).isEqualTo("101");
      assertThat(ask(source, "SELECT count(*) FROM t")).isEqualTo("100");
      String oid = ask(admin, "SELECT oid FROM pg_database WHERE datname = 'other'");
      assertThat(server.dataDirectory().resolve("base").resolve(oid)).isDirectory();
      execute(admin, "DROP DATABASE other WITH (FORCE)");
      assertThatThrownBy(() -> ask(other, "SELECT 1")).isInstanceOf(SQLException.class);
      assertThat(server.dataDirectory().resolve("base").resolve(oid)).doesNotExist();
      assertRefused("DROP DATABASE template1", "42809", "cannot drop a template database");
      assertRefused("DROP DATABASE postgres", "55006", "cannot drop the currently open database");
      assertRefused("CREATE DATABASE source", "42P04", "database \"source\" already exists");
    }
    // The processes that served the dropped database serve others.
    for (int i = 0; i < 5; i++) {
      try (Connection next = server.connect("source")) {
        assertThat(ask(next, "SELECT count(*) FROM t")).isEqualTo("100");
      }
    }
    execute(admin, "DROP DATABASE source");
    server.crashAndRestart();
    admin = server.connect("postgres");
    assertThat(ask(admin, "SELECT count(*) FROM pg_database")).isEqualTo("3");
  }

  private void assertRefused(String sql, String state, String message) {
    assertThatThrownBy(() -> execute(admin, sql))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state))
        .hasMessageContaining(message);
  }
}
