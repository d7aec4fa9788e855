package org.postern.server.backend;

import java.util.List;
import org.postern.executor.session.guc.GucSetting;
import org.postern.server.launch.ControlFrame;

/** The query side of a backend process: makes its sessions and hears what concerns all of them. */
public interface ClientSessionFactory {
  /** Called on the session loop when a client has come. */
  ClientSession open(Client client);

  /**
   * Raises an interrupt of this process. Called on the control thread, also while a query runs; a
   * session that waits for its client is told by {@link ClientSession#interrupted} afterwards.
   */
  void interrupt(ControlFrame.InterruptKind kind);

  /** New settings after a reload. Called on the control thread. */
  void reload(List<GucSetting> settings);

  /** Parameters whose new values wait for a restart. Called on the control thread. */
  default void pendingRestart(List<String> names) {}

  /** The process is about to leave in order: gives back its slot. Called on the session loop. */
  void close();
}
