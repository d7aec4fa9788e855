package org.postern.executor.session;

import org.postern.executor.command.Sequences;
import org.postern.executor.expr.SqlValues;
import org.postern.executor.query.Expr;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TimeTz;
import org.postern.executor.types.TypeContext;

/** CURRENT_DATE and its kin for one session. */
final class SessionSqlValues implements SqlValues {
  private static final long DAY = 86_400_000_000L;

  /** Seconds from 1970 to 2000. */
  private static final long EPOCH = 946_684_800L;

  private final TypeContext types;
  private final SessionIdentity identity;
  private final SessionRoles roles;
  private final SessionSearchPath path;
  private final DatabaseContext database;
  private Sequences sequences;
  private final Cursors cursors;

  SessionSqlValues(
      TypeContext types,
      SessionIdentity identity,
      SessionRoles roles,
      SessionSearchPath path,
      DatabaseContext database,
      Cursors cursors) {
    this.types = types;
    this.identity = identity;
    this.roles = roles;
    this.path = path;
    this.database = database;
    this.cursors = cursors;
  }

  @Override
  public Object currentOf(String cursor, int table) {
    return cursors.current(cursor, table);
  }

  /** Gives the sequences, which are made after this. */
  void attach(Sequences ofSession) {
    sequences = ofSession;
  }

  @Override
  public long nextValue(int sequence) {
    return sequences.next(sequence);
  }

  @Override
  public Object value(Expr.SqlValue expr) {
    return switch (expr.kind()) {
      case CURRENT_DATE -> Math.floorDiv(local(), DAY);
      case CURRENT_TIMESTAMP -> rounded(types.transactionTimestamp(), expr.typmod());
      case LOCALTIMESTAMP -> rounded(local(), expr.typmod());
      case LOCALTIME -> rounded(Math.floorMod(local(), DAY), expr.typmod());
      case CURRENT_TIME ->
          new TimeTz(
              rounded(Math.floorMod(local(), DAY), expr.typmod()),
              -(int) ((local() - types.transactionTimestamp()) / 1_000_000));
      case CURRENT_ROLE, CURRENT_USER, USER -> Slice.utf8(roles.currentName());
      case SESSION_USER -> Slice.utf8(roles.sessionName());
      case CURRENT_CATALOG -> Slice.utf8(identity.database());
      case CURRENT_SCHEMA ->
          path.listed().isEmpty()
              ? null
              : Slice.utf8(database.catalog().namespaceName(path.listed().getFirst()));
    };
  }

  /** The transaction's start as local time: microseconds since 2000-01-01. */
  private long local() {
    long utc = types.transactionTimestamp();
    return utc + types.timeZone().offsetAt(EPOCH + Math.floorDiv(utc, 1_000_000L)) * 1_000_000L;
  }

  private static long rounded(long micros, int precision) {
    if (precision < 0 || precision >= 6) {
      return micros;
    }
    long unit = (long) Math.pow(10, 6 - precision);
    return Math.floorDiv(micros + unit / 2, unit) * unit;
  }
}
