package org.postern.protocol.message;

import java.util.Objects;
import org.postern.protocol.frame.ProtocolException;

/**
 * The fields of an ErrorResponse or NoticeResponse; null texts and zero numbers are left out.
 *
 * <p>Source: PostgreSQL documentation, "Error and Notice Message Fields".
 *
 * @param severity ERROR, FATAL or PANIC for errors, the others for notices
 * @param sqlState five characters
 * @param position 1-based, in characters, into the query text
 * @param internalPosition likewise, into {@code internalQuery}
 * @param where the context stack, innermost line first
 */
public record Report(
    Severity severity,
    String sqlState,
    String message,
    String detail,
    String hint,
    int position,
    int internalPosition,
    String internalQuery,
    String where,
    String schema,
    String table,
    String column,
    String dataType,
    String constraint,
    String file,
    int line,
    String routine) {

  /** As the client sees it in the fields S and V; we do not translate, so both are the same. */
  public enum Severity {
    ERROR,
    FATAL,
    PANIC,
    WARNING,
    NOTICE,
    DEBUG,
    INFO,
    LOG
  }

  public Report {
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(message, "message");
    if (sqlState.length() != 5) {
      throw new IllegalArgumentException("bad SQLSTATE: sqlState=" + sqlState);
    }
  }

  /** A report of the three fields that none may miss. */
  public static Report of(Severity severity, String sqlState, String message) {
    return builder(severity, sqlState, message).build();
  }

  /** A protocol fault as the client is told of it; a dropped connection is told nothing. */
  public static Report of(ProtocolException fault) {
    return builder(
            fault.fatal() ? Severity.FATAL : Severity.ERROR, fault.sqlState(), fault.getMessage())
        .detail(fault.detail())
        .hint(fault.hint())
        .build();
  }

  public static Builder builder(Severity severity, String sqlState, String message) {
    return new Builder(severity, sqlState, message);
  }

  /** Collects the optional fields. */
  public static final class Builder {
    private final Severity severity;
    private final String sqlState;
    private final String message;
    private String detail;
    private String hint;
    private int position;
    private int internalPosition;
    private String internalQuery;
    private String where;
    private String schema;
    private String table;
    private String column;
    private String dataType;
    private String constraint;
    private String file;
    private int line;
    private String routine;

    private Builder(Severity severity, String sqlState, String message) {
      this.severity = severity;
      this.sqlState = sqlState;
      this.message = message;
    }

    public Builder detail(String value) {
      detail = value;
      return this;
    }

    public Builder hint(String value) {
      hint = value;
      return this;
    }

    public Builder position(int value) {
      position = value;
      return this;
    }

    public Builder internal(String query, int queryPosition) {
      internalQuery = query;
      internalPosition = queryPosition;
      return this;
    }

    public Builder where(String value) {
      where = value;
      return this;
    }

    public Builder schema(String value) {
      schema = value;
      return this;
    }

    public Builder table(String value) {
      table = value;
      return this;
    }

    public Builder column(String value) {
      column = value;
      return this;
    }

    public Builder dataType(String value) {
      dataType = value;
      return this;
    }

    public Builder constraint(String value) {
      constraint = value;
      return this;
    }

    /** The place in the server's code that raised the report. */
    public Builder source(String sourceFile, int sourceLine, String sourceRoutine) {
      file = sourceFile;
      line = sourceLine;
      routine = sourceRoutine;
      return this;
    }

    public Report build() {
      return new Report(
          severity,
          sqlState,
          message,
          detail,
          hint,
          position,
          internalPosition,
          internalQuery,
          where,
          schema,
          table,
          column,
          dataType,
          constraint,
          file,
          line,
          routine);
    }
  }
}
