package org.postern.storage.transam;

/**
 * The levels of SET TRANSACTION ISOLATION LEVEL.
 *
 * <p>Source: PostgreSQL documentation, "Transaction Isolation".
 */
public enum IsolationLevel {
  READ_UNCOMMITTED("read uncommitted"),
  READ_COMMITTED("read committed"),
  REPEATABLE_READ("repeatable read"),
  SERIALIZABLE("serializable");

  private final String title;

  IsolationLevel(String title) {
    this.title = title;
  }

  /** As SHOW transaction_isolation prints it. */
  public String title() {
    return title;
  }

  /** Whether one snapshot serves the whole transaction. */
  public boolean keepsSnapshot() {
    return this == REPEATABLE_READ || this == SERIALIZABLE;
  }
}
