package org.postern.server.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postern.executor.session.guc.GucSetting;
import org.postern.executor.session.guc.GucSource;
import org.postern.server.config.ServerConfig;
import org.postern.server.launch.ChildLauncher;
import org.postern.server.log.LogSettings;
import org.postern.server.log.ServerLog;
import org.postern.server.postmaster.DataDirectoryCheck;
import org.postern.server.postmaster.PostmasterRunner;
import org.postern.server.postmaster.SharedMemorySetup;
import org.postern.storage.error.Severity;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.os.Umask;

/**
 * The program postgres: configures and runs a postmaster.
 *
 * <p>Source: PostgreSQL documentation, reference page postgres.
 */
public final class PostgresCommand {
  private static final int FAILURE = 1;
  private static final int NO_DATA = 2;
  private static final int UMASK = 077;

  /** Short options that set a parameter to their value. */
  private static final Map<String, String> VALUE_OPTIONS =
      Map.of(
          "-B", "shared_buffers",
          "-h", "listen_addresses",
          "-k", "unix_socket_directories",
          "-N", "max_connections",
          "-p", "port",
          "-S", "work_mem");

  /** Short options that set a parameter to a fixed value. */
  private static final Map<String, String[]> FLAG_OPTIONS =
      Map.of(
          "-e", new String[] {"datestyle", "euro"},
          "-F", new String[] {"fsync", "false"},
          "-i", new String[] {"listen_addresses", "*"},
          "-l", new String[] {"ssl", "true"},
          "-O", new String[] {"allow_system_table_mods", "true"},
          "-P", new String[] {"ignore_system_indexes", "true"},
          "-s", new String[] {"log_statement_stats", "true"});

  private final ChildLauncher launcher;
  private final SharedMemorySetup sharedMemory;
  private final PrintStream out;
  private final PrintStream err;

  /** {@code launcher} decides what program the children run. */
  public PostgresCommand(
      ChildLauncher launcher, SharedMemorySetup sharedMemory, PrintStream out, PrintStream err) {
    this.launcher = launcher;
    this.sharedMemory = sharedMemory;
    this.out = out;
    this.err = err;
  }

  /** Runs the program; returns its exit status. */
  public int run(String[] arguments, Map<String, String> environment) throws Exception {
    if (arguments.length > 0) {
      switch (arguments[0]) {
        case "--version", "-V" -> {
          out.println("postgres (PostgreSQL) " + Version.SERVER);
          return 0;
        }
        case "--help", "-?" -> {
          out.print(HelpTexts.POSTGRES);
          return 0;
        }
        default -> {
          // An ordinary start.
        }
      }
    }
    Umask.set(UMASK);
    ServerLog log = ServerLog.start(null, LogSettings.INITIAL);
    try {
      return start(arguments, environment, log);
    } catch (UsageException e) {
      err.println(e.getMessage());
      return e.exitStatus();
    } catch (SqlException e) {
      log.error(Severity.FATAL, e);
      return FAILURE;
    }
  }

  private int start(String[] arguments, Map<String, String> environment, ServerLog log)
      throws Exception {
    Options options = parse(arguments);
    List<GucSetting> settings = settings(options, environment);
    Path directory = dataDirectory(options, environment);
    ServerConfig config = ServerConfig.load(directory, settings, commandLine(arguments), log);
    if (options.has("-C")) {
      out.println(config.show(options.value("-C", "")));
      return 0;
    }
    if (DataDirectoryCheck.currentUid() == 0) {
      log.log(
          Severity.WARNING,
          "running as \"root\" gives every client of this server the power of its administrator");
    }
    return new PostmasterRunner(config, log, launcher, sharedMemory).run();
  }

  private static Options parse(String[] arguments) throws UsageException {
    Options options = new Options("postgres").values("-D", "-C", "-c", "-d");
    options.values(VALUE_OPTIONS.keySet().toArray(String[]::new));
    options.flags(FLAG_OPTIONS.keySet().toArray(String[]::new));
    try {
      return options.parse(arguments);
    } catch (UsageException e) {
      throw withHint(e.getMessage());
    }
  }

