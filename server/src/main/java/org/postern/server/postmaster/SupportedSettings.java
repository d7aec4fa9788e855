package org.postern.server.postmaster;

import java.util.Map;
import org.postern.server.config.ServerConfig;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Refuses to start with settings that PostgreSQL knows but this server would not act upon: a user
 * who asked for encryption or an archive must not believe to have it.
 */
final class SupportedSettings {
  /** The only value that is supported, by parameter. */
  private static final Map<String, String> ONLY =
      Map.of(
          "archive_mode", "off",
          "bonjour", "off",
          "log_destination", "stderr",
          "logging_collector", "off",
          "postern.process_model", "process",
          "shared_preload_libraries", "",
          "ssl", "off");

  private SupportedSettings() {}

  static void check(ServerConfig config) {
    ONLY.forEach((name, value) -> {
      if (!config.text(name).equals(value)) {
        throw SqlException.fatal(
            SqlState.FEATURE_NOT_SUPPORTED, "%s = '%s' is not supported", name, config.text(name));
      }
    });
  }
}
