package org.postern.server.backend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.session.DatabaseContext;
import org.postern.protocol.auth.HbaFile;
import org.postern.protocol.auth.HbaLine;
import org.postern.protocol.auth.HbaMethod;
import org.postern.protocol.auth.HbaRequest;
import org.postern.protocol.auth.ScramServer;
import org.postern.protocol.auth.ScramVerifier;
import org.postern.protocol.startup.StartupParameters;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.transam.IsolationLevel;
import org.postern.storage.transam.TransactionManager;

/**
 * Decides whether a client may come in: the line of pg_hba.conf that matches, the role and database
 * it names, and the password exchange.
 *
 * <p>Source: PostgreSQL documentation, "Client Authentication".
 */
final class Login {
  private final BackendEngine engine;
  private final StartupParameters parameters;
  private final InetAddress client;
  private Role role;
  private int databaseOid;

  private record Role(int oid, boolean superuser, boolean canLogin, String password) {}

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
    lookUp();
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
            (user, group) -> user.equals(group),
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

  /** Reads role and database from the shared catalogs. */
  private void lookUp() {
    DatabaseContext shared = engine.anyDatabase();
    TransactionManager transactions = engine.services().transam().transactions();
    transactions.begin(IsolationLevel.READ_COMMITTED, true);
    try {
      shared.activate(engine.services());
      Catalog catalog = shared.catalog();
      CatalogRow row =
          catalog.row("pg_authid", CatalogIndexes.AUTHID_NAME, Catalog.name(parameters.user()));
      if (row != null) {
        role =
            new Role(
                row.oid("oid"),
                row.bool("rolsuper"),
                row.bool("rolcanlogin"),
                row.text("rolpassword"));
      }
      CatalogRow database =
          catalog.row(
              "pg_database", CatalogIndexes.DATABASE_NAME, Catalog.name(parameters.database()));
      if (database != null) {
        databaseOid = database.oid("oid");
        if (!database.bool("datallowconn")) {
          throw SqlException.fatal(
              SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
              "database \"%s\" is not currently accepting connections",
              parameters.database());
        }
      }
    } finally {
      transactions.abort();
    }
  }

  /** The exchange for this user; one that cannot succeed where there is no verifier. */
  ScramServer scram() {
    Optional<ScramVerifier> verifier =
        role == null || role.password() == null
            ? Optional.empty()
            : ScramVerifier.parse(role.password());
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
    return role != null
        && role.password() != null
        && ScramVerifier.parse(role.password())
            .map(verifier -> verifier.matches(password))
            .orElse(false);
  }

  SqlException failed() {
    return SqlException.fatal(
        SqlState.INVALID_PASSWORD,
        "password authentication failed for user \"%s\"",
        parameters.user());
  }

  /** Role and database must exist and admit the client. */
  void finish(boolean reservedOnly) {
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
    if (reservedOnly && !role.superuser()) {
      throw SqlException.fatal(
          SqlState.TOO_MANY_CONNECTIONS,
          "remaining connection slots are reserved for non-replication superuser connections");
    }
    if (databaseOid == 0) {
      throw SqlException.fatal(
          SqlState.UNDEFINED_DATABASE, "database \"%s\" does not exist", parameters.database());
    }
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
