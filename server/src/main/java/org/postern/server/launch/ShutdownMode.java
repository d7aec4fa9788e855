package org.postern.server.launch;

/**
 * How a server, or one child, is asked to end.
 *
 * <p>Source: PostgreSQL documentation, "Shutting Down the Server".
 */
public enum ShutdownMode {
  /** New clients are refused; the present ones leave when they like. */
  SMART,
  /** The present clients are disconnected, then all ends in order. */
  FAST,
  /** Everybody halts at once; the next start replays the log. */
  IMMEDIATE
}
