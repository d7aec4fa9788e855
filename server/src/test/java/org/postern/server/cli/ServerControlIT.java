package org.postern.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.server.testing.PosternServer;
import org.postern.server.testing.Programs;
import org.postern.server.testing.RawClient;

/** Starting and stopping with pg_ctl, this project's and PostgreSQL's own. */
@Timeout(300)
class ServerControlIT {
  private static final Path POSTGRESQL = Path.of("/usr/lib/postgresql/15/bin");

  private PosternServer server;

  @BeforeEach
  void start() throws IOException {
    server = PosternServer.start("shared_buffers=16MB", "postern.min_spare_backends=1");
  }

  @AfterEach
  void stop() throws IOException {
    ctl("-m", "immediate", "stop");
    server.close();
  }

  private Programs.Outcome ctl(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("-D", data().toString()));
    all.addAll(List.of(arguments));
    return server.program("pg_ctl", all.toArray(String[]::new));
  }

  private Path data() {
    return server.dataDirectory();
  }

  private Path log() {
    return server.socketDirectory().resolve("ctl.log");
  }

  private Programs.Outcome ctlStart() throws IOException {
    return ctl(
        "-w",
        "-l",
        log().toString(),
        "-o",
        "-p " + server.port() + " -h 127.0.0.1 -k " + server.socketDirectory(),
        "start");
  }

  private long pid() throws IOException {
    return Long.parseLong(Files.readAllLines(data().resolve("postmaster.pid")).getFirst());
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Data survive every way to stop. */
  @Test
  void shouldStartStopAndRestart() throws Exception {
    execute("CREATE TABLE kept (id int)");
    execute("INSERT INTO kept VALUES (1)");
    Programs.Outcome second = ctlStart();
    assertThat(second.status()).isEqualTo(1);
    assertThat(second.output())
        .contains("pg_ctl: another server might be running; trying to start server anyway")
        .contains("pg_ctl: could not start server\nExamine the log output.");
    assertThat(Files.readString(log()))
        .contains("FATAL:  lock file \"postmaster.pid\" already exists")
        .contains("Is another postmaster (PID " + server.pid() + ") running in data directory");
    assertThat(ctl("status").orFail())
        .startsWith("pg_ctl: server is running (PID: " + server.pid() + ")\n");

    assertThat(ctl("-m", "immediate", "-w", "stop").orFail()).endsWith("server stopped\n");
    assertThat(ctl("status").status()).isEqualTo(3);
    Programs.Outcome again = ctl("stop");
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.output()).contains("postmaster.pid\" does not exist\nIs server running?");

    assertThat(ctlStart().orFail()).endsWith("server started\n");
    long first = pid();
    try (RawClient silent = new RawClient(server.port())) {
      assertThat(ctl("-m", "fast", "-t", "30", "restart").orFail())
          .contains("server stopped\n")
          .endsWith("server started\n");
      assertThat(silent.read()).isNull();
    }
    assertThat(pid()).isNotEqualTo(first);
    try (Connection open = server.connect("postgres")) {
      assertThat(ask(open, "SELECT id FROM kept")).isEqualTo("1");
      Programs.Outcome smart = ctl("-m", "smart", "-t", "2", "stop");
      assertThat(smart.status()).isEqualTo(1);
      assertThat(smart.output()).contains("failed\npg_ctl: server does not shut down\nHINT:");
      assertThat(ask(open, "SELECT id FROM kept")).isEqualTo("1");
      assertThatThrownBy(() -> server.connect("postgres"))
          .hasMessageContaining("the database system is shutting down");
    }
    Programs.await("smart stop", () -> !Files.exists(data().resolve("postmaster.pid")));
    assertThat(ctl("status").orFailWith(3)).isEqualTo("pg_ctl: no server running\n");
    assertThat(ctlStart().orFail()).endsWith("server started\n");
    assertThat(ctl("-W", "stop").orFail()).isEqualTo("server shutting down\n");
    Programs.await("fast stop", () -> !Files.exists(data().resolve("postmaster.pid")));
    assertThat(Files.readString(log())).contains("database system is shut down");
  }

  @Test
  void shouldRefuseUnknownSettings() throws Exception {
    ctl("-m", "fast", "-w", "stop").orFail();
    Path file = data().resolve("postgresql.conf");
    int lines = Files.readAllLines(file).size();
    Files.writeString(file, "no_such_setting = 1\nwork_mem = lots\n", StandardOpenOption.APPEND);
    assertThat(ctlStart().status()).isEqualTo(1);
    assertThat(Files.readString(log()))
        .contains(
            "unrecognized configuration parameter \"no_such_setting\" in file \""
                + file
                + "\" line "
                + (lines + 1))
        .contains("FATAL:  configuration file \"" + file + "\" contains errors");
    assertThat(data().resolve("postmaster.pid")).doesNotExist();
  }

  /** The process id of a dead server may be another program's by now. */
  @Test
  void shouldStartOverTheLockFileOfADeadServer() throws Exception {
    List<ProcessHandle> family = Programs.family(server.pid());
    server.signal("KILL");
    server.awaitExit();
    Programs.await("end of the children", () -> family.stream().noneMatch(ProcessHandle::isAlive));
    Path file = data().resolve("postmaster.pid");
    assertThat(file).exists();
    Process other = new ProcessBuilder("sleep", "300").start();
    try {
      List<String> lines = new ArrayList<>(Files.readAllLines(file));
      lines.set(0, Long.toString(other.pid()));
      long anHourAgo = Instant.now().getEpochSecond() - 3600;
      lines.set(2, Long.toString(anHourAgo));
      Files.write(file, lines);
      Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(anHourAgo)));
      assertThat(ctlStart().orFail()).endsWith("server started\n");
      assertThat(other.isAlive()).isTrue();
      assertThat(pid()).isNotEqualTo(other.pid());
    } finally {
      other.destroy();
    }
    try (Connection connection = server.connect("postgres")) {
      assertThat(ask(connection, "SELECT 1")).isEqualTo("1");
    }
  }

  /** PostgreSQL's own programs know this server by its files and signals. */
  @Test
  void shouldObeyPostgresqlsPrograms() throws Exception {
    assumeTrue(Files.isExecutable(POSTGRESQL.resolve("pg_ctl")), "PostgreSQL is not installed");
    assumeTrue(!"root".equals(System.getProperty("user.name")), "its pg_ctl refuses to be root");
    String ctl = POSTGRESQL.resolve("pg_ctl").toString();
    String ready = POSTGRESQL.resolve("pg_isready").toString();
    String port = Integer.toString(server.port());
    assertThat(Programs.run(Map.of(), ctl, "-D", data().toString(), "status").orFail())
        .startsWith("pg_ctl: server is running (PID: " + server.pid() + ")\n");
    assertThat(Programs.run(Map.of(), ready, "-h", "127.0.0.1", "-p", port).orFail())
        .endsWith("accepting connections\n");
    assertThat(Programs.run(Map.of(), ctl, "-D", data().toString(), "reload").orFail())
        .isEqualTo("server signaled\n");
    assertThat(
            Programs.run(Map.of(), ctl, "-D", data().toString(), "-m", "fast", "-w", "stop")
                .orFail())
        .endsWith("server stopped\n");
    assertThat(server.awaitExit()).isZero();
    assertThat(Programs.run(Map.of(), ready, "-h", "127.0.0.1", "-p", port).status()).isEqualTo(2);
    assertThat(Programs.run(Map.of(), ctl, "-D", data().toString(), "status").status())
        .isEqualTo(3);
  }
}
