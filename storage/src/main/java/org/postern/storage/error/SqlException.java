package org.postern.storage.error;

import java.util.Objects;

/**
 * A failure worded for the client: SQLSTATE, message and the optional fields of an ErrorResponse.
 *
 * <p>The {@code with…} methods fill a field and return this, so that a report reads as one
 * expression at the place where it is thrown. Bugs are not reported this way: an unexpected state
 * throws a Java exception, which the session reports as XX000.
 *
 * <p>Source: PostgreSQL documentation, "Error and Notice Message Fields".
 */
public final class SqlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final SqlState state;
  private final Severity severity;
  private String detail;
  private String hint;
  private String where;
  private int position;
  private String internalQuery;
  private int internalPosition;
  private String schemaName;
  private String tableName;
  private String columnName;
  private String dataTypeName;
  private String constraintName;

  private SqlException(Severity severity, SqlState state, String message) {
    super(message);
    this.severity = Objects.requireNonNull(severity, "severity");
    this.state = Objects.requireNonNull(state, "state");
  }

  /** An error that ends the statement. {@code format} is used as is when there are no args. */
  public static SqlException error(SqlState state, String format, Object... args) {
    return new SqlException(Severity.ERROR, state, format(format, args));
  }

  /** An error that ends the session. */
  public static SqlException fatal(SqlState state, String format, Object... args) {
    return new SqlException(Severity.FATAL, state, format(format, args));
  }

  /** A failure after which shared state cannot be trusted: every process must restart. */
  public static SqlException panic(SqlState state, String format, Object... args) {
    return new SqlException(Severity.PANIC, state, format(format, args));
  }

  /** 0A000: recognised, but not supported yet; {@code feature} completes "… is not supported". */
  public static SqlException notSupported(String feature) {
    return error(SqlState.FEATURE_NOT_SUPPORTED, "%s is not supported", feature);
  }

  private static String format(String format, Object... args) {
    return args.length == 0 ? format : String.format(java.util.Locale.ROOT, format, args);
  }

  public SqlException withDetail(String format, Object... args) {
    this.detail = format(format, args);
    return this;
  }

  public SqlException withHint(String format, Object... args) {
    this.hint = format(format, args);
    return this;
  }

  /** The context stack, innermost line first. */
  public SqlException withWhere(String value) {
    this.where = value;
    return this;
  }

  /** {@code value}: 1-based index, in characters, into the query text; 0 for none. */
  public SqlException withPosition(int value) {
    this.position = value;
    return this;
  }

  public SqlException withInternalQuery(String query, int queryPosition) {
    this.internalQuery = query;
    this.internalPosition = queryPosition;
    return this;
  }

  public SqlException withSchema(String value) {
    this.schemaName = value;
    return this;
  }

  public SqlException withTable(String value) {
    this.tableName = value;
    return this;
  }

  public SqlException withColumn(String value) {
    this.columnName = value;
    return this;
  }

  public SqlException withDataType(String value) {
    this.dataTypeName = value;
    return this;
  }

  public SqlException withConstraint(String value) {
    this.constraintName = value;
    return this;
  }

  /** Keeps the Java cause for the server's log. */
  public SqlException withCause(Throwable cause) {
    initCause(cause);
    return this;
  }

  public SqlState state() {
    return state;
  }

  public Severity severity() {
    return severity;
  }

  /** Null where absent, as for every text field below. */
  public String detail() {
    return detail;
  }

  public String hint() {
    return hint;
  }

  public String where() {
    return where;
  }

  public int position() {
    return position;
  }

  public String internalQuery() {
    return internalQuery;
  }

  public int internalPosition() {
    return internalPosition;
  }

  public String schemaName() {
    return schemaName;
  }

  public String tableName() {
    return tableName;
  }

  public String columnName() {
    return columnName;
  }

  public String dataTypeName() {
    return dataTypeName;
  }

  public String constraintName() {
    return constraintName;
  }
}
