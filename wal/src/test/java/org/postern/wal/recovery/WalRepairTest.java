package org.postern.wal.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.storage.proc.ProcSlotLayout;
import org.postern.storage.shmem.ShmemArea;
import org.postern.storage.shmem.Words;
import org.postern.storage.walapi.DeadWriter.Fate;
import org.postern.storage.walapi.RmgrId;
import org.postern.wal.MemoryFileSystem;
import org.postern.wal.WalFixture;
import org.postern.wal.insert.WalControlLayout;
import org.postern.wal.reader.FileSource;

/** What happens to the reservation of a process that died at each point of an insertion. */
final class WalRepairTest {
  private static final int NO_SUCH_PID = 99_999_999;
  private static final int SEGMENT = 1 << 18;
  private static final long LENGTH = 128;

  private final MemoryFileSystem files = new MemoryFileSystem();
  private WalFixture fixture;
  private WalFixture.Process dead;
  private WalFixture.Process living;
  private WalRepair repair;

  @BeforeEach
  void open() {
    fixture = WalFixture.started(files, 8);
    dead = fixture.process();
    living = fixture.process();
    repair =
        new WalRepair(
            fixture.memory(), fixture.slots(), new FileSource(files, WalFixture.PG_WAL, SEGMENT));
    living.put(1, 1, "before".getBytes());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private void kill(WalFixture.Process process, int phase, long start) {
    var shm = fixture.memory().segment();
    long slot = process.slot().base();
    Words.setIntVolatile(shm, slot + ProcSlotLayout.PID, NO_SUCH_PID);
    Words.setLongVolatile(shm, slot + ProcSlotLayout.WAL_START, start);
    Words.setLongVolatile(shm, slot + ProcSlotLayout.WAL_LENGTH, LENGTH);
    Words.setIntVolatile(shm, slot + ProcSlotLayout.WAL_PHASE, phase);
  }

  /** The compare-and-set of a reservation that is never filled. */
  private long reserve() {
    long word = fixture.memory().base(ShmemArea.WAL_CONTROL) + WalControlLayout.INSERT_POSITION;
    return Words.getAndAddLong(fixture.memory().segment(), word, LENGTH);
  }

  private Fate settle() {
    return repair.settle(dead.slot().base());
  }

  private void checkLog(String... expected) {
    living.wal().flush(living.put(1, 1, "after".getBytes()));
    assertThat(WalFixture.readAll(files, SEGMENT, fixture.firstLsn()))
        .filteredOn(text -> !text.startsWith("\0"))
        .containsExactly(expected);
  }

  @Test
  void shouldBlockFlushUntilPaddedWhenReservedPlaceIsEmpty() throws Exception {
    kill(dead, ProcSlotLayout.WAL_RESERVED, reserve());
    long end = living.put(1, 1, "behind".getBytes());
    CompletableFuture<Void> flush = CompletableFuture.runAsync(() -> living.wal().flush(end));
    Thread.sleep(50);
    assertThat(flush).isNotDone();
    assertThat(settle()).isEqualTo(Fate.PADDED);
    flush.get(10, TimeUnit.SECONDS);
    assertThat(settle()).isEqualTo(Fate.NOTHING);
    checkLog("before", "behind", "after");
    assertThat(WalFixture.readAll(files, SEGMENT, fixture.firstLsn())).hasSize(4);
  }

  @Test
  void shouldKeepRecordWhenItIsWhole() {
    long end = dead.put(1, 1, new byte[(int) LENGTH - 32]);
    long start = end - LENGTH;
    kill(dead, ProcSlotLayout.WAL_RESERVED, start);
    assertThat(settle()).isEqualTo(Fate.COMPLETE);
    assertThat(settle()).isEqualTo(Fate.COMPLETE);
    assertThat(repair.read(start).rmgr()).isEqualTo(RmgrId.GENERIC);
    assertThat(
            dead.slot()
                .segment()
                .get(
                    java.lang.foreign.ValueLayout.JAVA_LONG,
                    dead.slot().base() + ProcSlotLayout.WAL_END))
        .isEqualTo(end);
    checkLog("before", "after");
  }

  @Test
  void shouldFindNothingWhenPositionHasNotMoved() {
    kill(dead, ProcSlotLayout.WAL_TRYING, living.wal().insertLsn());
    assertThat(settle()).isEqualTo(Fate.NOTHING);
    checkLog("before", "after");
  }

  @Test
  void shouldFindNothingWhenAnotherRecordIsThere() {
    long start = living.wal().insertLsn();
    living.put(1, 1, "other".getBytes());
    kill(dead, ProcSlotLayout.WAL_TRYING, start);
    assertThat(settle()).isEqualTo(Fate.NOTHING);
    checkLog("before", "other", "after");
  }

  @Test
  void shouldPadWhenTryingHadSucceeded() {
    kill(dead, ProcSlotLayout.WAL_TRYING, reserve());
    assertThat(settle()).isEqualTo(Fate.PADDED);
    checkLog("before", "after");
  }

  @Test
  void shouldAskForRestartWhenTwoDeadClaimTheSamePlace() {
    long start = reserve();
    WalFixture.Process second = fixture.process();
    kill(second, ProcSlotLayout.WAL_TRYING, start);
    kill(dead, ProcSlotLayout.WAL_TRYING, start);
    assertThat(settle()).isEqualTo(Fate.AMBIGUOUS);
    assertThat(settle()).isEqualTo(Fate.AMBIGUOUS);
  }

  @Test
  void shouldReadRecordFromFilesWhenItHasLeftTheRing() {
    long end = living.put(1, 1, "old".getBytes());
    long start = living.wal().lastStart();
    for (int i = 0; i < 400; i++) {
      end = living.put(1, 1, new byte[4000]);
    }
    living.wal().flush(end);
    byte[] data = repair.read(start).data().getBytes(3);
    assertThat(new String(data)).isEqualTo("old");
    assertThat(repair.read(start + 8)).isNull();
  }
}
