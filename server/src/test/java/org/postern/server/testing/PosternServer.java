package org.postern.server.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** This project's server, started by its own scripts with the classes of the test's class path. */
public final class PosternServer implements TestServer {
  private final Path home;
  private final Map<String, String> environment;
  private final List<String> options;
  private final int port = Programs.freePort();
  private Process process;

  private PosternServer(Path home, Map<String, String> environment, List<String> options) {
    this.home = home;
    this.environment = environment;
    this.options = options;
  }

  /** A new cluster with settings {@code name=value}. */
  public static PosternServer start(String... settings) throws IOException {
    return start(Map.of(), settings);
  }

  /** A new cluster whose children run the canned session. */
  public static PosternServer startCanned(String... settings) throws IOException {
    return start(Map.of("POSTERN_MAIN_CLASS", CannedPostgres.class.getName()), settings);
  }

  private static PosternServer start(Map<String, String> extra, String... settings)
      throws IOException {
    Path home = Files.createTempDirectory("postern");
    Map<String, String> environment = new HashMap<>(extra);
    environment.put("POSTERN_CLASSPATH", System.getProperty("java.class.path"));
    environment.put("POSTERN_JAVA_HOME", System.getProperty("java.home"));
    // The archive of a build does not fit the class path of a test.
    environment.putIfAbsent("POSTERN_AOT_CACHE", "none");
    PosternServer server = new PosternServer(home, environment, List.of(settings));
    server.program("initdb", "-D", server.dataDirectory().toString(), "-A", "trust", "-N").orFail();
    server.start();
    return server;
  }

  /** Runs one of the scripts with this server's environment. */
  public Programs.Outcome program(String name, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Programs.root().resolve("scripts").resolve(name).toString());
    command.addAll(List.of(arguments));
    return Programs.run(environment, command.toArray(String[]::new));
  }

  private void launch() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Programs.root().resolve("scripts/postgres").toString());
    command.addAll(List.of("-D", dataDirectory().toString(), "-p", Integer.toString(port)));
    command.addAll(List.of("-h", "127.0.0.1", "-k", home.toString()));
    for (String option : options) {
      command.addAll(List.of("-c", option));
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()));
    process = builder.start();
  }

  private void awaitReady() throws IOException {
    Programs.await("start of the server", () -> isReady() || !process.isAlive());
    if (!process.isAlive()) {
      throw new AssertionError("server did not start:\n" + log());
    }
  }

  /** Whether clients are let in. */
  public boolean isReady() {
    try {
      List<String> lines = Files.readAllLines(dataDirectory().resolve("postmaster.pid"));
      return lines.size() >= 8
          && lines.getFirst().equals(Long.toString(process.pid()))
          && lines.get(7).startsWith("ready");
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String user() {
    return System.getProperty("user.name");
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
    return process.pid();
  }

  @Override
  public String log() throws IOException {
    return Files.readString(home.resolve("log"));
  }

  @Override
  public void restart() throws IOException {
    signal("INT");
    Programs.waitFor(process);
    start();
  }

  @Override
  public void crashAndRestart() throws IOException {
    killFamily();
    start();
  }

  /** Sends the postmaster a signal by its short name. */
  public void signal(String name) throws IOException {
    Programs.run(Map.of(), "kill", "-" + name, Long.toString(pid())).orFail();
  }

  /** Writes a setting into postgresql.conf; it counts from the next reload or start on. */
  public void configure(String name, String value) throws IOException {
    String line = "\n" + name + " = '" + value + "'\n";
    Files.writeString(
        dataDirectory().resolve("postgresql.conf"), line, java.nio.file.StandardOpenOption.APPEND);
  }

  /** Starts a server that has ended. */
  public void start() throws IOException {
    launch();
    awaitReady();
  }

  /** Starts it, and waits only for a child whose title begins so, or until it is up or ended. */
  public void startUntil(String title) throws IOException {
    launch();
    Programs.await(
        title,
        () -> {
          try {
            return child(title) != 0 || isReady() || !process.isAlive();
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  /** Kills all processes at once. */
  public void killAll() {
    killFamily();
  }

  /** Fast shutdown. */
  public void stop() throws IOException {
    signal("INT");
    Programs.waitFor(process);
  }

  public boolean isRunning() {
    return process.isAlive();
  }

  /** The id of a child of the postmaster whose title begins so, 0 for none. */
  public long child(String title) throws IOException {
    for (ProcessHandle child : Programs.family(pid())) {
      if (Programs.title(child.pid()).startsWith("postgres: " + title)) {
        return child.pid();
      }
    }
    return 0;
  }

  /** Waits for the postmaster's end and gives its exit status. */
  public int awaitExit() {
    return Programs.waitFor(process);
  }

  private void killFamily() {
    List<ProcessHandle> family = Programs.family(pid());
    family.forEach(ProcessHandle::destroyForcibly);
    Programs.waitFor(process);
    Programs.await("end of all processes", () -> family.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Override
  public void close() throws IOException {
    if (process != null) {
      // An immediate shutdown removes the shared segment too, which a kill would leave behind.
      if (process.isAlive()) {
        signal("QUIT");
        Programs.await("immediate shutdown", () -> !process.isAlive());
      }
      killFamily();
    }
    Programs.deleteTree(home);
  }
}
