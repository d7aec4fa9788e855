package org.postern.storage.transam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.walapi.CapturedRecord;
import org.postern.storage.walapi.RmgrId;
import org.postern.storage.walapi.WalOutput;

final class TransactionManagerTest {
  @TempDir private Path directory;
  private TransamWorld world;
  private TransamWorld.Process one;
  private TransamWorld.Process two;

  @BeforeEach
  void open() {
    world = new TransamWorld(directory);
    one = world.newProcess();
    two = world.newProcess();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void shouldLogNothingWhenTransactionHasNoId() {
    one.transactions().begin(IsolationLevel.READ_COMMITTED, false);
    assertThat(one.transactions().topXidIfAny()).isZero();
    one.transactions().commit();
    one.transactions().begin(IsolationLevel.READ_COMMITTED, false);
    one.transactions().abort();
    assertThat(world.fixture().wal().records()).isEmpty();
    assertThat(one.transactions().inTransaction()).isFalse();
  }

  @Test
  void shouldShowOutcomeToOthersWhenTransactionsEnd() {
    long committing = one.begin();
    long aborting = two.begin();
    assertThat(aborting).isEqualTo(committing + 1);
    assertThat(two.log().isInProgress(committing)).isTrue();
    one.transactions().commit();
    two.transactions().abort();
    long csn = world.fixture().wal().records().getFirst().endLsn();
    assertThat(two.log().outcome(committing)).isEqualTo(csn);
    assertThat(one.log().isAborted(aborting)).isTrue();
    assertThat(one.log().committedBefore(committing, csn)).isTrue();
    assertThat(one.log().committedBefore(committing, csn - 8)).isFalse();
    assertThat(one.log().outcome(Xid.FROZEN)).isEqualTo(CommitLog.FROZEN_SEQUENCE);
    assertThatThrownBy(() -> one.log().outcome(1000)).hasMessageContaining("1000");
    assertThat(world.fixture().wal().flushedLsn()).isGreaterThanOrEqualTo(csn);
  }

  @Test
  void shouldNotFlushWhenCommitIsAsynchronous() {
    one.begin();
    one.transactions().setSynchronousCommit(false);
    one.transactions().commit();
    assertThat(world.fixture().wal().flushCount()).isZero();
  }

  @Test
  void shouldSeeCommitOnlyInLaterSnapshots() {
    long xid = one.begin();
    two.transactions().begin(IsolationLevel.READ_COMMITTED, false);
    Snapshot before = two.transactions().snapshots().acquire();
    one.transactions().commit();
    Snapshot after = two.transactions().snapshots().acquire();
    assertThat(two.log().committedBefore(xid, before.csn())).isFalse();
    assertThat(two.log().committedBefore(xid, after.csn())).isTrue();
    assertThat(before.xmin()).isLessThanOrEqualTo(xid);
  }

  @Test
  void shouldKeepSnapshotWhenRepeatableRead() {
    two.transactions().begin(IsolationLevel.REPEATABLE_READ, false);
    Snapshot first = two.transactions().snapshots().acquire();
    two.transactions().snapshots().release(first);
    one.begin();
    one.transactions().commit();
    Snapshot second = two.transactions().snapshots().acquire();
    assertThat(second.csn()).isEqualTo(first.csn());
    assertThat(one.transam().horizons().oldestSnapshotCsn()).isEqualTo(first.csn());
    two.transactions().commit();
    assertThat(one.transam().horizons().oldestSnapshotCsn()).isGreaterThan(first.csn());
  }

  @Test
  void shouldHoldBackHorizonUntilLastSnapshotIsReleased() {
    two.transactions().begin(IsolationLevel.READ_COMMITTED, false);
    Snapshot old = two.transactions().snapshots().acquire();
    Snapshot cursor = two.transactions().snapshots().retain(old);
    one.begin();
    one.transactions().commit();
    Snapshot fresh = two.transactions().snapshots().acquire();
    two.transactions().snapshots().release(old);
    assertThat(one.transam().horizons().oldestSnapshotCsn()).isEqualTo(old.csn());
    two.transactions().snapshots().release(cursor);
    assertThat(one.transam().horizons().oldestSnapshotCsn()).isEqualTo(fresh.csn());
    two.transactions().snapshots().release(fresh);
    assertThat(two.storage().slot().snapshotCsn()).isZero();
  }

  @Test
  void shouldGiveParentsIdsFirstWhenSubtransactionWrites() {
    TransactionManager tm = one.transactions();
    tm.begin(IsolationLevel.READ_COMMITTED, false);
    assertThat(tm.beginSub()).isEqualTo(2);
    assertThat(tm.beginSub()).isEqualTo(3);
    long inner = tm.currentXid();
    long top = tm.topXid();
    assertThat(inner).isEqualTo(top + 2);
    assertThat(two.log().topmost(inner)).isEqualTo(top);
    assertThat(tm.isCurrent(top + 1)).isTrue();
    tm.commitSub();
    assertThat(tm.currentXid()).isEqualTo(top + 1);
    tm.commit();
    CapturedRecord commit = world.fixture().wal().last();
    XactWal.End end = XactWal.read(commit.info(), commit.xid(), commit.data());
    assertThat(end.subs()).containsExactly(top + 1, inner);
    assertThat(two.log().outcome(inner)).isEqualTo(commit.endLsn());
    assertThat(two.log().outcome(top + 1)).isEqualTo(commit.endLsn());
  }

  @Test
  void shouldForgetRolledBackSubtransactionWhenTopCommits() {
    TransactionManager tm = one.transactions();
    long top = one.begin();
    tm.beginSub();
    long kept = tm.currentXid();
    tm.commitSub();
    tm.beginSub();
    long lost = tm.currentXid();
    tm.beginSub();
    long lostChild = tm.currentXid();
    tm.commitSub();
    tm.abortSub();
    assertThat(tm.isCurrent(lost)).isFalse();
    assertThat(tm.isCurrent(lostChild)).isFalse();
    assertThat(tm.isCurrent(kept)).isTrue();
    assertThat(two.log().isAborted(lost)).isTrue();
    assertThat(two.log().isAborted(lostChild)).isTrue();
    assertThat(two.log().isInProgress(kept)).isTrue();
    tm.beginSub();
    long late = tm.currentXid();
    tm.commit();
    assertThat(two.log().isCommitted(top)).isTrue();
    assertThat(two.log().isCommitted(kept)).isTrue();
    assertThat(two.log().isCommitted(late)).isTrue();
    assertThat(two.log().isAborted(lost)).isTrue();
    assertThat(two.log().isAborted(lostChild)).isTrue();
  }

  @Test
  void shouldAbortEverythingWhenTopAborts() {
    TransactionManager tm = one.transactions();
    long top = one.begin();
    tm.beginSub();
    long sub = tm.currentXid();
    tm.commitSub();
    tm.beginSub();
    long open = tm.currentXid();
    tm.abort();
    assertThat(two.log().isAborted(top)).isTrue();
    assertThat(two.log().isAborted(sub)).isTrue();
    assertThat(two.log().isAborted(open)).isTrue();
    assertThat(tm.nestingLevel()).isZero();
  }

  @Test
  void shouldCountCommandsOnlyWhenUsed() {
    TransactionManager tm = one.transactions();
    tm.begin(IsolationLevel.READ_COMMITTED, false);
    tm.incrementCommandId();
    assertThat(tm.commandId(true)).isZero();
    tm.incrementCommandId();
    assertThat(tm.commandId(false)).isEqualTo(1);
    tm.incrementCommandId();
    assertThat(tm.commandId(false)).isEqualTo(1);
    tm.commit();
    tm.begin(IsolationLevel.READ_COMMITTED, false);
    assertThat(tm.commandId(false)).isZero();
  }

  @Test
  void shouldRemoveFilesWhenCreationIsRolledBack() {
    RelFileLocator kept = world.fixture().newLocator();
    RelFileLocator lost = world.fixture().newLocator();
    RelFileLocator lostInSub = world.fixture().newLocator();
    TransactionManager tm = one.transactions();
    tm.begin(IsolationLevel.READ_COMMITTED, false);
    tm.createFiles(kept, true);
    tm.beginSub();
    tm.createFiles(lostInSub, true);
    assertThat(one.storage().smgr().exists(lostInSub, Fork.MAIN)).isTrue();
    tm.abortSub();
    assertThat(one.storage().smgr().exists(lostInSub, Fork.MAIN)).isFalse();
    tm.commit();
    assertThat(one.storage().smgr().exists(kept, Fork.MAIN)).isTrue();
    tm.begin(IsolationLevel.READ_COMMITTED, false);
    tm.createFiles(lost, true);
    tm.dropFilesAtCommit(kept);
    tm.abort();
    assertThat(one.storage().smgr().exists(lost, Fork.MAIN)).isFalse();
    assertThat(one.storage().smgr().exists(kept, Fork.MAIN)).isTrue();
    tm.begin(IsolationLevel.READ_COMMITTED, false);
    tm.dropFilesAtCommit(kept);
    assertThat(one.storage().smgr().exists(kept, Fork.MAIN)).isTrue();
    tm.commit();
    assertThat(one.storage().smgr().exists(kept, Fork.MAIN)).isFalse();
  }

  @Test
  void shouldTellCallbacksInPhaseOrder() {
    List<String> told = new ArrayList<>();
    TransactionManager tm = one.transactions();
    for (TransactionCallback.Phase phase : TransactionCallback.Phase.values()) {
      tm.register(
          phase,
          new TransactionCallback() {
            @Override
            public void preCommit() {
              told.add("pre " + phase);
            }

            @Override
            public void invalidations(WalOutput out) {
              out.putByte(phase.ordinal());
            }

            @Override
            public void committed() {
              told.add("committed " + phase);
            }

            @Override
            public void aborted() {
              told.add("aborted " + phase);
            }
          });
    }
    one.begin();
    tm.commit();
    assertThat(told).hasSize(10).startsWith("pre RESOURCES").endsWith("committed CLEANUP");
    CapturedRecord commit = world.fixture().wal().last();
    assertThat(XactWal.read(commit.info(), commit.xid(), commit.data()).messages())
        .containsExactly(0, 1, 2, 3, 4);
    told.clear();
    one.begin();
    tm.abort();
    assertThat(told).hasSize(5).startsWith("aborted RESOURCES");
  }

  @Test
  void shouldStayOpenWhenPreCommitFails() {
    boolean[] fail = {true};
    one.transactions()
        .register(
            TransactionCallback.Phase.RESOURCES,
            new TransactionCallback() {
              @Override
              public void preCommit() {
                if (fail[0]) {
                  throw new IllegalStateException("deferred check");
                }
              }
            });
    long xid = one.begin();
    assertThatThrownBy(() -> one.transactions().commit()).hasMessage("deferred check");
    assertThat(one.transactions().inTransaction()).isTrue();
    one.transactions().abort();
    assertThat(two.log().isAborted(xid)).isTrue();
  }

  @Test
  void shouldMoveWordsToPagesWhenRingIsFull() {
    List<Long> committed = new ArrayList<>();
    long running = two.begin();
    TransactionManager tm = one.transactions();
    tm.setSynchronousCommit(false);
    tm.begin(IsolationLevel.READ_COMMITTED, false);
    tm.beginSub();
    long early = tm.currentXid();
    tm.commitSub();
    tm.commit();
    for (int i = 0; i < 70_000; i++) {
      long xid = one.begin();
      if (i % 1000 == 0) {
        tm.abort();
      } else {
        tm.commit();
        committed.add(xid);
      }
    }
    assertThat(two.log().isCommitted(early)).isTrue();
    assertThat(two.log().isInProgress(running)).isTrue();
    for (int i = 0; i < committed.size(); i += 777) {
      assertThat(two.log().isCommitted(committed.get(i))).isTrue();
    }
    assertThat(two.log().isAborted(committed.getFirst() - 1)).isTrue();
    assertThat(one.transam().horizons().refreshOldestRunningXid()).isEqualTo(running);
    two.transactions().commit();
    assertThat(one.log().isCommitted(running)).isTrue();
    assertThat(one.transam().horizons().refreshOldestRunningXid()).isGreaterThan(running);
  }

  @Test
  void shouldRestoreOutcomesWhenRecordsAreReplayed() {
    TransactionManager tm = one.transactions();
    long committed = one.begin();
    tm.beginSub();
    long sub = tm.currentXid();
    tm.commitSub();
    RelFileLocator created = world.fixture().newLocator();
    tm.createFiles(created, true);
    tm.commit();
    long aborted = one.begin();
    tm.abort();
    long cutOff = one.begin();
    RelFileLocator orphan = world.fixture().newLocator();
    tm.createFiles(orphan, true);
    List<CapturedRecord> records = world.fixture().wal().records();

    try (TransamWorld other = new TransamWorld(directory.resolve("other"))) {
      TransamWorld.Process process = other.newProcess();
      TransactionRecovery recovery = process.transam().recovery();
      recovery.restore(Xid.FIRST_NORMAL, 16384, Xid.FIRST_NORMAL, 8);
      var managers = process.transam().resourceManagers();
      for (CapturedRecord record : records) {
        recovery.sawXid(record.xid());
        managers.get(record.rmgr() == RmgrId.XACT ? 0 : 1).redo(record, null);
      }
      assertThat(process.storage().smgr().exists(orphan, Fork.MAIN)).isTrue();
      recovery.finishRecovery(records.getLast().endLsn());
      managers.forEach(manager -> manager.endRecovery());
      assertThat(process.log().isCommitted(committed)).isTrue();
      assertThat(process.log().outcome(sub)).isEqualTo(process.log().outcome(committed));
      assertThat(process.log().isAborted(aborted)).isTrue();
      assertThat(process.log().isAborted(cutOff)).isTrue();
      assertThat(process.storage().smgr().exists(created, Fork.MAIN)).isTrue();
      assertThat(process.storage().smgr().exists(orphan, Fork.MAIN)).isFalse();
      assertThat(process.begin()).isGreaterThan(cutOff);
    }
  }

  @Test
  void shouldGiveOutOidsOnceWhenSeveralProcessesAsk() {
    assertThat(one.transam().oids().next()).isEqualTo(16384);
    assertThat(two.transam().oids().next()).isEqualTo(16385);
    assertThat(world.fixture().wal().records()).hasSize(1);
    for (int i = 0; i < 8192; i++) {
      one.transam().oids().next();
    }
    assertThat(world.fixture().wal().records()).hasSize(2);
  }
}
