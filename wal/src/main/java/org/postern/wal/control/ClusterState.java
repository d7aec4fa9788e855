package org.postern.wal.control;

/**
 * What the server was doing when the control file was written last.
 *
 * <p>Source: PostgreSQL documentation, "pg_controldata".
 */
public enum ClusterState {
  STARTING_UP("starting up"),
  SHUT_DOWN("shut down"),
  SHUTTING_DOWN("shutting down"),
  IN_CRASH_RECOVERY("in crash recovery"),
  IN_PRODUCTION("in production");

  private static final ClusterState[] BY_NUMBER = values();

  private final String title;

  ClusterState(String title) {
    this.title = title;
  }

  /** As pg_controldata prints it. */
  public String title() {
    return title;
  }

  static ClusterState of(int number) {
    return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
  }
}
