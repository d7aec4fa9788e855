package org.postern.server.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postern.storage.os.ProcessControl;

/**
 * The program pg_ctl: starts, stops and asks about a server, with PostgreSQL's texts and exit codes
 * (3: not running, 4: no accessible data directory).
 *
 * <p>Source: PostgreSQL documentation, reference page pg_ctl.
 */
public final class PgCtlCommand {
  private static final int NOT_RUNNING = 3;
  private static final int NO_DATA_DIRECTORY = 4;
  private static final int FAILURE = 1;
  private static final int DEFAULT_TIMEOUT_SECONDS = 60;
  private static final int POLL_MILLIS = 100;
  private static final int POLLS_PER_SECOND = 1000 / POLL_MILLIS;
  private static final String HINT = "Try \"pg_ctl --help\" for more information.";

  /** Signal numbers of {@code pg_ctl kill}. */
  private static final Map<String, Integer> SIGNALS =
      Map.of(
          "HUP", 1, "INT", 2, "QUIT", 3, "ABRT", 6, "KILL", 9, "USR1", 10, "USR2", 12, "TERM", 15);

  private final Path programs;
  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, String> environment;
  private Options options;
  private Path directory;

  /** {@code programs} is the directory of the programs postgres and initdb. */
  public PgCtlCommand(
      Path programs, PrintStream out, PrintStream err, Map<String, String> environment) {
    this.programs = programs;
    this.out = out;
    this.err = err;
    this.environment = environment;
  }

