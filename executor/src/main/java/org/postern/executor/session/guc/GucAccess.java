package org.postern.executor.session.guc;

import java.util.Set;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Who may set a parameter when.
 *
 * <p>Source: PostgreSQL documentation, view pg_settings, the list of contexts.
 */
final class GucAccess {
  private static final Set<String> NOT_IN_AUTO_FILE =
      Set.of("config_file", "data_directory", "is_superuser", "role", "session_authorization");

  private GucAccess() {}

  /** Throws unless somebody in the given capacity may set the parameter. */
  static void check(GucDefinition definition, GucContext who, GucSource source) {
    switch (definition.context()) {
      case INTERNAL -> {
        if (who != GucContext.INTERNAL) {
          throw refused(definition, "cannot be changed");
        }
      }
      case POSTMASTER -> {
        if (who.compareTo(GucContext.POSTMASTER) > 0) {
          throw refused(definition, "cannot be changed without restarting the server");
        }
      }
      case SIGHUP -> {
        if (who.compareTo(GucContext.SIGHUP) > 0) {
          throw refused(definition, "cannot be changed now");
        }
      }
      case SUPERUSER_BACKEND -> {
        if (who == GucContext.BACKEND) {
          throw denied(definition);
        }
        checkBackend(definition, who, source);
      }
      case BACKEND -> checkBackend(definition, who, source);
      case SUPERUSER -> {
        if (who == GucContext.USER || who == GucContext.BACKEND) {
          throw denied(definition);
        }
      }
      case USER -> {
        // Anybody, at any time.
      }
    }
  }

  private static void checkBackend(GucDefinition definition, GucContext who, GucSource source) {
    boolean starting = who.compareTo(GucContext.BACKEND) <= 0;
    if (!starting && source != GucSource.CLIENT) {
      throw refused(definition, "cannot be set after connection start");
    }
  }

  /** Throws where a parameter cannot stand in postgresql.auto.conf. */
  static void checkFile(GucDefinition definition) {
    boolean internal = definition.context() == GucContext.INTERNAL;
    if (internal || NOT_IN_AUTO_FILE.contains(definition.name())) {
      throw refused(definition, "cannot be changed");
    }
  }

  private static SqlException refused(GucDefinition definition, String how) {
    return SqlException.error(
        SqlState.CANT_CHANGE_RUNTIME_PARAM, "parameter \"%s\" %s", definition.name(), how);
  }

  private static SqlException denied(GucDefinition definition) {
    return SqlException.error(
        SqlState.INSUFFICIENT_PRIVILEGE,
        "permission denied to set parameter \"%s\"",
        definition.name());
  }

  /** Whether a running process takes over a new value from the configuration file. */
  static boolean changesAtReload(GucDefinition definition) {
    return switch (definition.context()) {
      case SIGHUP, SUPERUSER, USER -> true;
      case INTERNAL, POSTMASTER, SUPERUSER_BACKEND, BACKEND -> false;
    };
  }

  /** A made-up name needs a prefix, and each part must look like an identifier. */
  static void checkCustomName(String name) {
    for (String part : name.split("\\.", -1)) {
      if (!isIdentifier(part)) {
        throw SqlException.error(
                SqlState.INVALID_NAME, "invalid configuration parameter name \"%s\"", name)
            .withDetail(
                "Custom parameter names must be two or more simple identifiers separated by"
                    + " dots.");
      }
    }
  }

  private static boolean isIdentifier(String part) {
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      boolean letter = Character.isLetter(c) || c == '_' || c >= 128;
      boolean later = (c >= '0' && c <= '9') || c == '$';
      if (!letter && (i == 0 || !later)) {
        return false;
      }
    }
    return !part.isEmpty();
  }
}
