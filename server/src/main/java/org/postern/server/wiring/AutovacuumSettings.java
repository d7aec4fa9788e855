package org.postern.server.wiring;

import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.session.guc.GucState;
import org.postern.storage.stats.VacuumThresholds;

/** The thresholds of autovacuum: the server's, or what a table's storage parameters say. */
final class AutovacuumSettings {
  private final GucState settings;

  AutovacuumSettings(GucState settings) {
    this.settings = settings;
  }

  /** The server's. */
  VacuumThresholds general() {
    return new VacuumThresholds(
        settings.integer("autovacuum_vacuum_threshold"),
        settings.real("autovacuum_vacuum_scale_factor"),
        settings.integer("autovacuum_vacuum_insert_threshold"),
        settings.real("autovacuum_vacuum_insert_scale_factor"),
        settings.integer("autovacuum_analyze_threshold"),
        settings.real("autovacuum_analyze_scale_factor"));
  }

  /** Those of a table; null where autovacuum is switched off for it. */
  VacuumThresholds of(RelationEntry table) {
    if (table.options().isEmpty()) {
      return general();
    }
    String enabled = option(table, "autovacuum_enabled");
    if (enabled != null && (enabled.equals("false") || enabled.equals("off"))) {
      return null;
    }
    return new VacuumThresholds(
        number(table, "autovacuum_vacuum_threshold"),
        number(table, "autovacuum_vacuum_scale_factor"),
        number(table, "autovacuum_vacuum_insert_threshold"),
        number(table, "autovacuum_vacuum_insert_scale_factor"),
        number(table, "autovacuum_analyze_threshold"),
        number(table, "autovacuum_analyze_scale_factor"));
  }

  private double number(RelationEntry table, String name) {
    String own = option(table, name);
    return own == null ? settings.real(name) : Double.parseDouble(own);
  }

  private static String option(RelationEntry table, String name) {
    for (String option : table.options()) {
      if (option.startsWith(name + "=")) {
        return option.substring(name.length() + 1);
      }
    }
    return null;
  }
}