  /** Runs the program; returns its exit status. */
  public int run(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length > 0) {
      switch (arguments[0]) {
        case "--version", "-V" -> {
          out.println("pg_ctl (PostgreSQL) " + Version.SERVER);
          return 0;
        }
        case "--help", "-?" -> {
          out.print(HelpTexts.PG_CTL);
          return 0;
        }
        default -> {
          // A command follows.
        }
      }
    }
    try {
      return dispatch(arguments);
    } catch (UsageException e) {
      err.println(e.getMessage());
      return e.exitStatus();
    }
  }

  private int dispatch(String[] arguments)
      throws UsageException, IOException, InterruptedException {
    options =
        new Options("pg_ctl")
            .values("-D --pgdata", "-l --log", "-m --mode", "-o --options", "-p", "-t --timeout")
            .values("-U", "-N", "-P", "-S", "-e")
            .flags("-s --silent", "-w --wait", "-W --no-wait", "-c --core-files");
    List<String> operands;
    try {
      operands = options.parse(arguments).operands();
    } catch (UsageException e) {
      throw new UsageException(FAILURE, e.getMessage() + "\n" + HINT);
    }
    if (operands.isEmpty()) {
      throw usage("no operation specified");
    }
    String operation = operands.getFirst();
    if (operation.equals("kill")) {
      return kill(operands);
    }
    if (operands.size() > 1) {
      throw usage("too many command-line arguments (first is \"" + operands.get(1) + "\")");
    }
    if (!isOperation(operation)) {
      throw usage("unrecognized operation mode \"" + operation + "\"");
    }
    String given = options.value("-D", environment.get("PGDATA"));
    if (given == null || given.isEmpty()) {
      throw usage("no database directory specified and environment variable PGDATA unset");
    }
    directory = Path.of(given);
    return switch (operation) {
      case "init", "initdb" -> init();
      case "start" -> start();
      case "stop" -> stop();
      case "restart" -> restart();
      case "reload" -> reload();
      case "status" -> status();
      case "promote" -> throw failure("cannot promote server; server is not in standby mode");
      default -> throw failure("cannot rotate log file; the server writes to its standard error");
    };
  }

  private static boolean isOperation(String word) {
    return switch (word) {
      case "init",
          "initdb",
          "start",
          "stop",
          "restart",
          "reload",
          "status",
          "promote",
          "logrotate" ->
          true;
      default -> false;
    };
  }

  private static UsageException usage(String message) {
    return new UsageException(FAILURE, "pg_ctl: " + message + "\n" + HINT);
  }

  private static UsageException failure(String message) {
    return new UsageException(FAILURE, "pg_ctl: " + message);
  }

  private void say(String text) {
    if (!options.has("-s")) {
      out.print(text);
      out.flush();
    }
  }

  private boolean waits() {
    return !options.has("-W");
  }

  private int timeoutSeconds() throws UsageException {
    String text = options.value("-t", environment.get("PGCTLTIMEOUT"));
    try {
      return text == null ? DEFAULT_TIMEOUT_SECONDS : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw usage("invalid timeout: \"" + text + "\"");
    }
  }

  private PidFile pidFile(boolean isStatus) throws UsageException, IOException {
    int exitStatus = isStatus ? NO_DATA_DIRECTORY : FAILURE;
    if (!Files.isDirectory(directory)) {
      throw new UsageException(
          exitStatus, "pg_ctl: directory \"" + directory + "\" does not exist");
    }
    if (!Files.exists(directory.resolve("PG_VERSION"))) {
      throw new UsageException(
          exitStatus,
          "pg_ctl: directory \"" + directory + "\" is not a database cluster directory");
    }
    return PidFile.read(directory);
  }

  private PidFile requiredPidFile() throws UsageException, IOException {
    PidFile file = pidFile(false);
    if (file == null) {
      throw failure(
          "PID file \""
              + directory.resolve("postmaster.pid")
              + "\" does not exist\n"
              + "Is server running?");
    }
    return file;
  }

  private int init() throws IOException, InterruptedException {
    String command =
        "exec "
            + quoted(programs.resolve("initdb").toString())
            + " -D "
            + quoted(directory.toString())
            + " "
            + options.value("-o", "");
    int status = new ProcessBuilder("/bin/sh", "-c", command).inheritIO().start().waitFor();
    if (status != 0) {
      err.println("pg_ctl: database system initialization failed");
    }
    return status == 0 ? 0 : FAILURE;
  }

  private int start() throws UsageException, IOException, InterruptedException {
    PidFile old = pidFile(false);
    if (old != null && old.isAlive()) {
      say("pg_ctl: another server might be running; trying to start server anyway\n");
    }
    return launch(String.join(" ", options.all("-o")));
  }

  private int launch(String serverOptions)
      throws UsageException, IOException, InterruptedException {
    long startSeconds = System.currentTimeMillis() / 1000;
    Process process = new ServerLauncher(programs, directory, options).launch(serverOptions);
    if (!waits()) {
      say("server starting\n");
      return 0;
    }
    say("waiting for server to start...");
    for (int i = 0; i < timeoutSeconds() * POLLS_PER_SECOND; i++) {
      PidFile file = PidFile.readIfComplete(directory);
      boolean ours =
          file != null && file.pid() == process.pid() && file.startSeconds() >= startSeconds - 2;
      if (ours && file.isReady()) {
        say(" done\nserver started\n");
        return 0;
      }
      if (!process.isAlive()) {
        say(" stopped waiting\n");
        throw failure("could not start server\nExamine the log output.");
      }
      pause(i);
    }
    say(" stopped waiting\n");
    throw failure("server did not start in time");
  }

  private void pause(int poll) throws InterruptedException {
    if (poll % POLLS_PER_SECOND == 0) {
      say(".");
    }
    Thread.sleep(POLL_MILLIS);
  }

  private int stopSignal() throws UsageException {
    String mode = options.value("-m", "fast");
    return switch (mode) {
      case "s", "smart" -> ProcessControl.SIGTERM;
      case "f", "fast" -> ProcessControl.SIGINT;
      case "i", "immediate" -> ProcessControl.SIGQUIT;
      default -> throw usage("unrecognized shutdown mode \"" + mode + "\"");
    };
  }

  private int stop() throws UsageException, IOException, InterruptedException {
    int signal = stopSignal();
    PidFile file = requiredPidFile();
    signal(file.pid(), signal, "stop");
    if (!waits()) {
      say("server shutting down\n");
      return 0;
    }
    awaitStop(file.pid());
    return 0;
  }

  private void awaitStop(long pid) throws UsageException, IOException, InterruptedException {
    say("waiting for server to shut down...");
    for (int i = 0; i < timeoutSeconds() * POLLS_PER_SECOND; i++) {
      PidFile file = PidFile.read(directory);
      if (file == null) {
        say(" done\nserver stopped\n");
        return;
      }
      if (!file.isAlive() && PidFile.read(directory) != null) {
        break;
      }
      pause(i);
    }
    say(" failed\n");
    String hint =
        options.value("-m", "fast").startsWith("s")
            ? "\nHINT: The \"-m fast\" option immediately disconnects sessions rather than\n"
                + "waiting for session-initiated disconnection."
            : "";
    throw failure("server does not shut down" + hint);
  }

  private static void signal(long pid, int signal, String what) throws UsageException {
    if (!ProcessControl.kill((int) pid, signal)) {
      throw failure("could not send %s signal (PID: %d): No such process".formatted(what, pid));
    }
  }

  private int restart() throws UsageException, IOException, InterruptedException {
    PidFile file = pidFile(false);
    if (file == null) {
      err.println(
          "pg_ctl: PID file \"" + directory.resolve("postmaster.pid") + "\" does not exist");
      err.println("Is server running?");
      err.println("trying to start server anyway");
      return launch(String.join(" ", options.all("-o")));
    }
    String earlier = earlierOptions();
    if (file.isAlive()) {
      signal(file.pid(), stopSignal(), "stop");
      awaitStop(file.pid());
    } else {
      err.println("pg_ctl: old server process (PID: " + file.pid() + ") seems to be gone");
      err.println("starting server anyway");
    }
    return launch(options.has("-o") ? String.join(" ", options.all("-o")) : earlier);
  }

  /** The options of postmaster.opts, without the program and -D. */
  private String earlierOptions() throws IOException {
    Path file = directory.resolve("postmaster.opts");
    if (!Files.exists(file)) {
      return "";
    }
    String line = Files.readString(file).strip();
    int first = line.indexOf(" \"");
    List<String> kept = new ArrayList<>();
    if (first >= 0) {
      String[] parts = line.substring(first + 2, line.length() - 1).split("\" \"", -1);
      for (int i = 0; i < parts.length; i++) {
        if (parts[i].equals("-D")) {
          i++;
        } else {
          kept.add('"' + parts[i] + '"');
        }
      }
    }
    return String.join(" ", kept);
  }

  private int reload() throws UsageException, IOException {
    signal(requiredPidFile().pid(), ProcessControl.SIGHUP, "reload");
    say("server signaled\n");
    return 0;
  }

  private int status() throws UsageException, IOException {
    PidFile file = pidFile(true);
    if (file != null && file.isAlive()) {
      out.println("pg_ctl: server is running (PID: " + file.pid() + ")");
      Path opts = directory.resolve("postmaster.opts");
      if (Files.exists(opts)) {
        out.print(Files.readString(opts));
      }
      return 0;
    }
    out.println("pg_ctl: no server running");
    return NOT_RUNNING;
  }

  private static int kill(List<String> operands) throws UsageException {
    if (operands.size() < 3) {
      throw usage("missing arguments for kill mode");
    }
    Integer signal = SIGNALS.get(operands.get(1));
    if (signal == null) {
      throw usage("unrecognized signal name \"" + operands.get(1) + "\"");
    }
    long pid;
    try {
      pid = Long.parseLong(operands.get(2));
    } catch (NumberFormatException e) {
      throw usage("invalid PID: \"" + operands.get(2) + "\"");
    }
    if (!ProcessControl.kill((int) pid, signal)) {
      throw failure("could not send signal %d (PID: %d): No such process".formatted(signal, pid));
    }
    return 0;
  }

  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
