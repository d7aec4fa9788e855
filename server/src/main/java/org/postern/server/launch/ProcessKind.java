package org.postern.server.launch;

/**
 * The kinds of server processes, in the order of their fixed numbers.
 *
 * <p>Source: PostgreSQL documentation, view pg_stat_activity, column backend_type.
 */
public enum ProcessKind {
  /** Replays the log; the only child while it runs. */
  STARTUP(1, "startup", true, Restart.NEVER),
  CHECKPOINTER(2, "checkpointer", true, Restart.ALWAYS),
  BGWRITER(3, "background writer", true, Restart.ALWAYS),
  WALWRITER(4, "walwriter", true, Restart.ALWAYS),
  /** Cleans up after processes that died without saying so. */
  REAPER(5, "reaper", true, Restart.ALWAYS),
  AUTOVACUUM_LAUNCHER(6, "autovacuum launcher", true, Restart.ALWAYS),
  AUTOVACUUM_WORKER(7, "autovacuum worker", true, Restart.NEVER),
  /** Serves one client at a time; kept as a pool of spares. */
  BACKEND(8, "client backend", true, Restart.POOL);

  /** What the postmaster does when a process of the kind has ended. */
  public enum Restart {
    /** Started once for a purpose. */
    NEVER,
    /** One process of the kind is kept running. */
    ALWAYS,
    /** As many are started as the pool of spares wants. */
    POOL
  }

  private final int number;
  private final String title;
  private final boolean attachesSharedMemory;
  private final Restart restart;

  ProcessKind(int number, String title, boolean attachesSharedMemory, Restart restart) {
    this.number = number;
    this.title = title;
    this.attachesSharedMemory = attachesSharedMemory;
    this.restart = restart;
  }

  /** The number kept in the process slot; never reused for another kind. */
  public int number() {
    return number;
  }

  /** As in pg_stat_activity.backend_type and in the process title. */
  public String title() {
    return title;
  }

  /** As in the postmaster's log when a process of the kind ends. */
  public String logName() {
    return switch (this) {
      case BACKEND -> "server process";
      case STARTUP, CHECKPOINTER, BGWRITER, WALWRITER, REAPER, AUTOVACUUM_LAUNCHER ->
          title + " process";
      case AUTOVACUUM_WORKER -> "autovacuum worker process";
    };
  }

  public boolean attachesSharedMemory() {
    return attachesSharedMemory;
  }

  public Restart restart() {
    return restart;
  }
}
