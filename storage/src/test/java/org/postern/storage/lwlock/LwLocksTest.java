package org.postern.storage.lwlock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.storage.proc.ProcSlot;
import org.postern.storage.proc.ProcSlotLayout;
import org.postern.storage.proc.ProcSlots;
import org.postern.storage.proc.WaitEventClass;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.ShmemConfig;

final class LwLocksTest {
  @TempDir Path dir;
  private final Arena arena = Arena.ofShared();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private SharedMemory memory;
  private ProcSlots slots;

  @BeforeEach
  void open() {
    memory = SharedMemory.create(dir.resolve("shm"), ShmemConfig.small(8, 16), arena);
    memory.publish(1);
    slots = new ProcSlots(memory);
  }

  @AfterEach
  void close() throws InterruptedException {
    threads.shutdown();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    arena.close();
  }

  private LwLocks process() {
    return new LwLocks(memory, slots.acquire(1));
  }

  @Test
  void shouldShareOrExcludeWhenTwoProcessesAsk() {
    LwLocks a = process();
    LwLocks b = process();
    long lock = a.address(LwLockId.CHECKPOINT);
    a.acquire(lock, LwLockMode.SHARED);
    assertThat(b.tryAcquire(lock, LwLockMode.EXCLUSIVE)).isFalse();
    assertThat(b.tryAcquire(lock, LwLockMode.SHARED)).isTrue();
    a.release(lock);
    b.release(lock);
    a.acquire(lock, LwLockMode.EXCLUSIVE);
    assertThat(a.isHeldExclusively(lock)).isTrue();
    assertThat(b.isHeldExclusively(lock)).isFalse();
    assertThat(b.tryAcquire(lock, LwLockMode.SHARED)).isFalse();
    a.release(lock);
    assertThat(a.heldCount()).isZero();
    assertThatThrownBy(() -> a.release(lock)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldLoseNoUpdateWhenManyThreadsLock() throws Exception {
    int processes = 6;
    int rounds = 20_000;
    long[] counters = new long[2];
    List<Future<?>> all = new ArrayList<>();
    for (int t = 0; t < processes; t++) {
      LwLocks locks = process();
      boolean reader = t >= 4;
      long lock = locks.address(LwLockId.CHECKPOINT);
      all.add(
          threads.submit(() -> {
            for (int i = 0; i < rounds; i++) {
              locks.acquire(lock, reader ? LwLockMode.SHARED : LwLockMode.EXCLUSIVE);
              if (reader) {
                assertThat(counters[0]).isEqualTo(counters[1]);
              } else {
                counters[0]++;
                counters[1]++;
              }
              locks.release(lock);
            }
          }));
    }
    for (Future<?> f : all) {
      f.get(60, TimeUnit.SECONDS);
    }
    assertThat(counters[0]).isEqualTo(4L * rounds);
  }

  @Test
  void shouldShowTheWaitEventWhenWaiting() throws Exception {
    LwLocks a = process();
    ProcSlot slot = slots.acquire(1);
    LwLocks b = new LwLocks(memory, slot);
    long lock = a.address(LwLockId.BUFFER_MAPPING, 127);
    a.acquire(lock, LwLockMode.EXCLUSIVE);
    Future<?> waiter =
        threads.submit(() -> {
          b.acquire(lock, LwLockMode.SHARED);
          b.release(lock);
        });
    int code = 0;
    for (int i = 0; i < 1000 && code == 0; i++) {
      Thread.sleep(1);
      code = slots.waitEvent(slot.index());
    }
    assertThat(WaitEventClass.of(code)).isEqualTo(WaitEventClass.LWLOCK);
    assertThat(LwLockId.waitEventName(code & 0xFFFFFF)).isEqualTo("BufferMapping");
    a.release(lock);
    waiter.get(5, TimeUnit.SECONDS);
    assertThat(slots.waitEvent(slot.index())).isZero();
  }

  @Test
  void shouldReturnFalseWhenTheHolderReleased() throws Exception {
    LwLocks a = process();
    LwLocks b = process();
    long lock = a.address(LwLockId.WAL_WRITE);
    a.acquire(lock, LwLockMode.EXCLUSIVE);
    CountDownLatch started = new CountDownLatch(1);
    Future<Boolean> waiter =
        threads.submit(() -> {
          started.countDown();
          return b.acquireOrWait(lock);
        });
    started.await();
    Thread.sleep(20);
    a.release(lock);
    if (waiter.get(5, TimeUnit.SECONDS)) {
      b.release(lock);
    }
    assertThat(b.heldCount()).isZero();
    assertThat(b.acquireOrWait(lock)).isTrue();
    b.release(lock);
  }

  @Test
  void shouldReleaseInAnyOrderWhenManyAreHeld() {
    LwLocks a = process();
    List<Long> held = new ArrayList<>();
    for (int i = 0; i < ProcSlotLayout.LWLOCK_COUNT; i++) {
      long lock = a.address(LwLockId.BUFFER_MAPPING, i);
      a.acquire(lock, LwLockMode.EXCLUSIVE);
      held.add(lock);
    }
    long more = a.address(LwLockId.BUFFER_MAPPING, 100);
    assertThatThrownBy(() -> a.acquire(more, LwLockMode.SHARED))
        .isInstanceOf(IllegalStateException.class);
    a.release(held.get(3));
    a.acquire(more, LwLockMode.SHARED);
    assertThat(a.heldCount()).isEqualTo(ProcSlotLayout.LWLOCK_COUNT);
    a.releaseAll();
    assertThat(a.heldCount()).isZero();
    LwLocks b = process();
    for (long lock : held) {
      assertThat(b.tryAcquire(lock, LwLockMode.EXCLUSIVE)).isTrue();
      b.release(lock);
    }
  }

  @Test
  void shouldFitTheAreaWhenAllFixedLocksAreCounted() {
    LwLockId last = LwLockId.values()[LwLockId.values().length - 1];
    assertThat((last.first() + last.count()) * LwLockLayout.FIXED_STRIDE)
        .isLessThanOrEqualTo(512 * 64);
    assertThat(LwLockLayout.SIZE).isEqualTo(16);
    assertThat(LwLockLayout.STATE).isZero();
    assertThat(LwLockLayout.FUTEX).isEqualTo(8);
  }
}
