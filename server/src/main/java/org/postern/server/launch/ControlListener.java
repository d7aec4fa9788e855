package org.postern.server.launch;

import java.util.List;
import org.postern.executor.session.guc.GucSetting;

/**
 * What the postmaster may ask of a child after it has begun.
 *
 * <p>Called on the child's control thread, never on the thread that runs queries: implementations
 * set a flag or wake somebody, and return.
 */
public interface ControlListener {
  /** {@code cancelKey} names the session that a cancel is for. */
  void interrupt(ControlFrame.InterruptKind kind, int cancelKey);

  void reload(List<GucSetting> settings);

  /** Parameters whose new values wait for a restart; a backend shows them. */
  default void pendingRestart(List<String> names) {}

  /** {@link ShutdownMode#IMMEDIATE} never arrives here: the process has halted by then. */
  void shutdown(ShutdownMode mode);

  /** Only a backend gets clients. */
  default void handover(ControlFrame.Handover handover) {
    throw new IllegalStateException("a client was handed to a process that serves none");
  }

  /** Only the reaper is told of the dead. */
  default void slotDead(int slot, long pid) {
    throw new IllegalStateException("told of a dead slot, but not the reaper: slot=" + slot);
  }
}
