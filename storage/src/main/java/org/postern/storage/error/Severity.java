package org.postern.storage.error;

/**
 * How far a report reaches: a notice informs, an error ends the statement, FATAL the session, PANIC
 * every process.
 *
 * <p>Source: PostgreSQL documentation, table "Message Severity Levels".
 */
public enum Severity {
  DEBUG,
  LOG,
  INFO,
  NOTICE,
  WARNING,
  ERROR,
  FATAL,
  PANIC
}
