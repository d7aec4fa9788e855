package org.postern.storage.stats;

/**
 * The words of an entry, in their order in shared memory behind the key: see {@link
 * TableStatisticsLayout}. Counts are since the server started; times are microseconds since
 * 2000-01-01 UTC, 0 for never.
 */
public enum TableStat {
  LIVE_TUPLES,
  DEAD_TUPLES,
  MOD_SINCE_ANALYZE,
  INS_SINCE_VACUUM,
  INSERTED,
  UPDATED,
  DELETED,
  HOT_UPDATED,
  SCANS,
  RETURNED,
  VACUUM_COUNT,
  AUTOVACUUM_COUNT,
  ANALYZE_COUNT,
  AUTOANALYZE_COUNT,
  LAST_VACUUM,
  LAST_AUTOVACUUM,
  LAST_ANALYZE,
  LAST_AUTOANALYZE;

  int offset() {
    return TableStatisticsLayout.VALUES + ordinal() * Long.BYTES;
  }
}
