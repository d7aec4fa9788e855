package org.postern.storage.reaper;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.storage.buffer.BufferPool;
import org.postern.storage.buffer.BufferRepair.EditOutcome;
import org.postern.storage.buffer.PageEdit;
import org.postern.storage.lock.LockMode;
import org.postern.storage.lock.LockResult;
import org.postern.storage.lock.LockTag;
import org.postern.storage.lock.WaitPolicy;
import org.postern.storage.lwlock.LwLockId;
import org.postern.storage.lwlock.LwLockMode;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.proc.ProcSlotLayout;
import org.postern.storage.shmem.Words;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.testkit.StorageFixture;
import org.postern.storage.testkit.TestProcess;
import org.postern.storage.walapi.BlockFlags;
import org.postern.storage.walapi.RmgrId;

/** A process "dies" here by being left alone at some point; the reaper is told its slot. */
final class SlotReaperTest {
  @TempDir Path dir;
  private StorageFixture fixture;
  private TestProcess living;
  private TestProcess victim;
  private RelFileLocator rel;
  private int buffer;

  @BeforeEach
  void open() {
    fixture = StorageFixture.create(dir, 8, 32);
    living = fixture.process();
    victim = fixture.newProcess();
    rel = fixture.createRelation();
    BufferPool pool = living.pool();
    buffer = pool.extend(rel, Fork.MAIN);
    SlottedPage.init(pool.memory(), pool.page(buffer), 0);
    put(7);
    pool.markDirty(buffer);
    pool.unlockUnpin(buffer);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private void put(long value) {
    living.pool().memory().set(ValueLayout.JAVA_LONG, at(), value);
  }

  private long get() {
    return living.pool().memory().get(ValueLayout.JAVA_LONG, at());
  }

  private long at() {
    return living.pool().page(buffer) + 4096;
  }

  private ReapResult reap(ReaperHooks hooks) {
    SlotReaper reaper = new SlotReaper(fixture.memory(), living.slot(), hooks);
    List<ReapResult> results = reaper.reap(List.of(victim.slot().index()));
    assertThat(results).hasSize(1);
    return results.getFirst();
  }

  private PageEdit beginEdit() {
    victim.pool().read(rel, Fork.MAIN, 0);
    victim.pool().lockExclusive(buffer);
    PageEdit edit = victim.edits().begin(RmgrId.GENERIC, 1);
    edit.add(buffer, BlockFlags.STANDARD);
    put(8);
    return edit;
  }

  private void assertPageFree() {
    living.pool().read(rel, Fork.MAIN, 0);
    assertThat(living.pool().tryLockCleanup(buffer)).isTrue();
    living.pool().unlockUnpin(buffer);
  }

  @Test
  void shouldUndoTheEditWhenTheProcessDiedInTheMiddle() {
    beginEdit();
    ReapResult result = reap(ReaperHooks.NONE);
    assertThat(result.repaired()).isTrue();
    assertThat(result.edit()).isEqualTo(EditOutcome.UNDONE);
    assertThat(result.pins()).isEqualTo(1);
    assertThat(result.lwLocks()).isEqualTo(1);
    assertThat(get()).isEqualTo(7);
    assertPageFree();
    assertThat(living.slots().isFree(victim.slot().index())).isTrue();
  }

  private void setEditPhase(int phase) {
    Words.setIntVolatile(
        fixture.memory().segment(), victim.slot().base() + ProcSlotLayout.EDIT_PHASE, phase);
  }

  @Test
  void shouldUndoTheEditWhenTheRecordIsNotInTheLog() {
    beginEdit();
    setEditPhase(ProcSlotLayout.EDIT_LOGGING);
    assertThat(reap(ReaperHooks.NONE).edit()).isEqualTo(EditOutcome.UNDONE);
    assertThat(get()).isEqualTo(7);
    assertPageFree();
  }

  @Test
  void shouldCompleteTheEditWhenTheRecordIsInTheLog() {
    beginEdit();
    setEditPhase(ProcSlotLayout.EDIT_LOGGING);
    long end = 0x7000;
    ReapResult result =
        reap(
            new ReaperHooks() {
              @Override
              public long finishWal(int deadSlot) {
                return end;
              }
            });
    assertThat(result.edit()).isEqualTo(EditOutcome.COMPLETED);
    assertThat(get()).isEqualTo(8);
    living.pool().read(rel, Fork.MAIN, 0);
    assertThat(living.pool().lsn(buffer)).isEqualTo(end);
    living.pool().unpin(buffer);
    assertPageFree();
  }

  @Test
  void shouldAskForARestartWhenAnEditedPageWasNotLocked() {
    beginEdit();
    victim.pool().unlock(buffer);
    assertThat(reap(ReaperHooks.NONE).repaired()).isFalse();
    assertThat(fixture.memory().restartRequested()).isTrue();
    assertThat(fixture.memory().restartsNeeded()).isEqualTo(1);
  }

  @Test
  void shouldRecountSharedHoldsWhenTheDeadOneWasBetweenIntentAndAct() {
    var shm = fixture.memory().segment();
    TestProcess third = fixture.newProcess();
    long lock = living.locks().address(LwLockId.AUTOVACUUM);
    third.locks().acquire(lock, LwLockMode.SHARED);
    victim.locks().acquire(lock, LwLockMode.SHARED);
    long intent = victim.slot().base() + ProcSlotLayout.LWLOCK_INTENTS;
    long held = Words.longAcquire(shm, intent);
    for (int phase : new int[] {ProcSlotLayout.PHASE_TRYING, ProcSlotLayout.PHASE_RELEASING}) {
      Words.setLongRelease(shm, intent, held & ~0xFFL | phase);
    }
    assertThat(reap(ReaperHooks.NONE).repaired()).isTrue();
    assertThat(living.locks().tryAcquire(lock, LwLockMode.EXCLUSIVE)).isFalse();
    third.locks().release(lock);
    assertThat(living.locks().tryAcquire(lock, LwLockMode.EXCLUSIVE)).isTrue();
    living.locks().release(lock);
  }

  @Test
  void shouldIgnoreAnIntentWhenTheActDidNotHappen() {
    var shm = fixture.memory().segment();
    long lock = living.locks().address(LwLockId.AUTOVACUUM);
    living.locks().acquire(lock, LwLockMode.EXCLUSIVE);
    long mine = Words.longAcquire(shm, living.slot().base() + ProcSlotLayout.LWLOCK_INTENTS);
    Words.setLongRelease(
        shm,
        victim.slot().base() + ProcSlotLayout.LWLOCK_INTENTS,
        mine & ~0xFFL | ProcSlotLayout.PHASE_TRYING);
    assertThat(reap(ReaperHooks.NONE).repaired()).isTrue();
    assertThat(living.locks().isHeldExclusively(lock)).isTrue();
    living.locks().release(lock);
  }

  @Test
  void shouldRebuildTheMappingWhenItsPartitionWasLocked() {
    for (int i = 0; i < LwLockId.BUFFER_MAPPING.count(); i++) {
      if (i % 8 == 0) {
        victim
            .locks()
            .acquire(victim.locks().address(LwLockId.BUFFER_MAPPING, i), LwLockMode.EXCLUSIVE);
      }
    }
    assertThat(reap(ReaperHooks.NONE).repaired()).isTrue();
    long reads = living.pool().reads();
    assertThat(living.pool().read(rel, Fork.MAIN, 0)).isEqualTo(buffer);
    assertThat(living.pool().reads()).isEqualTo(reads);
    living.pool().unpin(buffer);
  }

  @Test
  void shouldTellTheHookWhenANamedLockWasHeld() {
    AtomicBoolean told = new AtomicBoolean();
    victim.locks().acquire(LwLockId.WAL_WRITE, LwLockMode.EXCLUSIVE);
    reap(
        new ReaperHooks() {
          @Override
          public void lockLost(LwLockId id, int index, int deadSlot) {
            told.set(id == LwLockId.WAL_WRITE && deadSlot == victim.slot().index());
          }
        });
    assertThat(told).isTrue();
    assertThat(
            living
                .locks()
                .tryAcquire(living.locks().address(LwLockId.WAL_WRITE), LwLockMode.EXCLUSIVE))
        .isTrue();
    living.locks().release(LwLockId.WAL_WRITE);
  }

  @Test
  void shouldEndTheTransactionBeforeGivingItsLocksToOthers() {
    LockTag tag = LockTag.transaction(77);
    victim.lockManager().acquire(tag, LockMode.EXCLUSIVE, false, WaitPolicy.BLOCK);
    AtomicBoolean stillLocked = new AtomicBoolean();
    ReapResult result =
        reap(
            new ReaperHooks() {
              @Override
              public void finishTransaction(int deadSlot) {
                stillLocked.set(
                    living.lockManager().acquire(tag, LockMode.SHARE, false, WaitPolicy.RETURN)
                        == LockResult.NOT_AVAILABLE);
              }
            });
    assertThat(stillLocked).isTrue();
    assertThat(result.heavyweightLocks()).isEqualTo(1);
    assertThat(living.lockManager().acquire(tag, LockMode.SHARE, false, WaitPolicy.RETURN))
        .isEqualTo(LockResult.GRANTED);
  }

  @Test
  void shouldGiveTheSlotToTheNextProcessWhenReaped() {
    int index = victim.slot().index();
    beginEdit();
    reap(ReaperHooks.NONE);
    TestProcess next = fixture.newProcess();
    assertThat(next.slot().index()).isEqualTo(index);
    assertThat(next.locks().heldCount()).isZero();
    next.pool().unpin(next.pool().read(rel, Fork.MAIN, 0));
    next.exit();
  }
}
