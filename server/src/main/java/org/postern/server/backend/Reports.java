package org.postern.server.backend;

import org.postern.protocol.frame.ProtocolException;
import org.postern.protocol.message.Report;
import org.postern.storage.error.Severity;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Translates failures and notices into reports for the wire. */
final class Reports {
  private Reports() {}

  static Report of(SqlException e) {
    return of(e.severity(), e);
  }

  static Report of(Severity severity, SqlException e) {
    Report.Builder report =
        Report.builder(Report.Severity.valueOf(severity.name()), e.state().code(), e.getMessage());
    if (e.detail() != null) {
      report.detail(e.detail());
    }
    if (e.hint() != null) {
      report.hint(e.hint());
    }
    if (e.position() > 0) {
      report.position(e.position());
    }
    if (e.where() != null) {
      report.where(e.where());
    }
    if (e.schemaName() != null) {
      report.schema(e.schemaName());
    }
    if (e.tableName() != null) {
      report.table(e.tableName());
    }
    if (e.columnName() != null) {
      report.column(e.columnName());
    }
    if (e.dataTypeName() != null) {
      report.dataType(e.dataTypeName());
    }
    if (e.constraintName() != null) {
      report.constraint(e.constraintName());
    }
    return report.build();
  }

  /** Any failure as an SQL error; a bug becomes XX000, a deep recursion 54001. */
  static SqlException sqlException(Throwable failure) {
    return switch (failure) {
      case SqlException e -> e;
      case ProtocolException e -> {
        SqlState state = state(e.sqlState());
        SqlException made =
            e.fatal()
                ? SqlException.fatal(state, "%s", e.getMessage())
                : SqlException.error(state, "%s", e.getMessage());
        if (e.detail() != null) {
          made.withDetail("%s", e.detail());
        }
        if (e.hint() != null) {
          made.withHint("%s", e.hint());
        }
        yield made;
      }
      case StackOverflowError e ->
          SqlException.error(SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded")
              .withHint(
                  "Increase the configuration parameter \"max_stack_depth\" (currently 2048kB),"
                      + " after ensuring the platform's stack depth limit is adequate.");
      case OutOfMemoryError e -> SqlException.error(SqlState.OUT_OF_MEMORY, "out of memory");
      default ->
          SqlException.error(SqlState.INTERNAL_ERROR, "%s", String.valueOf(failure))
              .withCause(failure);
    };
  }

  private static SqlState state(String code) {
    for (SqlState state : SqlState.values()) {
      if (state.code().equals(code)) {
        return state;
      }
    }
    return SqlState.PROTOCOL_VIOLATION;
  }
}
