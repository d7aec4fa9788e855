package org.postern.executor.types.json;

import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Errors that several JSON functions share. */
public final class JsonErrors {
  private JsonErrors() {}

  /** 22023: an argument of the wrong kind. */
  public static SqlException parameter(String format, Object... args) {
    return SqlException.error(SqlState.INVALID_PARAMETER_VALUE, format, args);
  }

  static SqlException subscripts() {
    return SqlException.error(SqlState.ARRAY_SUBSCRIPT_ERROR, "wrong number of array subscripts");
  }
}
