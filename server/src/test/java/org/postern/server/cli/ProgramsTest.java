package org.postern.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.server.config.ServerConfig;
import org.postern.server.log.LogSettings;
import org.postern.server.log.ServerLog;

/** Texts and exit codes of the programs where no server has to run. */
class ProgramsTest {
  @TempDir private Path directory;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8);
  private final List<ClusterSpec> bootstrapped = new ArrayList<>();

  private String printed() {
    String text = output.toString(StandardCharsets.UTF_8);
    output.reset();
    return text;
  }

  private int pgCtl(String... arguments) throws Exception {
    return new PgCtlCommand(directory, stream, stream, Map.of()).run(arguments);
  }

  private int initdb(String... arguments) throws IOException {
    ClusterBootstrap bootstrap =
        new ClusterBootstrap() {
          @Override
          public void bootstrap(ClusterSpec spec) {
            bootstrapped.add(spec);
          }

          @Override
          public void complete(ClusterSpec spec) throws IOException {
            if (spec.superuser().equals("fail")) {
              throw new IOException("disk on fire");
            }
          }
        };
    return new InitdbCommand(bootstrap, stream, stream, Map.of()).run(arguments);
  }

  @Test
  void shouldExitAsPgCtlDoesWhenNothingRuns() throws Exception {
    Path none = directory.resolve("none");
    assertThat(pgCtl("-D", none.toString(), "status")).isEqualTo(4);
    assertThat(printed()).isEqualTo("pg_ctl: directory \"" + none + "\" does not exist\n");
    assertThat(pgCtl("-D", none.toString(), "stop")).isEqualTo(1);
    Files.writeString(directory.resolve("PG_VERSION"), "15\n");
    printed();
    assertThat(pgCtl("-D", directory.toString(), "status")).isEqualTo(3);
    assertThat(printed()).isEqualTo("pg_ctl: no server running\n");
    assertThat(pgCtl("stop", "-D", directory.toString())).isEqualTo(1);
    assertThat(printed())
        .isEqualTo(
            "pg_ctl: PID file \""
                + directory.resolve("postmaster.pid")
                + "\" does not exist\n"
                + "Is server running?\n");
  }

  @Test
  void shouldRejectBadPgCtlUsage() throws Exception {
    assertUsage("pg_ctl: no operation specified");
    assertUsage("pg_ctl: unrecognized operation mode \"foo\"", "foo");
    assertUsage("pg_ctl: invalid option -- 'x'", "-x");
    assertUsage("pg_ctl: option requires an argument -- 'D'", "-D");
    assertUsage(
        "pg_ctl: no database directory specified and environment variable PGDATA unset", "status");
    assertUsage(
        "pg_ctl: unrecognized shutdown mode \"slow\"",
        "stop",
        "-m",
        "slow",
        "-D",
        directory.toString());
  }

  private void assertUsage(String message, String... arguments) throws Exception {
    assertThat(pgCtl(arguments)).isEqualTo(1);
    assertThat(printed()).isEqualTo(message + "\nTry \"pg_ctl --help\" for more information.\n");
  }

  @Test
  void shouldLayOutCluster() throws IOException {
    Path data = directory.resolve("data");
    assertThat(initdb("-D", data.toString(), "-U", "boss", "-A", "md5", "--pwfile", pwfile()))
        .isZero();
    assertThat(printed())
        .contains("creating directory " + data + " ... ok\n")
        .contains("Success. You can now start the database server using:");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwx------");
    assertThat(Files.readString(data.resolve("PG_VERSION"))).isEqualTo("15\n");
    assertThat(data.resolve("pg_wal/archive_status")).isDirectory();
    assertThat(Files.readAllLines(data.resolve("pg_hba.conf")).stream().filter(l -> !l.isBlank()))
        .filteredOn(l -> !l.startsWith("#"))
        .hasSize(6)
        .allMatch(l -> l.endsWith(" md5"));
    assertThat(bootstrapped)
        .singleElement()
        .satisfies(spec -> {
          assertThat(spec.superuser()).isEqualTo("boss");
          assertThat(spec.password()).isEqualTo("secret");
        });
  }

  private String pwfile() throws IOException {
    return Files.writeString(directory.resolve("pw"), "secret\n").toString();
  }

  @Test
  void shouldWriteConfigurationThatTheServerReads() throws IOException {
    Path data = directory.resolve("data");
    assertThat(initdb(data.toString(), "-N")).isZero();
    String conf = Files.readString(data.resolve("postgresql.conf"));
    // All defaults spelled out must be readable too.
    Files.writeString(
        data.resolve("postgresql.conf"),
        conf.replaceAll("(?m)^#(?=[a-zA-Z_.]+ = )(?!include)", ""));
    ServerConfig config =
        ServerConfig.load(data, List.of(), "postgres", ServerLog.start(null, LogSettings.INITIAL));
    assertThat(config.integer("max_connections")).isEqualTo(100);
    assertThat(config.text("default_text_search_config")).isEqualTo("pg_catalog.english");
  }

  @Test
  void shouldRefuseBadInitdbArguments() throws IOException {
    assertThat(initdb()).isEqualTo(1);
    assertThat(printed()).startsWith("initdb: error: no data directory specified\n");
    assertThat(initdb("-D", "x", "-A", "foo")).isEqualTo(1);
    assertThat(printed())
        .isEqualTo(
            "initdb: error: invalid authentication method \"foo\" for \"local\" connections\n");
    assertThat(initdb("-D", "x", "-A", "md5")).isEqualTo(1);
    assertThat(printed())
        .isEqualTo(
            "initdb: error: must specify a password for the superuser to enable password"
                + " authentication\n");
    assertThat(initdb("-D", "x", "-U", "pg_foo")).isEqualTo(1);
    assertThat(printed())
        .isEqualTo(
            "initdb: error: superuser name \"pg_foo\" is disallowed; role names cannot begin with"
                + " \"pg_\"\n");
    assertThat(initdb("a", "b")).isEqualTo(1);
    assertThat(printed())
        .startsWith("initdb: error: too many command-line arguments (first is \"b\")\n");
    Files.writeString(directory.resolve("file"), "");
    assertThat(initdb(directory.toString())).isEqualTo(1);
    assertThat(printed()).contains("exists but is not empty");
  }

  @Test
  void shouldCleanUpAfterFailure() throws IOException {
    Path data = directory.resolve("data");
    assertThat(initdb(data.toString(), "-U", "fail")).isEqualTo(1);
    assertThat(printed())
        .contains("initdb: error: disk on fire")
        .contains("initdb: removing contents of data directory");
    assertThat(data).isEmptyDirectory();
  }
}
