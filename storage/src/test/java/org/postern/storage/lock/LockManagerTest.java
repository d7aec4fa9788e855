package org.postern.storage.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.proc.Interrupts;
import org.postern.storage.testkit.StorageFixture;
import org.postern.storage.testkit.TestProcess;

final class LockManagerTest {
  private static final LockTag A = LockTag.relation(5, 16384);
  private static final LockTag B = LockTag.relation(5, 16385);

  @TempDir Path dir;
  private StorageFixture fixture;
  private ExecutorService threads;
  private TestProcess p1;
  private TestProcess p2;
  private TestProcess p3;

  @BeforeEach
  void open() {
    fixture = StorageFixture.create(dir, 8, 16);
    threads = Executors.newCachedThreadPool();
    p1 = fixture.newProcess();
    p2 = fixture.newProcess();
    p3 = fixture.newProcess();
    for (TestProcess p : List.of(p1, p2, p3)) {
      p.lockManager().deadlockTimeout(50);
    }
  }

  @AfterEach
  void close() throws InterruptedException {
    threads.shutdown();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    fixture.close();
  }

  private static LockResult take(TestProcess p, LockTag tag, LockMode mode) {
    return p.lockManager().acquire(tag, mode, false, WaitPolicy.BLOCK);
  }

  private static LockResult tryTake(TestProcess p, LockTag tag, LockMode mode) {
    return p.lockManager().acquire(tag, mode, false, WaitPolicy.RETURN);
  }

  private Future<LockResult> start(TestProcess p, LockTag tag, LockMode mode) {
    Callable<LockResult> task = () -> take(p, tag, mode);
    return threads.submit(task);
  }

  private void awaitWaiters(int count) throws InterruptedException {
    for (int i = 0; i < 1000; i++) {
      long waiting = p1.lockManager().status().stream().filter(s -> !s.granted()).count();
      if (waiting == count) {
        return;
      }
      Thread.sleep(5);
    }
    throw new AssertionError("waiters: " + p1.lockManager().status());
  }

  @Test
  void shouldFollowTheConflictTableWhenTwoProcessesLock() {
    for (LockMode first : LockMode.values()) {
      for (LockMode second : LockMode.values()) {
        take(p1, A, first);
        LockResult result = tryTake(p2, A, second);
        assertThat(result)
            .as("%s then %s", first, second)
            .isEqualTo(first.conflictsWith(second) ? LockResult.NOT_AVAILABLE : LockResult.GRANTED);
        assertThat(second.conflictsWith(first)).isEqualTo(first.conflictsWith(second));
        p1.lockManager().releaseTransactionLocks();
        p2.lockManager().releaseTransactionLocks();
      }
    }
    assertThat(p1.lockManager().status()).isEmpty();
  }

  @Test
  void shouldCountAcquisitionsWhenTheSameLockIsTakenTwice() {
    assertThat(take(p1, A, LockMode.EXCLUSIVE)).isEqualTo(LockResult.GRANTED);
    assertThat(take(p1, A, LockMode.EXCLUSIVE)).isEqualTo(LockResult.ALREADY_HELD);
    assertThat(p1.lockManager().release(A, LockMode.EXCLUSIVE, false)).isTrue();
    assertThat(tryTake(p2, A, LockMode.SHARE)).isEqualTo(LockResult.NOT_AVAILABLE);
    assertThat(p1.lockManager().release(A, LockMode.EXCLUSIVE, false)).isTrue();
    assertThat(p1.lockManager().release(A, LockMode.EXCLUSIVE, false)).isFalse();
    assertThat(tryTake(p2, A, LockMode.SHARE)).isEqualTo(LockResult.GRANTED);
  }

  @Test
  void shouldGetTheLockWhenTheHolderReleases() throws Exception {
    take(p1, A, LockMode.ACCESS_EXCLUSIVE);
    Future<LockResult> waiting = start(p2, A, LockMode.ACCESS_SHARE);
    awaitWaiters(1);
    assertThat(p3.lockManager().hasWaiters(A)).isTrue();
    p1.lockManager().releaseTransactionLocks();
    assertThat(waiting.get(5, TimeUnit.SECONDS)).isEqualTo(LockResult.GRANTED);
    assertThat(p2.lockManager().isHeld(A, LockMode.ACCESS_SHARE)).isTrue();
  }

