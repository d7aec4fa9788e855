package org.postern.server.log;

import java.util.Locale;
import org.postern.storage.error.Severity;

/**
 * Severities in the log's own order, in which LOG ranks above ERROR.
 *
 * <p>Source: PostgreSQL documentation, parameter log_min_messages.
 */
public enum LogLevel {
  DEBUG5,
  DEBUG4,
  DEBUG3,
  DEBUG2,
  DEBUG1,
  INFO,
  NOTICE,
  WARNING,
  ERROR,
  LOG,
  FATAL,
  PANIC;

  static LogLevel of(Severity severity) {
    return switch (severity) {
      case DEBUG -> DEBUG1;
      case LOG -> LOG;
      case INFO -> INFO;
      case NOTICE -> NOTICE;
      case WARNING -> WARNING;
      case ERROR -> ERROR;
      case FATAL -> FATAL;
      case PANIC -> PANIC;
    };
  }

  /** The level named by a parameter's value; WARNING, the default, for null. */
  static LogLevel parse(String name) {
    if (name == null) {
      return WARNING;
    }
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.equals("DEBUG") ? DEBUG2 : valueOf(upper);
  }
}
