package org.postern.storage.stats;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postern.storage.access.TableChanges;
import org.postern.storage.access.TableHandle;
import org.postern.storage.transam.TransactionCallback;

/**
 * Counts what this process's transaction does to tables and adds it to the shared statistics when
 * the transaction ends: what was inserted and rolled back has become dead, not live.
 *
 * <p>Source: PostgreSQL documentation, view pg_stat_all_tables.
 */
public final class ChangeCounter implements TableChanges, TransactionCallback {
  private final TableStatistics statistics;
  private final List<Level> levels = new ArrayList<>();
  private final Map<Long, Long> entries = new HashMap<>();
  private int level = 1;
  private Counts last;
  private TableHandle lastTable;

  /** What was done to one table in one subtransaction. */
  private static final class Counts {
    long inserted;
    long updated;
    long heapOnly;
    long deleted;
    long scans;
    long returned;
    long live;
    long dead;

    void add(Counts other) {
      inserted += other.inserted;
      updated += other.updated;
      heapOnly += other.heapOnly;
      deleted += other.deleted;
      scans += other.scans;
      returned += other.returned;
      live += other.live;
      dead += other.dead;
    }

    /** What was inserted is dead, what was deleted lives. */
    void rollBack() {
      live = 0;
      dead = inserted + updated;
    }
  }

  /** The tables changed in one subtransaction. */
  private record Level(int number, Map<Long, Counts> tables) {}

  public ChangeCounter(TableStatistics statistics) {
    this.statistics = statistics;
  }

  private Counts counts(TableHandle table) {
    if (table == lastTable) {
      return last;
    }
    if (levels.isEmpty() || levels.getLast().number() < level) {
      levels.add(new Level(level, new HashMap<>()));
    }
    long key = TableStatisticsLayout.key(table.locator().dbOid(), table.oid());
    last = levels.getLast().tables().computeIfAbsent(key, k -> new Counts());
    lastTable = table;
    return last;
  }

  @Override
  public void inserted(TableHandle table, int rows) {
    Counts counts = counts(table);
    counts.inserted += rows;
    counts.live += rows;
  }

  @Override
  public void updated(TableHandle table, boolean heapOnly) {
    Counts counts = counts(table);
    counts.updated++;
    counts.heapOnly += heapOnly ? 1 : 0;
    counts.dead++;
  }

  @Override
  public void deleted(TableHandle table) {
    Counts counts = counts(table);
    counts.deleted++;
    counts.live--;
    counts.dead++;
  }

  @Override
  public void scanned(TableHandle table, long rows, boolean begins) {
    Counts counts = counts(table);
    counts.scans += begins ? 1 : 0;
    counts.returned += rows;
  }

  @Override
  public void subBegan(int newLevel) {
    level = newLevel;
    lastTable = null;
  }

  @Override
  public void subCommitted(int ended) {
    endLevel(ended, false);
  }

  @Override
  public void subAborted(int ended) {
    endLevel(ended, true);
  }

  private void endLevel(int ended, boolean rolledBack) {
    level = ended - 1;
    lastTable = null;
    if (levels.isEmpty() || levels.getLast().number() < ended) {
      return;
    }
    Level inner = levels.removeLast();
    if (rolledBack) {
      inner.tables().values().forEach(Counts::rollBack);
    }
    if (levels.isEmpty() || levels.getLast().number() < level) {
      levels.add(new Level(level, inner.tables()));
      return;
    }
    Map<Long, Counts> outer = levels.getLast().tables();
    inner
        .tables()
        .forEach((key, counts) -> outer.computeIfAbsent(key, k -> new Counts()).add(counts));
  }

  @Override
  public void committed() {
    flush(false);
  }

  @Override
  public void aborted() {
    flush(true);
  }

  private void flush(boolean rolledBack) {
    level = 1;
    lastTable = null;
    if (levels.isEmpty()) {
      return;
    }
    for (Level each : levels) {
      for (Map.Entry<Long, Counts> changed : each.tables().entrySet()) {
        if (rolledBack) {
          changed.getValue().rollBack();
        }
        publish(changed.getKey(), changed.getValue());
      }
    }
    levels.clear();
  }

  private void publish(long key, Counts counts) {
    long entry =
        entries.computeIfAbsent(key, k -> statistics.find((int) (k >>> 32), (int) (long) k, true));
    if (entry == 0) {
      return;
    }
    statistics.add(entry, TableStat.LIVE_TUPLES, counts.live);
    statistics.add(entry, TableStat.DEAD_TUPLES, counts.dead);
    statistics.add(entry, TableStat.INSERTED, counts.inserted);
    statistics.add(entry, TableStat.UPDATED, counts.updated);
    statistics.add(entry, TableStat.DELETED, counts.deleted);
    statistics.add(entry, TableStat.HOT_UPDATED, counts.heapOnly);
    statistics.add(entry, TableStat.SCANS, counts.scans);
    statistics.add(entry, TableStat.RETURNED, counts.returned);
    statistics.add(entry, TableStat.INS_SINCE_VACUUM, counts.inserted);
    statistics.add(
        entry, TableStat.MOD_SINCE_ANALYZE, counts.inserted + counts.updated + counts.deleted);
  }
}
