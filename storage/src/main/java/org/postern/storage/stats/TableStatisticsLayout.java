package org.postern.storage.stats;

/**
 * The area of statistics: a control part, then a hash table of entries, one for each table that was
 * changed or scanned.
 *
 * <pre>
 * control
 *     0  workerDatabase(4) | reserved to 16384
 * entry
 *     0  key(8): database oid &lt;&lt; 32 | table oid; 0 = free
 *     8  values, one long for each {@link TableStat} | reserved to 192
 * </pre>
 *
 * A key is stored once, by compare-and-set on the first free entry of its probe sequence, and never
 * changes: look-ups need no lock. Values are changed by atomic additions, or stored by VACUUM and
 * ANALYZE. The entry of a dropped table stays; when all are taken, further tables are not counted.
 */
final class TableStatisticsLayout {
  /** Database that the launcher wants vacuumed; 4 bytes; taken by a worker. */
  static final int WORKER_DATABASE = 0;

  /** Bytes before the entries. */
  static final int CONTROL_SIZE = 16 * 1024;

  static final int KEY = 0;
  static final int VALUES = KEY + Long.BYTES;

  /** Bytes of an entry. */
  static final int SIZE = 192;

  static {
    if (SIZE % 64 != 0 || VALUES + TableStat.values().length * Long.BYTES > SIZE) {
      throw new AssertionError("table statistics layout: size=" + SIZE);
    }
  }

  private TableStatisticsLayout() {}

  static long key(int database, int table) {
    return (long) database << 32 | Integer.toUnsignedLong(table);
  }
}
