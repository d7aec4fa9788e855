package org.postern.server.backend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.protocol.auth.HbaFile;
import org.postern.protocol.auth.HbaLine;
import org.postern.protocol.auth.HbaMethod;
import org.postern.protocol.auth.HbaRequest;
import org.postern.protocol.auth.ScramServer;
import org.postern.protocol.auth.ScramVerifier;
import org.postern.protocol.startup.StartupParameters;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.LockMode;
import org.postern.storage.lock.LockTag;
import org.postern.storage.lock.WaitPolicy;
import org.postern.storage.transam.IsolationLevel;
import org.postern.storage.transam.TransactionManager;

/**
 * Decides whether a client may come in: the line of pg_hba.conf that matches, the role and database
 * it names, and the password exchange.
 *
 * <p>Source: PostgreSQL documentation, "Client Authentication".
 */
final class Login {
  private static final int DATABASE_CATALOG = 1262;

  private final BackendEngine engine;
  private final StartupParameters parameters;
  private final InetAddress client;
  private Role role;
  private int databaseOid;
  private List<LoginRights.Setting> settings = List.of();

  private record Role(
      int oid,
      boolean superuser,
      boolean canLogin,
      int connectionLimit,
      String password,
      long validUntil) {}

  /** What the client must do now. */
  enum Demand {
    NOTHING,
    SCRAM,
    CLEARTEXT
  }

  Login(BackendEngine engine, StartupParameters parameters, InetSocketAddress client) {
    this.engine = engine;
    this.parameters = parameters;
    this.client = client == null ? null : client.getAddress();
  }

  /** Finds the rule for this client; throws 28000 where it refuses. */
  Demand begin() {
    role = inTransaction(this::lookUp);
    HbaFile.Parsed parsed;
    try {
      parsed = engine.hba();
    } catch (IOException e) {
      throw SqlException.fatal(SqlState.CONFIG_FILE_ERROR, "could not load pg_hba.conf");
    }
    if (!(parsed instanceof HbaFile.Parsed.Loaded loaded)) {
      throw SqlException.fatal(SqlState.CONFIG_FILE_ERROR, "could not load pg_hba.conf");
    }
    HbaRequest request =
        new HbaRequest(
            client,
            HbaRequest.Encryption.NONE,
            parameters.user(),
            parameters.database(),
            parameters.replication(),
            this::isMember,
            List.of());
    Optional<HbaLine> line = loaded.file().match(request);
    if (line.isEmpty()) {
      throw refusal("no pg_hba.conf entry for host \"%s\", user \"%s\", database \"%s\", %s");
    }
    HbaMethod method = line.get().method();
    return switch (method.keyword()) {
      case "trust" -> Demand.NOTHING;
      case "reject" ->
          throw refusal(
              "pg_hba.conf rejects connection for host \"%s\", user \"%s\", database \"%s\", %s");
      case "scram-sha-256", "md5" -> Demand.SCRAM;
      case "password" -> Demand.CLEARTEXT;
      case "peer" -> {
        if (System.getProperty("user.name").equals(parameters.user())) {
          yield Demand.NOTHING;
        }
        throw SqlException.fatal(
            SqlState.INVALID_AUTHORIZATION_SPECIFICATION,
            "Peer authentication failed for user \"%s\"",
            parameters.user());
      }
      default ->
          throw SqlException.fatal(
              SqlState.FEATURE_NOT_SUPPORTED,
              "authentication method \"%s\" is not supported",
              method.keyword());
    };
  }

  private SqlException refusal(String format) {
    return SqlException.fatal(
        SqlState.INVALID_AUTHORIZATION_SPECIFICATION,
        format,
        client == null ? "[local]" : client.getHostAddress(),
        parameters.user(),
        parameters.database(),
        "no encryption");
  }

  /** Runs a look at the shared catalogs in a transaction of its own. */
  private <T> T inTransaction(Supplier<T> look) {
    TransactionManager transactions = engine.services().transam().transactions();
    transactions.begin(IsolationLevel.READ_COMMITTED, true);
    try {
      engine.anyDatabase().activate(engine.services());
      return look.get();
    } finally {
      transactions.abort();
    }
  }

  private Catalog catalog() {
    return engine.anyDatabase().catalog();
  }

  /** Reads the role. */
  private Role lookUp() {
    CatalogRow row =
        catalog().row("pg_authid", CatalogIndexes.AUTHID_NAME, Catalog.name(parameters.user()));
    if (row == null) {
      return null;
    }
    return new Role(
        row.oid("oid"),
        row.bool("rolsuper"),
        row.bool("rolcanlogin"),
        row.integer("rolconnlimit"),
        row.text("rolpassword"),
        row.isNull("rolvaliduntil") ? Long.MAX_VALUE : (Long) row.get("rolvaliduntil"));
  }

