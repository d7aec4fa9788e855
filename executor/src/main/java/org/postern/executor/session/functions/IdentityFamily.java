package org.postern.executor.session.functions;

import static org.postern.executor.functions.Fn.fn;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.functions.Fn;
import org.postern.executor.functions.FunctionFamily;
import org.postern.executor.functions.FunctionImpl;
import org.postern.executor.session.Session;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.network.NetworkInput;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Who is connected to what, the server's version, and the transaction's identity.
 *
 * <p>Source: PostgreSQL documentation, section 9.26 "System Information Functions and Operators".
 */
final class IdentityFamily implements FunctionFamily {
  static final String VERSION =
      "PostgreSQL 15.18 (Postern 0.1.0) on x86_64-pc-linux-gnu, compiled by javac, 64-bit";

  private final Session session;
  private final ServerInfo server;

  IdentityFamily(Session session, ServerInfo server) {
    this.session = session;
    this.server = server;
  }

  @Override
  public FunctionImpl lookup(String prosrc) {
    FunctionImpl impl = names(prosrc);
    if (impl == null) {
      impl = backend(prosrc);
    }
    return impl == null ? transaction(prosrc) : impl;
  }

  private FunctionImpl names(String prosrc) {
    return switch (prosrc) {
      case "pgsql_version" -> fn((a, c) -> Slice.utf8(VERSION));
      case "current_database" -> fn((a, c) -> Slice.utf8(session.identity().database()));
      case "current_user" -> fn((a, c) -> Slice.utf8(session.roles().currentName()));
      case "session_user" -> fn((a, c) -> Slice.utf8(session.roles().sessionName()));
      case "current_schema" -> fn((a, c) -> currentSchema());
      case "current_schemas" -> fn((a, c) -> currentSchemas((Long) a[0] != 0));
      case "pg_client_encoding" ->
          fn((a, c) -> Slice.utf8(session.settings().text("client_encoding")));
      case "getdatabaseencoding" -> fn((a, c) -> Slice.utf8("UTF8"));
      case "pg_my_temp_schema" -> fn((a, c) -> Integer.toUnsignedLong(session.temporary().oid()));
      case "pg_is_other_temp_schema" -> fn((a, c) -> Fn.bool(false));
      default -> null;
    };
  }

  private Object currentSchema() {
    List<Integer> listed = session.searchPath().listed();
    return listed.isEmpty() ? null : schemaName(listed.getFirst());
  }

  private Slice schemaName(int oid) {
    return Slice.utf8(session.database().catalog().namespaceName(oid));
  }

  private Object currentSchemas(boolean implicit) {
    List<Integer> schemas =
        implicit ? session.searchPath().effective() : session.searchPath().listed();
    List<Slice> names = new ArrayList<>();
    schemas.forEach(oid -> names.add(schemaName(oid)));
    return ArrayValue.of(TypeOid.NAME, names.toArray());
  }

  private FunctionImpl backend(String prosrc) {
    return switch (prosrc) {
      case "pg_backend_pid" -> fn((a, c) -> (long) session.identity().processId());
      case "inet_client_port" ->
          fn((a, c) ->
              session.identity().clientAddress() == null
                  ? null
                  : Long.valueOf(session.identity().clientPort()));
      case "inet_server_port" ->
          fn((a, c) ->
              session.identity().serverAddress() == null
                  ? null
                  : Long.valueOf(session.identity().serverPort()));
      case "inet_client_addr" -> fn((a, c) -> address(session.identity().clientAddress()));
      case "inet_server_addr" -> fn((a, c) -> address(session.identity().serverAddress()));
      case "pg_is_in_recovery" -> fn((a, c) -> Fn.bool(server.inRecovery()));
      case "pg_postmaster_start_time" -> fn((a, c) -> server.startTime());
      case "pg_conf_load_time" -> fn((a, c) -> server.configurationLoadTime());
      case "pg_reload_conf" -> fn((a, c) -> Fn.bool(server.reload()));
      case "pg_sleep" -> fn((a, c) -> sleep((Double) a[0]));
      case "pg_trigger_depth" -> fn((a, c) -> 0L);
      case "pg_listening_channels" -> Fn.set((a, c) -> java.util.Collections.emptyIterator());
      case "pg_current_wal_lsn", "pg_current_wal_insert_lsn", "pg_current_wal_flush_lsn" ->
          fn((a, c) -> server.walPosition());
      default -> null;
    };
  }

  private static Object address(String numeric) {
    return numeric == null ? null : NetworkInput.parse(numeric, false);
  }

  private Object sleep(double seconds) {
    server.sleep(seconds);
    return Fn.VOID;
  }

  private FunctionImpl transaction(String prosrc) {
    return switch (prosrc) {
      case "pg_current_xact_id" -> fn((a, c) -> session.transactions().topXid());
      case "pg_current_xact_id_if_assigned" ->
          fn((a, c) -> {
            long xid = session.transactions().topXidIfAny();
            return xid == 0 ? null : Long.valueOf(xid);
          });
      case "xid_age", "mxid_age" -> fn((a, c) -> 0L);
      case "statement_timestamp" -> fn((a, c) -> session.types().transactionTimestamp());
      case "pg_export_snapshot" ->
          fn((a, c) -> {
            throw SqlException.notSupported("pg_export_snapshot");
          });
      case "pg_notify" ->
          fn((a, c) -> {
            throw SqlException.error(SqlState.FEATURE_NOT_SUPPORTED, "NOTIFY is not supported");
          });
      default -> null;
    };
  }
}
