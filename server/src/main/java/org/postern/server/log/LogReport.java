package org.postern.server.log;

import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * One report on its way to the log: the message and the fields that follow it on lines of their
 * own. Fields are null where absent.
 */
record LogReport(
    LogLevel level,
    String sqlState,
    String message,
    String detail,
    String hint,
    String context,
    String statement,
    Throwable cause) {
  static LogReport message(LogLevel level, String message) {
    return new LogReport(
        level, SqlState.SUCCESSFUL_COMPLETION.code(), message, null, null, null, null, null);
  }

  static LogReport of(LogLevel level, SqlException e, String statement) {
    return new LogReport(
        level,
        e.state().code(),
        e.getMessage(),
        e.detail(),
        e.hint(),
        e.where(),
        statement,
        e.getCause());
  }
}
