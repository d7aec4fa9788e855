package org.postern.server.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.server.postmaster.DataDirectoryCheck;
import org.postern.storage.os.Umask;

/**
 * The program initdb: lays out a data directory and has it filled.
 *
 * <p>Source: PostgreSQL documentation, reference page initdb.
 */
public final class InitdbCommand {
  private static final int FAILURE = 1;
  private static final Set<String> LOCAL_METHODS =
      Set.of("trust", "reject", "scram-sha-256", "md5", "password", "peer", "ident");
  private static final Set<String> HOST_METHODS =
      Set.of("trust", "reject", "scram-sha-256", "md5", "password", "ident", "peer", "cert");
  private static final Set<String> PASSWORD_METHODS = Set.of("scram-sha-256", "md5", "password");
  private static final Set<String> LOCALES = Set.of("C", "POSIX", "C.UTF-8", "C.utf8");
  private static final Path DEFAULT_SOCKET_DIRECTORY = Path.of("/var/run/postgresql");

  private final ClusterBootstrap bootstrap;
  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, String> environment;
  private Options options;
  private boolean madeDirectory;

  public InitdbCommand(
      ClusterBootstrap bootstrap,
      PrintStream out,
      PrintStream err,
      Map<String, String> environment) {
    this.bootstrap = bootstrap;
    this.out = out;
    this.err = err;
    this.environment = environment;
  }

  /** Runs the program; returns its exit status. */
  public int run(String[] arguments) throws IOException {
    if (arguments.length > 0) {
      switch (arguments[0]) {
        case "--version", "-V" -> {
          out.println("initdb (PostgreSQL) " + Version.SERVER);
          return 0;
        }
        case "--help", "-?" -> {
          out.print(HelpTexts.INITDB);
          return 0;
        }
        default -> {
          // A cluster is to be made.
        }
      }
    }
    try {
      return initialize(arguments);
    } catch (UsageException e) {
      err.println(e.getMessage());
      return e.exitStatus();
    }
  }

  private int initialize(String[] arguments) throws UsageException, IOException {
    options = declare();
    List<String> operands;
    try {
      operands = options.parse(arguments).operands();
    } catch (UsageException e) {
      throw usage(e.getMessage());
    }
    if (operands.size() > 1 || (operands.size() == 1 && options.has("-D"))) {
      String first = operands.size() > 1 ? operands.get(1) : operands.getFirst();
      throw usage("initdb: error: too many command-line arguments (first is \"" + first + "\")");
    }
    String given =
        operands.isEmpty() ? options.value("-D", environment.get("PGDATA")) : operands.getFirst();
    if (given == null || given.isEmpty()) {
      throw error(
          "no data directory specified",
          "You must identify the directory where the data for this database system will reside."
              + "  Do this with either the invocation option -D or the environment variable"
              + " PGDATA.");
    }
    Umask.set(options.has("-g") ? 027 : 077);
    return make(given);
  }

  private static Options declare() {
    return new Options("initdb")
        .values("-A --auth", "--auth-host", "--auth-local", "-D --pgdata", "-E --encoding")
        .values("--icu-locale", "--locale", "--lc-collate", "--lc-ctype", "--lc-messages")
        .values("--lc-monetary", "--lc-numeric", "--lc-time", "--locale-provider", "--pwfile")
        .values("-T --text-search-config", "-U --username", "-X --waldir", "--wal-segsize", "-L")
        .flags("-g --allow-group-access", "-k --data-checksums", "--no-locale", "-W --pwprompt")
        .flags("-d --debug", "--discard-caches", "-n --no-clean --noclean")
        .flags("-N --no-sync --nosync", "--no-instructions", "-s --show", "-S --sync-only");
  }

  private static UsageException usage(String message) {
    return new UsageException(
        FAILURE, message + "\ninitdb: hint: Try \"initdb --help\" for more information.");
  }

  private static UsageException error(String message, String hint) {
    return new UsageException(
        FAILURE, "initdb: error: " + message + (hint == null ? "" : "\ninitdb: hint: " + hint));
  }