  /** Both were placed right before the same waiter, which gives them equal tickets. */
  @Test
  void shouldGrantBothWhenTwoHoldersAskForMoreBeforeAnotherWaiter() throws Exception {
    TestProcess p4 = fixture.newProcess();
    take(p1, A, LockMode.ACCESS_SHARE);
    take(p2, A, LockMode.ACCESS_SHARE);
    take(p3, A, LockMode.ROW_EXCLUSIVE);
    Future<LockResult> last = start(p4, A, LockMode.ACCESS_EXCLUSIVE);
    awaitWaiters(1);
    Future<LockResult> first = start(p1, A, LockMode.SHARE);
    Future<LockResult> second = start(p2, A, LockMode.SHARE);
    awaitWaiters(3);
    p3.lockManager().releaseTransactionLocks();
    try {
      assertThat(first.get(5, TimeUnit.SECONDS)).isEqualTo(LockResult.GRANTED);
      assertThat(second.get(5, TimeUnit.SECONDS)).isEqualTo(LockResult.GRANTED);
    } finally {
      p1.slot().interrupts().raise(Interrupts.CANCEL);
      p2.slot().interrupts().raise(Interrupts.CANCEL);
      p4.slot().interrupts().raise(Interrupts.CANCEL);
    }
    assertThatThrownBy(() -> last.get(5, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
  }

  @Test
  void shouldQueueBehindAWaiterWhenModesConflict() throws Exception {
    take(p1, A, LockMode.ACCESS_SHARE);
    Future<LockResult> strong = start(p2, A, LockMode.ACCESS_EXCLUSIVE);
    awaitWaiters(1);
    assertThat(tryTake(p3, A, LockMode.ACCESS_SHARE)).isEqualTo(LockResult.NOT_AVAILABLE);
    Future<LockResult> weak = start(p3, A, LockMode.ACCESS_SHARE);
    awaitWaiters(2);
    p1.lockManager().releaseTransactionLocks();
    assertThat(strong.get(5, TimeUnit.SECONDS)).isEqualTo(LockResult.GRANTED);
    assertThatThrownBy(() -> weak.get(100, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    p2.lockManager().releaseTransactionLocks();
    assertThat(weak.get(5, TimeUnit.SECONDS)).isEqualTo(LockResult.GRANTED);
  }

  @Test
  void shouldPassAWaiterWhenAHolderAsksForMore() throws Exception {
    take(p1, A, LockMode.ACCESS_SHARE);
    Future<LockResult> strong = start(p2, A, LockMode.ACCESS_EXCLUSIVE);
    awaitWaiters(1);
    assertThat(tryTake(p1, A, LockMode.ROW_EXCLUSIVE)).isEqualTo(LockResult.GRANTED);
    p1.lockManager().releaseTransactionLocks();
    assertThat(strong.get(5, TimeUnit.SECONDS)).isEqualTo(LockResult.GRANTED);
  }

  @Test
  void shouldReportADeadlockWhenTwoProcessesWaitForEachOther() throws Exception {
    take(p1, A, LockMode.EXCLUSIVE);
    take(p2, B, LockMode.EXCLUSIVE);
    List<Future<LockResult>> both = new ArrayList<>();
    p1.lockManager().deadlockTimeout(5000);
    both.add(start(p1, B, LockMode.SHARE));
    awaitWaiters(1);
    both.add(start(p2, A, LockMode.SHARE));
    assertThatThrownBy(() -> both.get(1).get(5, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            SqlException.class,
            e -> {
              assertThat(e.state()).isEqualTo(SqlState.DEADLOCK_DETECTED);
              assertThat(e).hasMessage("deadlock detected");
              assertThat(e.detail())
                  .matches(
                      "Process \\d+ waits for ShareLock on relation 16384 of database 5; blocked"
                          + " by process \\d+\\.\n"
                          + "Process \\d+ waits for ShareLock on relation 16385 of database 5;"
                          + " blocked by process \\d+\\.");
              assertThat(e.hint()).isEqualTo("See server log for query details.");
            });
    assertThat(both.get(0).isDone()).isFalse();
    p2.lockManager().releaseTransactionLocks();
    assertThat(both.get(0).get(5, TimeUnit.SECONDS)).isEqualTo(LockResult.GRANTED);
  }

  @Test
  void shouldReorderTheQueueWhenTheCircleGoesThroughAWaiter() throws Exception {
    take(p1, A, LockMode.ACCESS_SHARE);
    take(p3, B, LockMode.EXCLUSIVE);
    p2.lockManager().deadlockTimeout(60_000);
    p3.lockManager().deadlockTimeout(60_000);
    Future<LockResult> strong = start(p2, A, LockMode.ACCESS_EXCLUSIVE);
    awaitWaiters(1);
    Future<LockResult> weak = start(p3, A, LockMode.ROW_EXCLUSIVE);
    awaitWaiters(2);
    Future<LockResult> last = start(p1, B, LockMode.SHARE);
    assertThat(weak.get(5, TimeUnit.SECONDS)).isEqualTo(LockResult.GRANTED);
    p3.lockManager().releaseTransactionLocks();
    assertThat(last.get(5, TimeUnit.SECONDS)).isEqualTo(LockResult.GRANTED);
    p1.lockManager().releaseTransactionLocks();
    assertThat(strong.get(5, TimeUnit.SECONDS)).isEqualTo(LockResult.GRANTED);
  }

  @Test
  void shouldGiveUpWhenTheLockTimeoutIsOver() {
    take(p1, A, LockMode.EXCLUSIVE);
    p2.lockManager().lockTimeout(30);
    assertThatThrownBy(() -> take(p2, A, LockMode.EXCLUSIVE))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.state()).isEqualTo(SqlState.LOCK_NOT_AVAILABLE))
        .hasMessage("canceling statement due to lock timeout");
    assertThat(p1.lockManager().hasWaiters(A)).isFalse();
    assertThat(p2.lockManager().heldCount()).isZero();
  }

  @Test
  void shouldStopWaitingWhenCanceled() throws Exception {
    take(p1, A, LockMode.EXCLUSIVE);
    Future<LockResult> waiting = start(p2, A, LockMode.EXCLUSIVE);
    awaitWaiters(1);
    p1.slots().raise(p2.slot().index(), Interrupts.CANCEL);
    assertThatThrownBy(() -> waiting.get(5, TimeUnit.SECONDS))
        .cause()
        .hasMessage("canceling statement due to user request");
    assertThat(p1.lockManager().hasWaiters(A)).isFalse();
    p1.lockManager().releaseTransactionLocks();
    assertThat(tryTake(p2, A, LockMode.EXCLUSIVE)).isEqualTo(LockResult.GRANTED);
  }

  @Test
  void shouldKeepOrGiveBackLocksWhenSubtransactionsEnd() {
    LockManager m = p1.lockManager();
    take(p1, A, LockMode.ROW_SHARE);
    m.beginSubtransaction();
    take(p1, A, LockMode.ACCESS_EXCLUSIVE);
    take(p1, B, LockMode.EXCLUSIVE);
    m.abortSubtransaction();
    assertThat(m.isHeld(A, LockMode.ROW_SHARE)).isTrue();
    assertThat(m.isHeld(A, LockMode.ACCESS_EXCLUSIVE)).isFalse();
    assertThat(m.isHeld(B, LockMode.EXCLUSIVE)).isFalse();
    assertThat(tryTake(p2, A, LockMode.ACCESS_SHARE)).isEqualTo(LockResult.GRANTED);
    m.beginSubtransaction();
    take(p1, B, LockMode.EXCLUSIVE);
    m.commitSubtransaction();
    m.beginSubtransaction();
    m.abortSubtransaction();
    assertThat(m.isHeld(B, LockMode.EXCLUSIVE)).isTrue();
    m.releaseTransactionLocks();
    assertThat(m.heldCount()).isZero();
  }

  @Test
  void shouldKeepSessionLocksWhenTheTransactionEnds() {
    LockTag advisory = LockTag.advisory(5, 0, 42, 1);
    p1.lockManager().acquire(advisory, LockMode.EXCLUSIVE, true, WaitPolicy.BLOCK);
    take(p1, advisory, LockMode.EXCLUSIVE);
    p1.lockManager().releaseTransactionLocks();
    assertThat(tryTake(p2, advisory, LockMode.SHARE)).isEqualTo(LockResult.NOT_AVAILABLE);
    assertThat(p1.lockManager().sessionLocks()).containsExactly(advisory);
    p1.lockManager().releaseSessionLocks(LockTag.Kind.ADVISORY);
    assertThat(tryTake(p2, advisory, LockMode.SHARE)).isEqualTo(LockResult.GRANTED);
  }

  @Test
  void shouldSayOutOfSharedMemoryWhenTheSlotIsFull() {
    for (int i = 0; i < 1024; i++) {
      take(p1, LockTag.relation(5, i), LockMode.ACCESS_SHARE);
    }
    assertThatThrownBy(() -> take(p1, LockTag.relation(5, 5000), LockMode.ACCESS_SHARE))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.state()).isEqualTo(SqlState.OUT_OF_MEMORY));
    p1.lockManager().releaseTransactionLocks();
    assertThat(p1.lockManager().status()).isEmpty();
  }

  @Test
  void shouldGrantToTheWaiterWhenADeadProcessIsRepaired() throws Exception {
    take(p1, A, LockMode.ACCESS_EXCLUSIVE);
    Future<LockResult> waiting = start(p2, A, LockMode.ROW_EXCLUSIVE);
    awaitWaiters(1);
    LockRepair repair = new LockRepair(fixture.memory(), p3.locks());
    for (int i = 0; i < LockTable.PARTITIONS; i++) {
      repair.rebuildPartition(i);
    }
    assertThat(waiting.isDone()).isFalse();
    assertThat(repair.releaseAll(p1.slot().index())).isEqualTo(1);
    assertThat(waiting.get(5, TimeUnit.SECONDS)).isEqualTo(LockResult.GRANTED);
  }

  @Test
  void shouldExcludeEachOtherWhenManyThreadsLock() throws Exception {
    int[] counter = new int[1];
    List<Future<?>> all = new ArrayList<>();
    for (TestProcess p : List.of(p1, p2, p3, fixture.newProcess())) {
      all.add(
          threads.submit(() -> {
            for (int i = 0; i < 500; i++) {
              take(p, A, LockMode.EXCLUSIVE);
              counter[0]++;
              p.lockManager().release(A, LockMode.EXCLUSIVE, false);
            }
          }));
    }
    for (Future<?> f : all) {
      f.get(30, TimeUnit.SECONDS);
    }
    assertThat(counter[0]).isEqualTo(2000);
  }
}
