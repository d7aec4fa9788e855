package org.postern.storage.stats;

import java.lang.foreign.MemorySegment;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.ShmemArea;
import org.postern.storage.shmem.Words;

/** The shared statistics of tables; see {@link TableStatisticsLayout} for the rules. */
public final class TableStatistics {
  private static final int MAX_PROBES = 256;
  private static final long HASH_FACTOR = 0x9E3779B97F4A7C15L;

  private final MemorySegment shm;
  private final long control;
  private final long entries;
  private final int count;

  /** Looks at an entry. */
  @FunctionalInterface
  public interface Visitor {
    void visit(int database, int table, long entry);
  }

  public TableStatistics(SharedMemory memory) {
    SharedMemory.Area area = memory.area(ShmemArea.STATISTICS);
    this.shm = memory.segment();
    this.control = area.base();
    this.entries = area.base() + TableStatisticsLayout.CONTROL_SIZE;
    this.count =
        (int) ((area.size() - TableStatisticsLayout.CONTROL_SIZE) / TableStatisticsLayout.SIZE);
  }

  /** The entry of a table, 0 for none; {@code create} makes one while there is room. */
  public long find(int database, int table, boolean create) {
    long key = TableStatisticsLayout.key(database, table);
    int start = count == 0 ? 0 : (int) Long.remainderUnsigned(key * HASH_FACTOR >>> 16, count);
    for (int i = 0; i < Math.min(count, MAX_PROBES); i++) {
      long entry = entries + (long) ((start + i) % count) * TableStatisticsLayout.SIZE;
      long found = Words.longAcquire(shm, entry);
      if (found == 0 && !create) {
        return 0;
      }
      if (found == 0 && !Words.casLong(shm, entry, 0, key)) {
        found = Words.longAcquire(shm, entry);
      } else if (found == 0) {
        return entry;
      }
      if (found == key) {
        return entry;
      }
    }
    return 0;
  }

  public long get(long entry, TableStat stat) {
    return Words.longAcquire(shm, entry + stat.offset());
  }

  public void add(long entry, TableStat stat, long delta) {
    if (delta != 0) {
      Words.getAndAddLong(shm, entry + stat.offset(), delta);
    }
  }

  public void set(long entry, TableStat stat, long value) {
    Words.setLongRelease(shm, entry + stat.offset(), value);
  }

  /** A table was vacuumed: what is in it now. */
  public void vacuumed(int database, int table, long live, long dead, boolean automatic, long now) {
    long entry = find(database, table, true);
    if (entry != 0) {
      set(entry, TableStat.LIVE_TUPLES, live);
      set(entry, TableStat.DEAD_TUPLES, dead);
      set(entry, TableStat.INS_SINCE_VACUUM, 0);
      add(entry, automatic ? TableStat.AUTOVACUUM_COUNT : TableStat.VACUUM_COUNT, 1);
      set(entry, automatic ? TableStat.LAST_AUTOVACUUM : TableStat.LAST_VACUUM, now);
    }
  }

  /** A table was analyzed. */
  public void analyzed(int database, int table, long live, boolean automatic, long now) {
    long entry = find(database, table, true);
    if (entry != 0) {
      set(entry, TableStat.LIVE_TUPLES, live);
      set(entry, TableStat.MOD_SINCE_ANALYZE, 0);
      add(entry, automatic ? TableStat.AUTOANALYZE_COUNT : TableStat.ANALYZE_COUNT, 1);
      set(entry, automatic ? TableStat.LAST_AUTOANALYZE : TableStat.LAST_ANALYZE, now);
    }
  }

  /** Visits all entries. */
  public void forEach(Visitor visitor) {
    for (int i = 0; i < count; i++) {
      long entry = entries + (long) i * TableStatisticsLayout.SIZE;
      long key = Words.longAcquire(shm, entry);
      if (key != 0) {
        visitor.visit((int) (key >>> 32), (int) key, entry);
      }
    }
  }

  /** Leaves word for the next autovacuum worker which database it is to see to. */
  public void requestWorker(int database) {
    Words.setIntVolatile(shm, control + TableStatisticsLayout.WORKER_DATABASE, database);
  }

  /** Whether a worker was asked for that has not come yet. */
  public boolean isWorkerRequested() {
    return Words.intAcquire(shm, control + TableStatisticsLayout.WORKER_DATABASE) != 0;
  }

  /** Takes the word; 0 when another worker was quicker. */
  public int takeWorkerRequest() {
    return Words.getAndSetInt(shm, control + TableStatisticsLayout.WORKER_DATABASE, 0);
  }
}
