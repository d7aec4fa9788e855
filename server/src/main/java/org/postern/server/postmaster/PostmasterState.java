package org.postern.server.postmaster;

/**
 * Where the server is on its way up or down. {@link Postmaster} goes from one state to the next
 * when the children that a state waits for are ready or gone.
 */
enum PostmasterState {
  /** The startup process replays the log; a first spare is launched but not let in. */
  RECOVERING,
  /** Recovery is done; waiting for a first spare. */
  WARMING,
  RUNNING,
  /** No new clients; waiting for the present ones to leave. */
  STOPPING_CLIENTS,
  /** No client is left; the writers and the reaper end. */
  STOPPING_WRITERS,
  /** The checkpointer writes the shutdown checkpoint and ends. */
  CHECKPOINTING,
  /** Shared memory cannot be trusted: everybody is killed, then recovery runs again. */
  CRASHED,
  /** Everybody is killed, then the postmaster ends. */
  HALTING;

  boolean acceptsClients() {
    return this == RUNNING;
  }

  boolean isStopping() {
    return compareTo(STOPPING_CLIENTS) >= 0 && this != CRASHED;
  }
}
