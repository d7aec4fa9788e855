package org.postern.executor.session.functions;

import static org.postern.executor.functions.Fn.f1;

import org.postern.executor.functions.FunctionFamily;
import org.postern.executor.functions.FunctionImpl;

/**
 * The cumulative statistics of tables: what pg_stat_all_tables is made of. What is not counted (use
 * of indexes) is NULL.
 *
 * <p>Source: PostgreSQL documentation, section 28.2.24 "Statistics Functions".
 */
final class StatisticsFamily implements FunctionFamily {
  private static final String PREFIX = "pg_stat_get_";

  private final ServerInfo server;

  StatisticsFamily(ServerInfo server) {
    this.server = server;
  }

  @Override
  public FunctionImpl lookup(String prosrc) {
    if (!prosrc.startsWith(PREFIX)) {
      return null;
    }
    String what = prosrc.substring(PREFIX.length());
    return switch (what) {
      case "live_tuples",
          "dead_tuples",
          "mod_since_analyze",
          "ins_since_vacuum",
          "tuples_inserted",
          "tuples_updated",
          "tuples_deleted",
          "tuples_hot_updated",
          "numscans",
          "tuples_returned",
          "vacuum_count",
          "autovacuum_count",
          "analyze_count",
          "autoanalyze_count" ->
          f1(a -> server.tableStatistic(((Long) a).intValue(), what));
      case "last_vacuum_time",
          "last_autovacuum_time",
          "last_analyze_time",
          "last_autoanalyze_time" ->
          f1(a -> time(server.tableStatistic(((Long) a).intValue(), what)));
      case "tuples_fetched" -> f1(a -> null);
      default -> null;
    };
  }

  private static Long time(Long micros) {
    return micros == null || micros == 0 ? null : micros;
  }
}
