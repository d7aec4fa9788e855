package org.postern.storage.proc;

/** Column state of pg_stat_activity; stored by number. */
public enum ActivityState {
  UNDEFINED(null),
  IDLE("idle"),
  RUNNING("active"),
  IDLE_IN_TRANSACTION("idle in transaction"),
  FASTPATH("fastpath function call"),
  IDLE_IN_TRANSACTION_ABORTED("idle in transaction (aborted)"),
  DISABLED("disabled");

  private static final ActivityState[] BY_NUMBER = values();

  private final String title;

  ActivityState(String title) {
    this.title = title;
  }

  /** The text shown, null for auxiliary processes. */
  public String title() {
    return title;
  }

  public int number() {
    return ordinal();
  }

  /** The state of a stored number. */
  public static ActivityState of(int number) {
    return BY_NUMBER[number];
  }
}
