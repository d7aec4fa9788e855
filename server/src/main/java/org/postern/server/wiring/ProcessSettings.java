package org.postern.server.wiring;

import java.util.List;
import org.postern.executor.session.guc.GucCatalog;
import org.postern.executor.session.guc.GucChecks;
import org.postern.executor.session.guc.GucParser;
import org.postern.executor.session.guc.GucSetting;
import org.postern.executor.session.guc.GucState;
import org.postern.wal.checkpoint.CheckpointSettings;

/** The configuration of a child process, from what the postmaster handed down. */
final class ProcessSettings {
  private ProcessSettings() {}

  static GucState of(List<GucSetting> settings) {
    GucState state = new GucState(GucCatalog.load(), new GucParser(GucChecks.builtIn()));
    state.apply(settings, true);
    return state;
  }

  /** The settings that govern checkpoints; sizes are in megabytes, times in seconds. */
  static CheckpointSettings checkpoints(GucState settings) {
    return new CheckpointSettings(
        settings.integer("checkpoint_timeout") * 1000L,
        (long) settings.integer("max_wal_size") << 20,
        (long) settings.integer("min_wal_size") << 20,
        settings.real("checkpoint_completion_target"));
  }
}