  private CatalogRow database() {
    return catalog()
        .row("pg_database", CatalogIndexes.DATABASE_NAME, Catalog.name(parameters.database()));
  }

  private boolean isMember(String user, String group) {
    return inTransaction(() -> new LoginRights(catalog()).isMember(user, group));
  }

  /** The secret to check passwords with; none where there is none or it has expired. */
  private String password() {
    return role == null || role.validUntil() < SessionMonitor.now() ? null : role.password();
  }

  /** The exchange for this user; one that cannot succeed where there is no verifier. */
  ScramServer scram() {
    Optional<ScramVerifier> verifier =
        password() == null ? Optional.empty() : ScramVerifier.parse(password());
    return verifier.isPresent()
        ? ScramServer.of(verifier.get(), engine.random())
        : ScramServer.mock(parameters.user(), mockSecret(), engine.random());
  }

  /** Stable for an installation, so that an unknown user looks like a known one. */
  private byte[] mockSecret() {
    return engine
        .context()
        .parameters()
        .dataDirectory()
        .toAbsolutePath()
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Whether a cleartext password is the right one. */
  boolean passwordMatches(byte[] password) {
    return password() != null
        && ScramVerifier.parse(password())
            .map(verifier -> verifier.matches(password))
            .orElse(false);
  }

  SqlException failed() {
    return SqlException.fatal(
        SqlState.INVALID_PASSWORD,
        "password authentication failed for user \"%s\"",
        parameters.user());
  }

  /**
   * Role and database must exist and admit the client, in PostgreSQL's order. The slot names both
   * before connections are counted, so that of two that come together one sees the other.
   */
  void finish(boolean reservedOnly) {
    inTransaction(() -> {
      checkRole(reservedOnly);
      checkDatabase();
      settings = new LoginRights(catalog()).settings(databaseOid, role.oid());
      return null;
    });
  }

  private void checkRole(boolean reservedOnly) {
    if (role == null) {
      throw SqlException.fatal(
          SqlState.INVALID_AUTHORIZATION_SPECIFICATION,
          "role \"%s\" does not exist",
          parameters.user());
    }
    if (!role.canLogin()) {
      throw SqlException.fatal(
          SqlState.INVALID_AUTHORIZATION_SPECIFICATION,
          "role \"%s\" is not permitted to log in",
          parameters.user());
    }
    engine.slot().roleOid(role.oid());
    int limit = role.connectionLimit();
    if (!role.superuser() && limit >= 0 && engine.connections(0, role.oid()) > limit) {
      throw SqlException.fatal(
          SqlState.TOO_MANY_CONNECTIONS, "too many connections for role \"%s\"", parameters.user());
    }
    if (reservedOnly && !role.superuser()) {
      throw SqlException.fatal(
          SqlState.TOO_MANY_CONNECTIONS,
          "remaining connection slots are reserved for non-replication superuser connections");
    }
  }

  private void checkDatabase() {
    CatalogRow row = database();
    if (row == null) {
      throw missingDatabase();
    }
    databaseOid = row.oid("oid");
    engine
        .services()
        .locks()
        .acquire(
            LockTag.object(0, DATABASE_CATALOG, databaseOid, 0),
            LockMode.ROW_EXCLUSIVE,
            false,
            WaitPolicy.BLOCK);
    engine.slot().databaseOid(databaseOid);
    engine.anyDatabase().invalidation().accept();
    row = database();
    if (row == null || row.oid("oid") != databaseOid) {
      throw missingDatabase().withDetail("It seems to have just been dropped or renamed.");
    }
    if (!row.bool("datallowconn")) {
      throw SqlException.fatal(
          SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
          "database \"%s\" is not currently accepting connections",
          parameters.database());
    }
    if (!role.superuser() && !new LoginRights(catalog()).mayConnect(role.oid(), row)) {
      throw SqlException.fatal(
              SqlState.INSUFFICIENT_PRIVILEGE,
              "permission denied for database \"%s\"",
              parameters.database())
          .withDetail("User does not have CONNECT privilege.");
    }
    int limit = row.integer("datconnlimit");
    if (!role.superuser() && limit >= 0 && engine.connections(databaseOid, 0) > limit) {
      throw SqlException.fatal(
          SqlState.TOO_MANY_CONNECTIONS,
          "too many connections for database \"%s\"",
          parameters.database());
    }
  }

  private SqlException missingDatabase() {
    return SqlException.fatal(
        SqlState.UNDEFINED_DATABASE, "database \"%s\" does not exist", parameters.database());
  }

  /** What ALTER ROLE and ALTER DATABASE have set for this client. */
  List<LoginRights.Setting> settings() {
    return settings;
  }

  int roleOid() {
    return role.oid();
  }

  boolean superuser() {
    return role.superuser();
  }

  int databaseOid() {
    return databaseOid;
  }
}
