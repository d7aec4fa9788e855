package org.postern.storage.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.storage.access.TableHandle;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.ShmemConfig;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.tuple.AttributeLayout;
import org.postern.storage.tuple.TupleLayout;

class ChangeCounterTest {
  private static final TableHandle TABLE = table(5, 16400);
  private static final TableHandle OTHER = table(5, 16401);

  @TempDir private Path directory;
  private Arena arena;
  private TableStatistics statistics;
  private ChangeCounter counter;

  private static TableHandle table(int database, int oid) {
    return new TableHandle(
        new RelFileLocator(RelFileLocator.DEFAULT_TABLESPACE, database, oid),
        oid,
        new TupleLayout(new AttributeLayout[0]));
  }

  @BeforeEach
  void create() {
    arena = Arena.ofShared();
    ShmemConfig config = new ShmemConfig(3, 16, 1 << 18, 1024, 1 << 16, 1 << 16, 1 << 14);
    statistics = new TableStatistics(SharedMemory.create(directory.resolve("shm"), config, arena));
    counter = new ChangeCounter(statistics);
  }

  @AfterEach
  void close() {
    arena.close();
  }

  private long stat(TableHandle table, TableStat stat) {
    long entry = statistics.find(table.locator().dbOid(), table.oid(), false);
    return entry == 0 ? -1 : statistics.get(entry, stat);
  }

  @Test
  void shouldCountWhatWasCommitted() {
    counter.inserted(TABLE, 10);
    counter.updated(TABLE, true);
    counter.updated(TABLE, false);
    counter.deleted(TABLE);
    counter.scanned(OTHER, 7, true);
    assertThat(stat(TABLE, TableStat.INSERTED)).isEqualTo(-1);
    counter.committed();
    assertThat(stat(TABLE, TableStat.INSERTED)).isEqualTo(10);
    assertThat(stat(TABLE, TableStat.UPDATED)).isEqualTo(2);
    assertThat(stat(TABLE, TableStat.HOT_UPDATED)).isEqualTo(1);
    assertThat(stat(TABLE, TableStat.DELETED)).isEqualTo(1);
    assertThat(stat(TABLE, TableStat.LIVE_TUPLES)).isEqualTo(9);
    assertThat(stat(TABLE, TableStat.DEAD_TUPLES)).isEqualTo(3);
    assertThat(stat(TABLE, TableStat.MOD_SINCE_ANALYZE)).isEqualTo(13);
    assertThat(stat(OTHER, TableStat.SCANS)).isEqualTo(1);
    assertThat(stat(OTHER, TableStat.RETURNED)).isEqualTo(7);
    counter.committed();
    assertThat(stat(TABLE, TableStat.INSERTED)).isEqualTo(10);
  }

  @Test
  void shouldCountRowsAsDeadWhenRolledBack() {
    counter.inserted(TABLE, 10);
    counter.deleted(TABLE);
    counter.aborted();
    assertThat(stat(TABLE, TableStat.LIVE_TUPLES)).isZero();
    assertThat(stat(TABLE, TableStat.DEAD_TUPLES)).isEqualTo(10);
  }

  @Test
  void shouldRollBackOnlyTheSubtransaction() {
    counter.inserted(TABLE, 1);
    counter.subBegan(2);
    counter.inserted(TABLE, 10);
    counter.subBegan(3);
    counter.inserted(TABLE, 100);
    counter.subCommitted(3);
    counter.subAborted(2);
    counter.subBegan(2);
    counter.inserted(TABLE, 1000);
    counter.subCommitted(2);
    counter.committed();
    assertThat(stat(TABLE, TableStat.LIVE_TUPLES)).isEqualTo(1001);
    assertThat(stat(TABLE, TableStat.DEAD_TUPLES)).isEqualTo(110);
    assertThat(stat(TABLE, TableStat.INSERTED)).isEqualTo(1111);
  }

  @Test
  void shouldStopCountingNewTablesWhenTheTableIsFull() {
    int made = 0;
    for (int oid = 1; oid < 1000; oid++) {
      made += statistics.find(5, oid, true) != 0 ? 1 : 0;
    }
    assertThat(made).isEqualTo((1 << 14) / TableStatisticsLayout.SIZE);
    int[] seen = {0};
    statistics.forEach((database, table, entry) -> seen[0]++);
    assertThat(seen[0]).isEqualTo(made);
    assertThat(statistics.find(5, 1, false)).isEqualTo(statistics.find(5, 1, true));
  }

  @Test
  void shouldForgetWhatWasVacuumed() {
    counter.inserted(TABLE, 10);
    counter.committed();
    counter.deleted(TABLE);
    counter.committed();
    statistics.vacuumed(5, TABLE.oid(), 9, 0, true, 77);
    statistics.analyzed(5, TABLE.oid(), 9, false, 78);
    assertThat(stat(TABLE, TableStat.DEAD_TUPLES)).isZero();
    assertThat(stat(TABLE, TableStat.INS_SINCE_VACUUM)).isZero();
    assertThat(stat(TABLE, TableStat.MOD_SINCE_ANALYZE)).isZero();
    assertThat(stat(TABLE, TableStat.AUTOVACUUM_COUNT)).isEqualTo(1);
    assertThat(stat(TABLE, TableStat.LAST_AUTOVACUUM)).isEqualTo(77);
    assertThat(stat(TABLE, TableStat.LAST_ANALYZE)).isEqualTo(78);
    assertThat(stat(TABLE, TableStat.LAST_VACUUM)).isZero();
  }

  @Test
  void shouldKnowWhenATableIsDue() {
    VacuumThresholds thresholds = new VacuumThresholds(50, 0.2, 1000, 0.2, 50, 0.1);
    assertThat(thresholds.vacuumDue(1000, 250, 0)).isFalse();
    assertThat(thresholds.vacuumDue(1000, 251, 0)).isTrue();
    assertThat(thresholds.vacuumDue(1000, 0, 1200)).isFalse();
    assertThat(thresholds.vacuumDue(1000, 0, 1201)).isTrue();
    assertThat(thresholds.analyzeDue(1000, 150)).isFalse();
    assertThat(thresholds.analyzeDue(1000, 151)).isTrue();
    VacuumThresholds noInserts = new VacuumThresholds(50, 0.2, -1, 0.2, 50, 0.1);
    assertThat(noInserts.vacuumDue(1000, 0, 1_000_000)).isFalse();
  }
}
