package org.postern.server.auxproc;

import java.util.List;
import org.postern.executor.session.guc.GucSetting;

/**
 * What a service does. All methods but {@link #wake} and {@link #hurry} are called on the process's
 * main thread, one after the other.
 */
public interface ServiceWork {
  /** Does what is due and tells how many milliseconds it may sleep, at most. */
  long round() throws Exception;

  /** Sleeps until the time is over or somebody wakes this process through shared memory. */
  void await(long millis);

  /** Ends the sleep. Called on the control thread. */
  void wake();

  /**
   * The server stops: a round under way should end soon. Called on the control thread, before the
   * wake that goes with it.
   */
  default void hurry() {
    // Most rounds are short.
  }

  /** New settings after a reload. */
  void reload(List<GucSetting> settings);

  /** The last work of an orderly shutdown; afterwards the process slot is given back. */
  void finish() throws Exception;
}