  private int make(String given) throws UsageException, IOException {
    Path directory = Path.of(given);
    String local = method("--auth-local", "local", LOCAL_METHODS);
    String host = method("--auth-host", "host", HOST_METHODS);
    String localMethod = local.equals("ident") ? "peer" : local;
    String hostMethod = host.equals("peer") ? "ident" : host;
    String superuser = options.value("-U", System.getProperty("user.name"));
    if (superuser.startsWith("pg_")) {
      throw error(
          "superuser name \"%s\" is disallowed; role names cannot begin with \"pg_\""
              .formatted(superuser),
          null);
    }
    boolean needsPassword =
        PASSWORD_METHODS.contains(localMethod) && PASSWORD_METHODS.contains(hostMethod);
    if (needsPassword && !options.has("--pwfile") && !options.has("-W")) {
      throw error(
          "must specify a password for the superuser to enable password authentication", null);
    }
    announce();
    ClusterSpec spec =
        new ClusterSpec(
            directory.toAbsolutePath().normalize(),
            superuser,
            password(),
            locale(),
            encoding(),
            options.value("-T", "english"),
            !options.has("-N"));
    out.println(
        "The default text search configuration will be set to \"%s\"."
            .formatted(spec.textSearchConfig()));
    out.println("\nData page checksums are enabled.\n");
    try {
      build(given, spec, localMethod, hostMethod);
    } catch (Exception e) {
      cleanUp(given, directory);
      throw e instanceof UsageException known ? known : error(String.valueOf(e.getMessage()), null);
    }
    instruct(given);
    return 0;
  }

  private String method(String option, String kind, Set<String> known) throws UsageException {
    String method = options.value(option, options.value("-A", "trust"));
    if (!known.contains(method)) {
      throw error(
          "invalid authentication method \"%s\" for \"%s\" connections".formatted(method, kind),
          null);
    }
    return method;
  }

  private void announce() {
    out.println(
        "The files belonging to this database system will be owned by user \"%s\"."
            .formatted(System.getProperty("user.name")));
    out.println("This user must also own the server process.\n");
  }

  private String locale() throws UsageException {
    String given = options.has("--no-locale") ? "C" : options.value("--locale", null);
    given = options.value("--lc-collate", given);
    if (given != null && !LOCALES.contains(given)) {
      throw error("locale \"" + given + "\" is not supported; use C or C.UTF-8", null);
    }
    String locale = given == null ? "C.UTF-8" : given;
    out.println("The database cluster will be initialized with locale \"%s\".".formatted(locale));
    return locale;
  }

