package org.postern.server.postmaster;

import java.nio.file.Path;
import org.postern.server.config.ServerConfig;

/** Makes the shared segment that the children attach. The postmaster itself does not use it. */
@FunctionalInterface
public interface SharedMemorySetup {
  /** Creates and publishes the segment, replacing a file that is there. */
  void create(Path file, int processSlots, ServerConfig config);
}
