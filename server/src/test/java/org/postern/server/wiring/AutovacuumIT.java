package org.postern.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.server.testing.PosternServer;
import org.postern.server.testing.Programs;

/** Tables are vacuumed and analyzed without anybody asking. */
@Timeout(240)
class AutovacuumIT {
  private static PosternServer server;
  private static Connection admin;

  @BeforeAll
  static void startServer() throws Exception {
    // Workers pause after every page.
    server =
        PosternServer.start(
            "shared_buffers=16MB",
            "autovacuum_naptime=1s",
            "autovacuum_vacuum_cost_delay=100ms",
            "autovacuum_vacuum_cost_limit=1");
    admin = server.connect("postgres");
  }

  @AfterAll
  static void stopServer() throws Exception {
    admin.close();
    server.close();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(String sql) {
    try (Statement statement = admin.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitAnswer(String sql, String answer) {
    Programs.await(sql + " = " + answer, () -> answer.equals(ask(sql)));
  }

  @Test
  void shouldVacuumTablesThatAreDue() throws Exception {
    execute(admin, "CREATE TABLE due (id int)");
    execute(admin, "CREATE TABLE spared (id int) WITH (autovacuum_enabled = off)");
    for (String table : new String[] {"due", "spared"}) {
      execute(admin, "INSERT INTO " + table + " SELECT * FROM generate_series(1, 3000)");
      execute(admin, "DELETE FROM " + table + " WHERE id > 2000");
    }
    awaitAnswer("SELECT autovacuum_count > 0 FROM pg_stat_user_tables WHERE relname = 'due'", "t");
    awaitAnswer("SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'due'", "0");
    awaitAnswer("SELECT reltuples FROM pg_class WHERE relname = 'due'", "2000");
    assertThat(
            ask(
                "SELECT n_tup_ins || ' ' || n_tup_del || ' ' || n_live_tup || ' ' || n_dead_tup"
                    + " || ' ' || autovacuum_count FROM pg_stat_user_tables WHERE relname ="
                    + " 'spared'"))
        .isEqualTo("3000 1000 2000 1000 0");
    execute(admin, "VACUUM spared");
    assertThat(
            ask(
                "SELECT n_dead_tup || ' ' || vacuum_count FROM pg_stat_user_tables WHERE relname ="
                    + " 'spared' AND last_vacuum > now() - interval '1 minute'"))
        .isEqualTo("0 1");
  }

  @Test
  void shouldGiveWayToOthers() throws Exception {
    execute(admin, "CREATE TABLE big AS SELECT * FROM generate_series(1, 40000) g");
    execute(admin, "DELETE FROM big WHERE g % 2 = 0");
    awaitAnswer(
        "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'autovacuum worker' AND query"
            + " LIKE 'autovacuum: VACUUM%public.big'",
        "1");
    // The worker says what it does before it has the lock.
    awaitAnswer(
        "SELECT count(*) FROM pg_locks WHERE relation = 'big'::regclass AND granted"
            + " AND mode = 'ShareUpdateExclusiveLock'",
        "1");
    long start = System.nanoTime();
    execute(admin, "ALTER TABLE big ADD COLUMN more int");
    assertThat(System.nanoTime() - start).isLessThan(12_000_000_000L);
    Programs.await("cancel in the log", () -> logContains("canceling autovacuum task"));
    execute(admin, "DROP TABLE big");
  }

  private static boolean logContains(String text) {
    try {
      return server.log().contains(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A database can be dropped although a worker may be in it. */
  @Test
  void shouldNotStandInTheWay() throws Exception {
    for (int i = 0; i < 3; i++) {
      execute(admin, "CREATE DATABASE busy");
      try (Connection connection = server.connect("busy")) {
        execute(connection, "CREATE TABLE t AS SELECT * FROM generate_series(1, 5000) g");
        execute(connection, "DELETE FROM t");
      }
      if (i > 0) {
        awaitAnswer(
            "SELECT count(*) > 0 FROM pg_stat_activity WHERE backend_type = 'autovacuum worker'",
            "t");
      }
      execute(admin, "DROP DATABASE busy");
    }
  }

  @Test
  void shouldComeAndGoWithTheSetting() throws Exception {
    String launchers =
        "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'autovacuum launcher'";
    awaitAnswer(launchers, "1");
    execute(admin, "ALTER SYSTEM SET autovacuum = off");
    execute(admin, "SELECT pg_reload_conf()");
    awaitAnswer(launchers, "0");
    execute(admin, "ALTER SYSTEM RESET autovacuum");
    execute(admin, "SELECT pg_reload_conf()");
    awaitAnswer(launchers, "1");
  }

  @Test
  void shouldStopInOrder() throws IOException, SQLException {
    server.restart();
    admin = server.connect("postgres");
    assertThat(server.log()).contains("database system is shut down");
    assertThat(server.log()).doesNotContain("autovacuum launcher process (PID");
  }
}