  private String encoding() throws UsageException {
    String given = options.value("-E", null);
    if (given == null) {
      out.println("The default database encoding has accordingly been set to \"UTF8\".");
      return "UTF8";
    }
    String plain = given.toUpperCase(java.util.Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    return switch (plain) {
      case "UTF8", "UNICODE" -> "UTF8";
      default -> throw error("\"" + given + "\" is not a valid server encoding name", null);
    };
  }

  private String password() throws UsageException, IOException {
    String file = options.value("--pwfile", null);
    if (file != null) {
      String text = Files.exists(Path.of(file)) ? Files.readString(Path.of(file)) : null;
      if (text == null) {
        throw error(
            "could not open file \"%s\" for reading: No such file or directory".formatted(file),
            null);
      }
      String line = text.lines().findFirst().orElse("");
      if (line.isEmpty()) {
        throw error("password file \"%s\" is empty".formatted(file), null);
      }
      return line;
    }
    return options.has("-W") ? promptPassword() : null;
  }

  private String promptPassword() throws UsageException {
    java.io.Console console = System.console();
    if (console == null) {
      throw error("could not read the password: there is no terminal", null);
    }
    String first = new String(console.readPassword("Enter new superuser password: "));
    String second = new String(console.readPassword("Enter it again: "));
    if (!first.equals(second)) {
      throw error("Passwords didn't match.", null);
    }
    return first;
  }

  /** A step that prints what it does and, when it is done, ok. */
  @FunctionalInterface
  private interface Step {
    void run() throws Exception;
  }

  private void step(String text, Step step) throws Exception {
    out.print(text + " ... ");
    out.flush();
    step.run();
    out.println("ok");
  }

  private void build(String given, ClusterSpec spec, String localMethod, String hostMethod)
      throws Exception {
    Path directory = spec.dataDirectory();
    prepareDirectory(given, directory);
    step("creating subdirectories", () -> createSubdirectories(directory));
    out.println("selecting dynamic shared memory implementation ... posix");
    out.println("selecting default max_connections ... 100");
    out.println("selecting default shared_buffers ... 128MB");
    String zone = ZoneId.systemDefault().getId();
    out.println("selecting default time zone ... " + zone);
    step(
        "creating configuration files",
        () -> {
          write(directory, "PG_VERSION", DataDirectoryCheck.MAJOR_VERSION + "\n");
          write(directory, "postgresql.conf", ConfigTemplates.postgresqlConf(chosen(spec, zone)));
          write(directory, "postgresql.auto.conf", ConfigTemplates.autoConf());
          write(directory, "pg_hba.conf", ConfigTemplates.hbaConf(localMethod, hostMethod));
          write(directory, "pg_ident.conf", ConfigTemplates.identConf());
          write(directory.resolve("base/1"), "PG_VERSION", DataDirectoryCheck.MAJOR_VERSION + "\n");
        });
    step("running bootstrap script", () -> bootstrap.bootstrap(spec));
    step("performing post-bootstrap initialization", () -> bootstrap.complete(spec));
    if (spec.sync()) {
      step("syncing data to disk", () -> TreeSync.sync(directory));
    } else {
      out.println(
          "\nSync to disk skipped.\nThe data directory might become corrupt if the"
              + " operating system crashes.");
    }
    if (localMethod.equals("trust") || hostMethod.equals("trust")) {
      if (!options.has("-A") && !options.has("--auth-local") && !options.has("--auth-host")) {
        err.println(
            "\ninitdb: warning: enabling \"trust\" authentication for local connections\n"
                + "initdb: hint: You can change this by editing pg_hba.conf or using the option"
                + " -A, or --auth-local and --auth-host, the next time you run initdb.");
      }
    }
  }

  private static Map<String, String> chosen(ClusterSpec spec, String zone) {
    Map<String, String> chosen = new LinkedHashMap<>();
    chosen.put("max_connections", "100");
    chosen.put("shared_buffers", "128MB");
    chosen.put("dynamic_shared_memory_type", "posix");
    chosen.put("max_wal_size", "1GB");
    chosen.put("min_wal_size", "80MB");
    chosen.put("log_timezone", zone);
    chosen.put("datestyle", "iso, mdy");
    chosen.put("timezone", zone);
    chosen.put("lc_messages", spec.locale());
    chosen.put("lc_monetary", spec.locale());
    chosen.put("lc_numeric", spec.locale());
    chosen.put("lc_time", spec.locale());
    chosen.put("default_text_search_config", "pg_catalog." + spec.textSearchConfig());
    if (!Files.isWritable(DEFAULT_SOCKET_DIRECTORY)) {
      chosen.put("unix_socket_directories", "/tmp");
    }
    return chosen;
  }

  private void prepareDirectory(String given, Path directory) throws Exception {
    Set<PosixFilePermission> mode =
        PosixFilePermissions.fromString(options.has("-g") ? "rwxr-x---" : "rwx------");
    if (!Files.exists(directory)) {
      step(
          "creating directory " + given,
          () -> {
            Files.createDirectories(directory);
            madeDirectory = true;
            Files.setPosixFilePermissions(directory, mode);
          });
      return;
    }
    if (!children(directory).isEmpty()) {
      throw error(
          "directory \"%s\" exists but is not empty".formatted(given),
          "If you want to create a new database system, either remove or empty the directory"
              + " \"%s\" or run initdb with an argument other than \"%s\"."
                  .formatted(given, given));
    }
    step(
        "fixing permissions on existing directory " + given,
        () -> {
          Files.setPosixFilePermissions(directory, mode);
          madeDirectory = true;
        });
  }

  private static List<Path> children(Path directory) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      entries.forEach(children::add);
    }
    return children;
  }

  private void createSubdirectories(Path directory) throws IOException {
    String wal = options.value("-X", null);
    if (wal != null) {
      Path target = Path.of(wal);
      Files.createDirectories(target);
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwx------"));
      Files.createSymbolicLink(directory.resolve("pg_wal"), target.toAbsolutePath());
    }
    for (String name : ConfigTemplates.directories()) {
      Files.createDirectories(directory.resolve(name));
    }
  }

  private static void write(Path directory, String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text, StandardCharsets.UTF_8);
  }

  /** After a failure nothing of the half-made cluster stays. */
  private void cleanUp(String given, Path directory) throws IOException {
    if (!madeDirectory) {
      return;
    }
    out.println();
    if (options.has("-n")) {
      err.println("initdb: data directory \"" + given + "\" not removed at user's request");
      return;
    }
    err.println("initdb: removing contents of data directory \"" + given + "\"");
    for (Path child : children(directory)) {
      TreeSync.delete(child);
    }
  }

  private void instruct(String given) {
    if (options.has("--no-instructions")) {
      return;
    }
    String pgCtl = System.getProperty("postern.scripts", "");
    out.println("\nSuccess. You can now start the database server using:\n");
    out.println(
        "    %spg_ctl -D %s -l logfile start\n"
            .formatted(pgCtl.isEmpty() ? "" : pgCtl + "/", given));
  }
}
