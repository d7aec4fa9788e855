package org.postern.server.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.postern.executor.catalog.SystemTables;
import org.postern.executor.catalog.bootstrap.Bootstrap;
import org.postern.executor.session.BackendServices;
import org.postern.executor.session.DatabaseContext;
import org.postern.executor.session.Session;
import org.postern.executor.session.guc.GucSetting;
import org.postern.executor.session.guc.GucState;
import org.postern.protocol.auth.HbaFile;
import org.postern.protocol.auth.HbaIncludes;
import org.postern.server.launch.ChildContext;
import org.postern.server.launch.ProcessKind;
import org.postern.server.log.LogSettings;
import org.postern.storage.proc.ProcSlot;
import org.postern.storage.proc.ProcSlots;

/**
 * What the sessions of one backend process share: storage, warm catalogs, settings and the rules of
 * pg_hba.conf.
 */
public final class BackendEngine {
  private static final int DEFAULT_AUTHENTICATION_SECONDS = 60;

  private final ChildContext context;
  private final long started = SessionMonitor.now();
  private final BackendServices services;
  private final ProcSlot slot;
  private final Session.Code code;
  private final SessionSetup setup;
  private final Supplier<GucState> settings;
  private final SystemTables tables = SystemTables.load();
  private final Map<Integer, DatabaseContext> databases = new HashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final ProcSlots slots;
  private final SessionTimers timers;
  private volatile List<GucSetting> serverSettings;
  private volatile Set<String> pendingRestart;
  private DatabaseContext current;

  /** Completes a new session with what lies above the executor. */
  @FunctionalInterface
  public interface SessionSetup {
    void prepare(Session session);
  }

  /** {@code settings} makes a fresh state under the server's configuration. */
  public BackendEngine(
      ChildContext context,
      BackendServices services,
      ProcSlot slot,
      Session.Code code,
      SessionSetup setup,
      Supplier<GucState> settings) {
    this.context = context;
    this.services = services;
    this.slot = slot;
    this.code = code;
    this.setup = setup;
    this.settings = settings;
    this.slots = new ProcSlots(slot.memory());
    this.timers = new SessionTimers(slot.interrupts());
    this.serverSettings = context.parameters().settings();
    slot.activity().unconnected(BackendProcess.SPARE, started);
  }

  ChildContext context() {
    return context;
  }

  BackendServices services() {
    return services;
  }

  ProcSlot slot() {
    return slot;
  }

  Session.Code code() {
    return code;
  }

  SessionSetup setup() {
    return setup;
  }

  /** Seconds a client has for logging in. */
  int authenticationTimeoutSeconds() {
    for (GucSetting setting : serverSettings) {
      if (setting.name().equals("authentication_timeout")) {
        return newSettings().integer("authentication_timeout");
      }
    }
    return DEFAULT_AUTHENTICATION_SECONDS;
  }

  /** Microseconds since 2000-01-01: when this process began to work. */
  long started() {
    return started;
  }

  /** The log follows the server's settings. */
  void configureLog(GucState state) {
    context.log().configure(LogSettings.of(name -> state.get(name).text()));
  }

  SessionTimers timers() {
    return timers;
  }

  /** Counts client connections of a database and of a role, this one included; 0 is any. */
  int connections(int database, int role) {
    int count = 0;
    for (int i = 0; i < slots.count(); i++) {
      boolean counts =
          !slots.isFree(i)
              && slots.kind(i) == ProcessKind.BACKEND.number()
              && (database == 0 || slots.databaseOid(i) == database)
              && (role == 0 || slots.roleOid(i) == role);
      count += counts ? 1 : 0;
    }
    return count;
  }

  SecureRandom random() {
    return random;
  }

  /** Settings for a new session: the server's, nothing of an earlier client's. */
  GucState newSettings() {
    GucState state = settings.get();
    state.apply(serverSettings, true);
    markPendingRestart(state);
    return state;
  }

  /** Takes over a reload, for sessions to come; the present one is told by itself. */
  public void reload(List<GucSetting> newSettings) {
    serverSettings = newSettings;
  }

  /** Parameters whose new values wait for a restart. */
  public void pendingRestart(List<String> names) {
    Set<String> keys = new HashSet<>();
    names.forEach(name -> keys.add(name.toLowerCase(Locale.ROOT)));
    pendingRestart = keys;
  }

  void markPendingRestart(GucState state) {
    if (pendingRestart != null) {
      state.markPendingRestart(pendingRestart);
    }
  }

  List<GucSetting> serverSettings() {
    return serverSettings;
  }

  /** The catalogs of a database. */
  DatabaseContext database(int oid) {
    current = databases.computeIfAbsent(oid, o -> new DatabaseContext(o, tables, services));
    return current;
  }

  /** The catalogs in use last, for the tables that all databases share. */
  DatabaseContext anyDatabase() {
    return current != null ? current : database(Bootstrap.TEMPLATE1);
  }

  /** Reads pg_hba.conf as it is now. */
  HbaFile.Parsed hba() throws IOException {
    Path path = context.parameters().dataDirectory().resolve("pg_hba.conf");
    return HbaFile.parse(path.toString(), Files.readString(path), HbaIncludes.none());
  }
}
