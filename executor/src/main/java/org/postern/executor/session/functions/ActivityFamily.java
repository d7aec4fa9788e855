package org.postern.executor.session.functions;

import static org.postern.executor.functions.Fn.f1;
import static org.postern.executor.functions.Fn.f2;
import static org.postern.executor.functions.Fn.set;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.postern.executor.functions.Fn;
import org.postern.executor.functions.FunctionFamily;
import org.postern.executor.functions.FunctionImpl;
import org.postern.executor.session.Session;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.RowValue;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.network.NetworkInput;
import org.postern.storage.error.Severity;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.LockStatus;
import org.postern.storage.lock.LockTag;
import org.postern.storage.proc.ActivitySnapshot;

/**
 * The server's processes and locks, and signals to backends.
 *
 * <p>Source: PostgreSQL documentation, section 28.2 "The Cumulative Statistics System" and 9.27.2
 * "Server Signaling Functions".
 */
final class ActivityFamily implements FunctionFamily {
  private static final int[] ACTIVITY = {
    TypeOid.OID,
    TypeOid.INT4,
    TypeOid.OID,
    TypeOid.TEXT,
    TypeOid.TEXT,
    TypeOid.TEXT,
    TypeOid.TEXT,
    TypeOid.TEXT,
    TypeOid.TIMESTAMPTZ,
    TypeOid.TIMESTAMPTZ,
    TypeOid.TIMESTAMPTZ,
    TypeOid.TIMESTAMPTZ,
    TypeOid.INET,
    TypeOid.TEXT,
    TypeOid.INT4,
    TypeOid.XID,
    TypeOid.XID,
    TypeOid.TEXT,
    TypeOid.BOOL,
    TypeOid.TEXT,
    TypeOid.TEXT,
    TypeOid.INT4,
    TypeOid.TEXT,
    TypeOid.NUMERIC,
    TypeOid.TEXT,
    TypeOid.BOOL,
    TypeOid.TEXT,
    TypeOid.BOOL,
    TypeOid.INT4,
    TypeOid.INT8
  };
  private static final int[] LOCK = {
    TypeOid.TEXT, TypeOid.OID, TypeOid.OID, TypeOid.INT4, TypeOid.INT2, TypeOid.TEXT, TypeOid.XID,
    TypeOid.OID, TypeOid.OID, TypeOid.INT2, TypeOid.TEXT, TypeOid.INT4, TypeOid.TEXT, TypeOid.BOOL,
    TypeOid.BOOL, TypeOid.TIMESTAMPTZ
  };

  private final Session session;
  private final ServerInfo server;
  private final RoleRights rights;

  ActivityFamily(Session session, ServerInfo server) {
    this.session = session;
    this.server = server;
    this.rights = new RoleRights(session);
  }

  @Override
  public FunctionImpl lookup(String prosrc) {
    return switch (prosrc) {
      case "pg_stat_get_activity" -> set((a, c) -> activity((Long) a[0]));
      case "pg_lock_status" -> set((a, c) -> locks());
      case "pg_blocking_pids" -> f1(a -> blocking(((Long) a).intValue()));
      case "pg_cancel_backend" -> f1(a -> signal((Long) a, false));
      case "pg_terminate_backend" -> f2((a, b) -> terminate((Long) a, (Long) b));
      default -> null;
    };
  }

  private Long signal(long pid, boolean terminate) {
    Integer role = server.roleOf((int) pid);
    if (role != null) {
      requireSignalRight(role, terminate);
    }
    boolean sent = role != null && server.signal((int) pid, terminate);
    if (!sent) {
      session
          .notices()
          .report(
              Severity.WARNING,
              SqlException.error(
                  SqlState.WARNING, "PID %s is not a PostgreSQL backend process", pid));
    }
    return Fn.bool(sent);
  }

  private void requireSignalRight(int role, boolean terminate) {
    if (rights.isSuperuser(role) && !session.identity().superuser()) {
      throw SqlException.error(
          SqlState.INSUFFICIENT_PRIVILEGE,
          terminate
              ? "must be a superuser to terminate superuser process"
              : "must be a superuser to cancel superuser query");
    }
    if (!rights.has(role) && !rights.has(RoleRights.SIGNAL_BACKEND)) {
      throw SqlException.error(
          SqlState.INSUFFICIENT_PRIVILEGE,
          terminate
              ? "must be a member of the role whose process is being terminated or member of"
                  + " pg_signal_backend"
              : "must be a member of the role whose query is being canceled or member of"
                  + " pg_signal_backend");
    }
  }

