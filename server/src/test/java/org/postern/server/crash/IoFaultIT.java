package org.postern.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.postern.server.testing.PosternServer;
import org.postern.server.testing.Programs;

/**
 * Disks that fail under a running server. What can be told to one client is told to it alone; a log
 * that cannot be written, and any sync that fails, stop the server. It starts again by replay when
 * the disk is sound, and holds everything it had acknowledged.
 */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IoFaultIT {
  private PosternServer server;
  private int number;
  private String table;
  private String path;

  @BeforeAll
  void start() throws IOException {
    server = PosternServer.start("shared_buffers=2MB", "fsync=on");
  }

  @AfterAll
  void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void fill() throws Exception {
    // Whatever the test before has left.
    server.configure("postern.debug_io_faults", "");
    if (server.isRunning()) {
      faults("");
    } else {
      server.start();
    }
    table = "t" + ++number;
    try (Connection c = server.connect("postgres")) {
      Sql.run(
          c,
          "CREATE TABLE %s (id int PRIMARY KEY, note text)".formatted(table),
          "INSERT INTO %s SELECT g, 'note' FROM generate_series(1, 100) g".formatted(table));
      path = Sql.ask(c, "SELECT pg_relation_filepath('" + table + "')");
    }
  }

  /** Gives all processes new rules. */
  private void faults(String rules) throws IOException {
    server.configure("postern.debug_io_faults", rules);
    if (server.isRunning()) {
      int reloads = reloads();
      server.signal("HUP");
      Programs.await("reload", () -> reloads() > reloads);
      // The children hear of it from the postmaster a moment later.
      LockSupport.parkNanos(500_000_000L);
    }
  }

  private int reloads() {
    try {
      return server.log().split("reloading configuration files", -1).length;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String count(Connection c) throws SQLException {
    return Sql.ask(c, "SELECT count(*) FROM " + table);
  }

  private void assertSound(Connection c) throws SQLException {
    Sql.run(c, "SELECT bt_index_parent_check('%s_pkey', true, true)".formatted(table));
    assertThat(Sql.ask(c, "SELECT msg FROM verify_heapam('" + table + "')")).isNull();
  }

  @Test
  void shouldFailOneStatementWhenTheDataDiskIsFull() throws Exception {
    try (Connection c = server.connect("postgres");
        Connection other = server.connect("postgres")) {
      faults(path + ":write:ENOSPC");
      String fill =
          "INSERT INTO %s SELECT g, repeat('x', 500) FROM generate_series(1000, 1500) g"
              .formatted(table);
      assertThat(Sql.failure(c, fill))
          .matches(
              "53100 could not extend file \"%s(_fsm)?\": No space left on device".formatted(path)
                  + " \\| Check free disk space\\.");
      assertThat(count(other)).isEqualTo("100");
      faults("");
      Sql.run(c, fill);
      assertThat(count(other)).isEqualTo("601");
      assertSound(c);
    }
  }

  @Test
  void shouldFailOneStatementWhenAFileCannotBeRead() throws Exception {
    server.restart();
    faults(path + ":read:EIO");
    try (Connection c = server.connect("postgres")) {
      assertThat(Sql.failure(c, "SELECT count(*) FROM " + table))
          .isEqualTo(
              "58030 could not read block 0 in file \"%s\": Input/output error".formatted(path));
      assertThat(Sql.ask(c, "SELECT 1")).isEqualTo("1");
      faults("");
      assertThat(count(c)).isEqualTo("100");
    }
  }

  /** Commits one row after the other until that fails; returns how many were acknowledged. */
  private int commitUntilFailure(Connection c) {
    int done = 0;
    try (PreparedStatement insert =
        c.prepareStatement("INSERT INTO %s VALUES (?, 'late')".formatted(table))) {
      for (; done < 1000; done++) {
        insert.setInt(1, 10_000 + done);
        insert.execute();
      }
    } catch (SQLException e) {
      // Expected; what was told before counts.
      return done;
    }
    throw new AssertionError("no commit has failed");
  }

  /** The server ends; with a sound disk it comes back and holds what it acknowledged. */
  private void assertStopsAndRecovers(String rules, int before, String message) throws Exception {
    int done;
    try (Connection c = server.connect("postgres")) {
      for (int i = 0; i < before; i++) {
        Sql.run(c, "INSERT INTO %s VALUES (%d, 'before')".formatted(table, 1000 + i));
      }
      faults(rules);
      done = commitUntilFailure(c);
    }
    Programs.await("end of the server", () -> !server.isRunning());
    assertThat(server.log()).contains("PANIC:  " + message);
    faults("");
    server.start();
    try (Connection c = server.connect("postgres")) {
      int rows = Integer.parseInt(count(c));
      // The row whose commit was not acknowledged may have become durable.
      assertThat(rows).isBetween(100 + before + done, 100 + before + done + 1);
      assertSound(c);
    }
  }

  @Test
  void shouldStopWhenTheLogsDiskIsFull() throws Exception {
    assertStopsAndRecovers("pg_wal:write:ENOSPC", 5, "could not write to log file");
  }

  @Test
  void shouldStopWhenTheLogCannotBeSynced() throws Exception {
    assertStopsAndRecovers("pg_wal:sync:EIO", 5, "could not fdatasync file");
  }

  @Test
  void shouldTellTheClientThatTheServerPanics() throws Exception {
    try (Connection c = server.connect("postgres")) {
      faults("pg_wal:sync:EIO");
      assertThat(Sql.failure(c, "INSERT INTO %s VALUES (5000, 'x')".formatted(table)))
          .startsWith("58030 could not fdatasync file \"pg_wal/");
    }
    Programs.await("end of the server", () -> !server.isRunning());
    faults("");
    server.start();
  }

  /** A page is torn, the sync fails: the checkpoint must not count, and replay mends the page. */
  @Test
  void shouldRestartFromTheLogWhenDataCannotBeSynced() throws Exception {
    try (Connection c = server.connect("postgres")) {
      Sql.run(c, "CHECKPOINT");
      Sql.run(c, "UPDATE %s SET note = 'changed'".formatted(table));
      faults(path + ":write:TORN;base/:sync:EIO");
      assertThat(Sql.failure(c, "CHECKPOINT")).isNotEqualTo("none");
    }
    Programs.await("end of the server", () -> !server.isRunning());
    assertThat(server.log()).contains("PANIC:  could not fsync file \"base/");
    faults("");
    server.start();
    try (Connection c = server.connect("postgres")) {
      assertThat(Sql.ask(c, "SELECT count(*) FROM " + table + " WHERE note = 'changed'"))
          .isEqualTo("100");
      assertSound(c);
    }
  }
}
