package org.postern.executor.session;

import org.postern.storage.error.Severity;
import org.postern.storage.error.SqlException;

/** Takes reports that do not end a statement. */
@FunctionalInterface
public interface Notices {
  /** {@code report} carries the fields; its own severity is not used. */
  void report(Severity severity, SqlException report);
}
