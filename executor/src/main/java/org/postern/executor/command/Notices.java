package org.postern.executor.command;

import org.postern.storage.error.SqlState;

/** Where messages to the client go that are no errors. */
@FunctionalInterface
public interface Notices {
  /** How much a message matters. */
  enum Level {
    NOTICE,
    WARNING,
    INFO
  }

  /** {@code detail} and {@code hint} are null when absent. */
  void send(Level level, SqlState state, String message, String detail, String hint);

  default void notice(String format, Object... args) {
    send(Level.NOTICE, SqlState.SUCCESSFUL_COMPLETION, text(format, args), null, null);
  }

  default void notice(SqlState state, String format, Object... args) {
    send(Level.NOTICE, state, text(format, args), null, null);
  }

  default void warning(SqlState state, String format, Object... args) {
    send(Level.WARNING, state, text(format, args), null, null);
  }

  private static String text(String format, Object... args) {
    return String.format(java.util.Locale.ROOT, format, args);
  }
}
