package org.postern.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.postern.executor.session.guc.GucCatalog;
import org.postern.executor.session.guc.GucCheck;
import org.postern.executor.session.guc.GucChecks;
import org.postern.executor.session.guc.GucContext;
import org.postern.executor.session.guc.GucParser;
import org.postern.executor.session.guc.GucSetting;
import org.postern.executor.session.guc.GucSource;
import org.postern.executor.session.guc.GucState;
import org.postern.executor.session.guc.GucVariable;
import org.postern.server.log.ServerLog;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * The configuration of a server: the command line, then postgresql.conf, then postgresql.auto.conf,
 * each parameter taken from the strongest of them. The children get {@link #settings} and read no
 * file themselves.
 */
public final class ServerConfig {
  private static final String AUTO_FILE = "postgresql.auto.conf";

  private final Path dataDirectory;
  private final Path configFile;
  private final List<GucSetting> commandLine;
  private final String commandLineText;
  private final GucState state;
  private List<GucSetting> settings = List.of();

  private ServerConfig(
      Path dataDirectory, Path configFile, List<GucSetting> commandLine, String commandLineText) {
    this.dataDirectory = dataDirectory;
    this.configFile = configFile;
    this.commandLine = List.copyOf(commandLine);
    this.commandLineText = commandLineText;
    this.state = new GucState(GucCatalog.load(), new GucParser(GucChecks.builtIn()));
  }

  /**
   * Configures a server that is about to start. The first error of the command line is thrown; all
   * errors of the files are logged and then one is thrown.
   *
   * @param commandLine name and value pairs, the last of equal names wins
   * @param commandLineText the command as the user gave it, for postmaster.opts
   */
  public static ServerConfig load(
      Path directory, List<GucSetting> commandLine, String commandLineText, ServerLog log) {
    GucState probe = new GucState(GucCatalog.load(), new GucParser(GucChecks.builtIn()));
    for (GucSetting setting : commandLine) {
      asFatal(() -> probe.apply(List.of(setting), true));
    }
    String file = probe.text("config_file");
    Path configFile =
        file.isEmpty() ? directory.resolve("postgresql.conf") : directory.resolve(file);
    ServerConfig config = new ServerConfig(directory, configFile, commandLine, commandLineText);
    config.readAtStart(log);
    return config;
  }

  private static void asFatal(Runnable action) {
    try {
      action.run();
    } catch (SqlException e) {
      SqlException fatal = SqlException.fatal(e.state(), "%s", e.getMessage());
      if (e.hint() != null) {
        fatal.withHint("%s", e.hint());
      }
      throw fatal;
    }
  }

  private void readAtStart(ServerLog log) {
    List<String> errors = new ArrayList<>();
    List<GucSetting> found = readFiles(errors, log, true);
    if (!errors.isEmpty()) {
      errors.forEach(log::log);
      throw SqlException.fatal(
          SqlState.CONFIG_FILE_ERROR, "configuration file \"%s\" contains errors", configFile);
    }
    List<GucSetting> all = new ArrayList<>(commandLine);
    all.addAll(found);
    all.addAll(derived(found));
    settings = List.copyOf(all);
    state.apply(settings, true);
  }

  /** What follows from where things are; nobody can set these otherwise. */
  private List<GucSetting> derived(List<GucSetting> found) {
    List<GucSetting> derived = new ArrayList<>();
    derived.add(override("data_directory", dataDirectory.toString()));
    derived.add(override("config_file", configFile.toString()));
    Set<String> given = new HashSet<>();
    found.forEach(s -> given.add(key(s.name())));
    commandLine.forEach(s -> given.add(key(s.name())));
    for (String[] file :
        new String[][] {{"hba_file", "pg_hba.conf"}, {"ident_file", "pg_ident.conf"}}) {
      if (!given.contains(file[0])) {
        derived.add(override(file[0], dataDirectory.resolve(file[1]).toString()));
      }
    }
    return derived;
  }

  private static GucSetting override(String name, String value) {
    return new GucSetting(name, value, GucSource.OVERRIDE);
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The file's settings, the last of each name; errors of grammar, names and values go aside. */
  private List<GucSetting> readFiles(List<String> errors, ServerLog log, boolean starting) {
    ConfigFileReader reader = new ConfigFileReader(log::log);
    reader.read(configFile, true);
    reader.read(dataDirectory.resolve(AUTO_FILE), false);
    errors.addAll(reader.errors());
    Map<String, GucSetting> byName = new LinkedHashMap<>();
    for (ConfigLine line : reader.lines()) {
      if (state.find(line.name()) == null && line.name().indexOf('.') < 0) {
        errors.add(
            "unrecognized configuration parameter \"%s\" in file \"%s\" line %d"
                .formatted(line.name(), line.file(), line.line()));
        continue;
      }
      byName.remove(key(line.name()));
      byName.put(
          key(line.name()),
          new GucSetting(line.name(), line.value(), GucSource.FILE, line.file(), line.line()));
    }
    if (errors.isEmpty() && starting) {
      for (GucSetting setting : byName.values()) {
        String error = valueError(setting);
        if (error != null) {
          errors.add(error);
        }
      }
    }
    return List.copyOf(byName.values());
  }

  /** What is wrong with a setting, or null. */
  private String valueError(GucSetting setting) {
    GucVariable variable = state.find(setting.name());
    if (variable == null) {
      return null;
    }
    if (variable.definition().context() == GucContext.INTERNAL) {
      return "parameter \"%s\" cannot be changed".formatted(variable.definition().name());
    }
    try {
      state.validate(setting.name(), setting.value());
      return null;
    } catch (SqlException e) {
      return e.getMessage();
    }
  }

  /**
   * Reads the files again. Settings with errors, or that only a restart could change, keep their
   * old values. False: nothing at all was applied.
   */
  public boolean reload(ServerLog log) {
    List<String> errors = new ArrayList<>();
    List<GucSetting> found = readFiles(errors, log, false);
    if (!errors.isEmpty()) {
      errors.forEach(log::log);
      log.log(
          "configuration file \"%s\" contains errors; no changes were applied"
              .formatted(configFile));
      return false;
    }
    Reload reload = new Reload(log);
    List<GucSetting> next = new ArrayList<>();
    for (GucSetting setting : settings) {
      if (setting.source() != GucSource.FILE) {
        next.add(setting);
      }
    }
    Map<String, GucSetting> old = new LinkedHashMap<>();
    settings.stream()
        .filter(s -> s.source() == GucSource.FILE)
        .forEach(s -> old.put(key(s.name()), s));
    for (GucSetting setting : found) {
      GucSetting kept = reload.choose(setting, old.remove(key(setting.name())));
      if (kept != null) {
        next.add(kept);
      }
    }
    old.values().forEach(gone -> reload.removed(gone, next));
    settings = List.copyOf(next);
    state.apply(settings, false);
    state.markPendingRestart(reload.pendingRestart);
    if (reload.errors) {
      log.log(
          "configuration file \"%s\" contains errors; unaffected changes were applied"
              .formatted(configFile));
    }
    return true;
  }

  /** One reload's judgement of each setting. */
  private final class Reload {
    private final ServerLog log;
    private final Set<String> pendingRestart = new HashSet<>();
    private boolean errors;

    Reload(ServerLog log) {
      this.log = log;
    }

    /** The setting to use: the new one, the old one, or null for none. */
    GucSetting choose(GucSetting setting, GucSetting old) {
      String error = valueError(setting);
      if (error != null) {
        log.log(error);
        errors = true;
        return old;
      }
      GucVariable variable = state.find(setting.name());
      if (variable == null) {
        return setting;
      }
      String wanted = state.validate(setting.name(), setting.value()).text();
      boolean outranked = variable.source().compareTo(GucSource.FILE) > 0;
      boolean same = outranked || wanted.equals(variable.text());
      if (same) {
        return setting;
      }
      if (variable.definition().context() == GucContext.POSTMASTER) {
        needsRestart(variable);
        return old;
      }
      log.log(
          "parameter \"%s\" changed to \"%s\""
              .formatted(variable.definition().name(), setting.value()));
      return setting;
    }

    void removed(GucSetting gone, List<GucSetting> next) {
      GucVariable variable = state.find(gone.name());
      if (variable != null && variable.definition().context() == GucContext.POSTMASTER) {
        needsRestart(variable);
        next.add(gone);
      } else {
        log.log(
            "parameter \"%s\" removed from configuration file, reset to default"
                .formatted(gone.name()));
      }
    }

    private void needsRestart(GucVariable variable) {
      String name = variable.definition().name();
      log.log("parameter \"%s\" cannot be changed without restarting the server".formatted(name));
      pendingRestart.add(key(name));
      errors = true;
    }
  }

  /** Parameters that have another value in the files, which only a restart brings into force. */
  public List<String> pendingRestart() {
    List<String> names = new ArrayList<>();
    for (GucVariable variable : state.all()) {
      if (variable.pendingRestart()) {
        names.add(variable.definition().name());
      }
    }
    return names;
  }

  /** The settings that children get: all that differ from the built-in defaults. */
  public List<GucSetting> settings() {
    return settings;
  }

  public Path dataDirectory() {
    return dataDirectory;
  }

  /** The line for postmaster.opts. */
  public String commandLine() {
    return commandLineText;
  }

  public int integer(String name) {
    return state.integer(name);
  }

  public boolean bool(String name) {
    return state.bool(name);
  }

  public String text(String name) {
    return state.text(name);
  }

  /** As {@code postgres -C} prints it. */
  public String show(String name) {
    return state.get(name).text();
  }

  /** The elements of a comma-separated parameter of names. */
  public List<String> list(String name) {
    return split(name, false);
  }

  /** The elements of a comma-separated parameter of paths. */
  public List<String> directories(String name) {
    return split(name, true);
  }

  private List<String> split(String name, boolean paths) {
    String text = state.text(name);
    try {
      return paths ? GucChecks.splitDirectories(text) : GucChecks.splitIdentifiers(text);
    } catch (GucCheck.Rejected e) {
      throw SqlException.fatal(
          SqlState.INVALID_PARAMETER_VALUE, "invalid list syntax in parameter \"%s\"", name);
    }
  }

  /** As version() answers. */
  public String versionText() {
    return "PostgreSQL %s on %s, compiled by Java %s, 64-bit"
        .formatted(
            state.text("server_version"),
            System.getProperty("os.arch") + "-" + System.getProperty("os.name"),
            Runtime.version());
  }
}