  private Long terminate(long pid, long timeoutMillis) {
    if (timeoutMillis < 0) {
      throw SqlException.error(
          SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "\"timeout\" must not be negative");
    }
    long start = server.sessionStart((int) pid);
    Long sent = signal(pid, true);
    if (sent == 0 || timeoutMillis == 0) {
      return sent;
    }
    if (server.awaitEnd((int) pid, start, timeoutMillis)) {
      return sent;
    }
    session
        .notices()
        .report(
            Severity.WARNING,
            SqlException.error(
                SqlState.WARNING,
                "backend with PID %s did not terminate within %s millisecond%s",
                pid,
                timeoutMillis,
                timeoutMillis == 1 ? "" : "s"));
    return Fn.bool(false);
  }

  private Object blocking(int pid) {
    List<Object> pids = new ArrayList<>();
    for (int blocker : session.services().locks().blockingPids(pid)) {
      pids.add((long) blocker);
    }
    return ArrayValue.of(TypeOid.INT4, pids.toArray());
  }

  /** {@code pid} null gives all processes. */
  private Iterator<Object> activity(Long pid) {
    List<Object> rows = new ArrayList<>();
    for (ServerInfo.ServerProcess process : server.processes()) {
      if (pid == null || pid == process.pid()) {
        rows.add(row(process));
      }
    }
    return rows.iterator();
  }

  private Object row(ServerInfo.ServerProcess process) {
    ActivitySnapshot activity = process.activity();
    boolean client = process.database() != 0;
    Object[] values = new Object[ACTIVITY.length];
    values[0] = client ? oid(process.database()) : null;
    values[1] = (long) process.pid();
    values[2] = process.role() != 0 ? oid(process.role()) : null;
    values[3] = text(activity.applicationName());
    values[17] = text(activity.backendType());
    if (client && !rights.has(process.role()) && !rights.has(RoleRights.READ_ALL_STATS)) {
      values[5] = text("<insufficient privilege>");
      return new RowValue(TypeOid.RECORD, values, ACTIVITY);
    }
    values[4] = client ? text(activity.state().title()) : null;
    values[5] = text(activity.query());
    values[6] = text(process.waitEventType());
    values[7] = text(process.waitEvent());
    values[8] = time(activity.xactStart());
    values[9] = time(activity.queryStart());
    values[10] = time(activity.backendStart());
    values[11] = time(activity.stateChange());
    values[12] = address(activity.clientAddress());
    values[13] = activity.clientHost().isEmpty() ? null : text(activity.clientHost());
    values[14] = client ? Long.valueOf(activity.clientPort()) : null;
    values[15] = process.xid() == 0 ? null : Long.valueOf(process.xid() & 0xFFFFFFFFL);
    values[16] = process.xmin() == 0 ? null : Long.valueOf(process.xmin() & 0xFFFFFFFFL);
    values[18] = Fn.bool(false);
    values[25] = Fn.bool(false);
    values[27] = Fn.bool(false);
    values[29] = activity.queryId() == 0 ? null : Long.valueOf(activity.queryId());
    return new RowValue(TypeOid.RECORD, values, ACTIVITY);
  }

  private static Object address(String address) {
    return address == null || address.isEmpty() ? null : NetworkInput.parse(address, false);
  }

  private static Long oid(int value) {
    return Integer.toUnsignedLong(value);
  }

  private static Slice text(String value) {
    return value == null ? null : Slice.utf8(value);
  }

  private static Long time(long micros) {
    return micros == 0 ? null : micros;
  }

  private Iterator<Object> locks() {
    List<Object> rows = new ArrayList<>();
    for (LockStatus status : session.services().locks().status()) {
      rows.add(row(status));
    }
    return rows.iterator();
  }

  private static Object row(LockStatus status) {
    Object[] values = new Object[LOCK.length];
    Arrays.fill(values, null);
    LockTag tag = status.tag();
    values[0] = text(tag.kind().title());
    switch (tag.kind()) {
      case RELATION, EXTEND -> {
        values[1] = oid(tag.field1());
        values[2] = oid(tag.field2());
      }
      case PAGE, TUPLE -> {
        values[1] = oid(tag.field1());
        values[2] = oid(tag.field2());
        values[3] = oid(tag.field3());
        values[4] = tag.kind() == LockTag.Kind.TUPLE ? Long.valueOf(tag.field4()) : null;
      }
      case TRANSACTION, SPECULATIVE_TOKEN -> values[6] = tag.xid() & 0xFFFFFFFFL;
      case VIRTUAL_TRANSACTION -> values[5] = text(tag.field1() + "/" + tag.field2());
      default -> {
        values[1] = oid(tag.field1());
        values[7] = oid(tag.field2());
        values[8] = oid(tag.field3());
        values[9] = (long) tag.field4();
      }
    }
    values[10] = text(status.slot() + "/" + status.localXid());
    values[11] = (long) status.pid();
    values[12] = text(status.mode().title());
    values[13] = Fn.bool(status.granted());
    values[14] = Fn.bool(status.fastPath());
    values[15] = time(status.waitStart());
    return new RowValue(TypeOid.RECORD, values, LOCK);
  }
}
