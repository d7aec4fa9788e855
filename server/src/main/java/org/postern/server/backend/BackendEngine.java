package org.postern.server.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.postern.storage.proc.ProcSlot;

/**
 * What the sessions of one backend process share: storage, warm catalogs, settings and the rules of
 * pg_hba.conf.
 */
public final class BackendEngine {
  private final ChildContext context;
  private final BackendServices services;
  private final ProcSlot slot;
  private final Session.Code code;
  private final SessionSetup setup;
  private final Supplier<GucState> settings;
  private final SystemTables tables = SystemTables.load();
  private final Map<Integer, DatabaseContext> databases = new HashMap<>();
  private final SecureRandom random = new SecureRandom();
  private volatile List<GucSetting> serverSettings;
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
    this.serverSettings = context.parameters().settings();
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

  SecureRandom random() {
    return random;
  }

  /** Settings for a new session: the server's, nothing of an earlier client's. */
  GucState newSettings() {
    GucState state = settings.get();
    state.apply(serverSettings, true);
    return state;
  }

  /** Takes over a reload; sessions that run see it at their next command. */
  public void reload(List<GucSetting> newSettings) {
    serverSettings = newSettings;
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
