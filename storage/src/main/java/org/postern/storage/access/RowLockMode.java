package org.postern.storage.access;

/**
 * The four strengths of a row lock, weakest first.
 *
 * <p>Source: PostgreSQL documentation, "Row-Level Locks".
 */
public enum RowLockMode {
  KEY_SHARE,
  SHARE,
  NO_KEY_UPDATE,
  UPDATE;

  /** Whether two transactions cannot hold the two modes on one row together. */
  public boolean conflictsWith(RowLockMode other) {
    return switch (this) {
      case KEY_SHARE -> other == UPDATE;
      case SHARE -> other == UPDATE || other == NO_KEY_UPDATE;
      case NO_KEY_UPDATE -> other != KEY_SHARE;
      case UPDATE -> true;
    };
  }
}
