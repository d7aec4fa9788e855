package org.postern.server.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A real PostgreSQL, the oracle: its programs are taken from the directory in the environment
 * variable POSTERN_PG_BIN or from where Debian puts version 15. As root it is run by the user
 * postgres, since it refuses root.
 */
public final class PostgresqlServer implements TestServer {
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql/15/bin");

  private final Path home;
  private final String settings;
  private final int port = Programs.freePort();

  private PostgresqlServer(Path home, String settings) {
    this.home = home;
    this.settings = settings;
  }

  /** Whether there is a PostgreSQL to run. */
  public static boolean isAvailable() {
    return Files.isExecutable(bin().resolve("postgres"));
  }

  private static Path bin() {
    String given = System.getenv("POSTERN_PG_BIN");
    return given == null ? DEBIAN : Path.of(given);
  }

  /** A new cluster with settings {@code name=value}. */
  public static PostgresqlServer start(String... settings) throws IOException {
    Path home = Files.createTempDirectory("postgresql");
    StringBuilder options = new StringBuilder();
    for (String setting : settings) {
      options.append(" -c '").append(setting.replace("'", "'\\''")).append('\'');
    }
    if (isRoot()) {
      Programs.run(Map.of(), "chown", "postgres", home.toString()).orFail();
    }
    PostgresqlServer server = new PostgresqlServer(home, options.toString());
    server
        .shell(
            "'%s/initdb' -D '%s' -A trust -N -U postgres --locale=C -E UTF8"
                .formatted(bin(), server.dataDirectory()))
        .orFail();
    server.launch();
    return server;
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private Programs.Outcome shell(String command) throws IOException {
    List<String> words =
        isRoot()
            ? List.of("su", "postgres", "-s", "/bin/sh", "-c", command)
            : List.of("/bin/sh", "-c", command);
    return Programs.run(Map.of(), words.toArray(String[]::new));
  }

  private void launch() throws IOException {
    shell(
            "cd / && '%s/pg_ctl' -D '%s' -l '%s/log' -w -o \"-p %d -h 127.0.0.1 -k '%s' %s\" start"
                .formatted(bin(), dataDirectory(), home, port, home, settings))
        .orFail();
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String user() {
    return "postgres";
  }

  @Override
  public Path dataDirectory() {
    return home.resolve("data");
  }

  @Override
  public Path socketDirectory() {
    return home;
  }

  @Override
  public long pid() {
    try {
      return Long.parseLong(
          Files.readAllLines(dataDirectory().resolve("postmaster.pid")).getFirst());
    } catch (IOException e) {
      throw new AssertionError("no postmaster.pid", e);
    }
  }

  @Override
  public String log() throws IOException {
    return Files.readString(home.resolve("log"));
  }

  private void stop(String mode) throws IOException {
    shell("'%s/pg_ctl' -D '%s' -w -m %s stop".formatted(bin(), dataDirectory(), mode)).orFail();
  }

  @Override
  public void restart() throws IOException {
    stop("fast");
    launch();
  }

  @Override
  public void crashAndRestart() throws IOException {
    List<ProcessHandle> family = Programs.family(pid());
    family.forEach(ProcessHandle::destroyForcibly);
    Programs.await("end of all processes", () -> family.stream().noneMatch(ProcessHandle::isAlive));
    launch();
  }

  @Override
  public void close() throws IOException {
    if (Files.exists(dataDirectory().resolve("postmaster.pid"))) {
      stop("immediate");
    }
    Programs.deleteTree(home);
  }
}
