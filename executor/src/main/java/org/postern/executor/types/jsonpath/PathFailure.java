package org.postern.executor.types.jsonpath;

import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * An error that a silent evaluation leaves out and a predicate takes for unknown. It is thrown
 * often and shown seldom, so it carries no stack.
 */
final class PathFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final SqlException error;

  PathFailure(SqlException error) {
    super(error.getMessage(), error, false, false);
    this.error = error;
  }

  static PathFailure of(SqlState state, String format, Object... args) {
    return new PathFailure(SqlException.error(state, format, args));
  }

  /** What the client is told. */
  SqlException error() {
    return error;
  }
}