  private static UsageException withHint(String message) {
    return new UsageException(FAILURE, message + "\nTry \"postgres --help\" for more information.");
  }

  private static List<GucSetting> settings(Options options, Map<String, String> environment)
      throws UsageException {
    List<GucSetting> settings = new ArrayList<>();
    String port = environment.get("PGPORT");
    if (port != null && !port.isEmpty()) {
      settings.add(new GucSetting("port", port, GucSource.ENVIRONMENT));
    }
    for (Map.Entry<String, String[]> flag : FLAG_OPTIONS.entrySet()) {
      if (options.has(flag.getKey())) {
        settings.add(commandLineSetting(flag.getValue()[0], flag.getValue()[1]));
      }
    }
    for (Map.Entry<String, String> option : VALUE_OPTIONS.entrySet()) {
      for (String value : options.all(option.getKey())) {
        settings.add(commandLineSetting(option.getValue(), value));
      }
    }
    String debugLevel = options.value("-d", null);
    if (debugLevel != null) {
      settings.add(
          commandLineSetting(
              "log_min_messages", debugLevel.equals("0") ? "notice" : "debug" + debugLevel));
    }
    for (String assignment : options.all("-c")) {
      settings.add(assignment("-c ", assignment));
    }
    for (String argument : options.rest()) {
      if (argument.startsWith("--") && argument.length() > 2) {
        settings.add(assignment("--", argument.substring(2)));
      } else if (argument.startsWith("-") && argument.length() > 1) {
        throw withHint(options.unknownShort(argument));
      } else {
        throw withHint("postgres: invalid argument: \"" + argument + "\"");
      }
    }
    return settings;
  }

  private static GucSetting commandLineSetting(String name, String value) {
    return new GucSetting(name, value, GucSource.COMMAND_LINE);
  }

  /** NAME=VALUE, where dashes in the name stand for underscores. */
  private static GucSetting assignment(String prefix, String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw SqlException.fatal(SqlState.SYNTAX_ERROR, "%s requires a value", prefix + text);
    }
    return commandLineSetting(
        text.substring(0, equals).replace('-', '_'), text.substring(equals + 1));
  }

  private static Path dataDirectory(Options options, Map<String, String> environment)
      throws UsageException, IOException {
    String given = options.value("-D", environment.get("PGDATA"));
    for (String argument : options.rest()) {
      if (argument.startsWith("--data-directory=") || argument.startsWith("--data_directory=")) {
        given = argument.substring(argument.indexOf('=') + 1);
      }
    }
    if (given == null || given.isEmpty()) {
      throw new UsageException(
          NO_DATA,
          "postgres does not know where to find the server configuration file.\n"
              + "You must specify the --config-file or -D invocation option or set the PGDATA"
              + " environment variable.");
    }
    Path directory = Path.of(given).toAbsolutePath().normalize();
    if (!Files.exists(directory)) {
      throw new UsageException(
          NO_DATA,
          "postgres: could not access directory \"%s\": No such file or directory\nRun initdb or"
                  .formatted(directory)
              + " pg_basebackup to initialize a PostgreSQL data directory.");
    }
    if (!Files.exists(directory.resolve("postgresql.conf")) && !options.has("-c")) {
      throw new UsageException(
          NO_DATA,
          "postgres: could not access the server configuration file \"%s/postgresql.conf\": No"
                  .formatted(directory)
              + " such file or directory");
    }
    return directory.toRealPath();
  }

  /** As postmaster.opts has it: the program, then each argument in double quotes. */
  private static String commandLine(String[] arguments) {
    StringBuilder text = new StringBuilder(System.getProperty("postern.program", "postgres"));
    for (String argument : arguments) {
      text.append(" \"").append(argument).append('"');
    }
    return text.toString();
  }
}
