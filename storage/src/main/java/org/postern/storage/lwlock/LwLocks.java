package org.postern.storage.lwlock;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.postern.storage.os.Futex;
import org.postern.storage.proc.ProcSlot;
import org.postern.storage.proc.ProcSlotLayout;
import org.postern.storage.proc.WaitEventClass;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.ShmemArea;
import org.postern.storage.shmem.Words;

/**
 * The LWLocks as one process takes them.
 *
 * <p>The problem: many processes, most of which find the lock free, and any of which may be killed
 * at any instruction. A free lock is taken by one compare-and-set on its state word. A lock that is
 * not free is tried a few times, then slept on.
 *
 * <p>Naive sleeping loses wake-ups: the holder may release between the failed try and the sleep. So
 * the sleeper first reads the futex word, then sets the WAITERS flag by a compare-and-set on the
 * very state it found taken, and sleeps only while the futex word is still the value read. The
 * releaser that makes the lock available clears the flag in the same compare-and-set that releases,
 * then moves the futex word on and wakes everybody; who does not get the lock sets the flag again.
 * A waker may die between its two steps: sleepers look again every 100 ms.
 *
 * <p>Death of a holder: before each compare-and-set an intent (address, mode, phase) is stored in
 * the process's slot. {@link LwLockRepair} reads the intents of all slots and computes what the
 * state word should be.
 *
 * <p>One object serves one process slot and is used by one thread at a time.
 */
public final class LwLocks {
  private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 60 : 0;
  private static final long SLEEP_NANOS = 100_000_000L;
  private static final int MODE_SHARED = 1;
  private static final int MODE_EXCLUSIVE = 2;
  private static final int BUFFER_CONTENT_EVENT = LwLockId.values().length;
  private static final int[] FIRST =
      Arrays.stream(LwLockId.values()).mapToInt(LwLockId::first).toArray();

  private final MemorySegment shm;
  private final long fixedBase;
  private final long fixedEnd;
  private final ProcSlot slot;
  private final long intents;
  private final long ownerBits;
  private final Runnable stalled;
  private final long[] held = new long[ProcSlotLayout.LWLOCK_COUNT];
  private int top;

  public LwLocks(SharedMemory memory, ProcSlot slot) {
    this(memory, slot, () -> {});
  }

  /**
   * As above; {@code stalled} runs whenever a wait for a lock has lasted another 100 ms. The reaper
   * looks there whether the holder has died.
   */
  public LwLocks(SharedMemory memory, ProcSlot slot, Runnable stalled) {
    this.stalled = stalled;
    this.shm = memory.segment();
    this.fixedBase = memory.base(ShmemArea.LWLOCKS);
    this.fixedEnd = fixedBase + memory.size(ShmemArea.LWLOCKS);
    this.slot = slot;
    this.intents = slot.base() + ProcSlotLayout.LWLOCK_INTENTS;
    this.ownerBits = (long) (slot.index() + 1) << LwLockLayout.OWNER_SHIFT;
  }

  /** Address of the only lock of this name. */
  public long address(LwLockId id) {
    return address(id, 0);
  }

  /** Address of lock {@code index} of an array of locks. */
  public long address(LwLockId id, int index) {
    assert index >= 0 && index < id.count() : "lock index: id=" + id + ", index=" + index;
    return fixedBase + (long) (FIRST[id.ordinal()] + index) * LwLockLayout.FIXED_STRIDE;
  }

  public void acquire(LwLockId id, LwLockMode mode) {
    acquire(address(id, 0), mode);
  }

  public void release(LwLockId id) {
    release(address(id, 0));
  }

  /** Takes the lock, waiting as long as it needs. Not interruptible. */
  public void acquire(long lock, LwLockMode mode) {
    boolean exclusive = mode == LwLockMode.EXCLUSIVE;
    assert !isHeldExclusively(lock) && !(exclusive && isHeld(lock))
        : "LWLock is held here already: address=" + lock;
    int entry = announce(lock, exclusive);
    if (!attempt(lock, exclusive)) {
      acquireSlow(lock, exclusive, entry);
    }
    confirm(lock, exclusive, entry);
  }

  /** Takes the lock if that needs no waiting. */
  public boolean tryAcquire(long lock, LwLockMode mode) {
    boolean exclusive = mode == LwLockMode.EXCLUSIVE;
    int entry = announce(lock, exclusive);
    if (attempt(lock, exclusive)) {
      confirm(lock, exclusive, entry);
      return true;
    }
    withdraw(entry);
    return false;
  }

  /**
   * Takes the lock exclusively if it is free; otherwise waits until it is released once and returns
   * false, so that the caller can see whether the holder did its work as well.
   */
  public boolean acquireOrWait(long lock) {
    int entry = announce(lock, true);
    if (attempt(lock, true)) {
      confirm(lock, true, entry);
      return true;
    }
    setPhase(lock, true, entry, ProcSlotLayout.PHASE_WAITING);
    sleepWhileTaken(lock, true);
    withdraw(entry);
    return false;
  }

  private int announce(long lock, boolean exclusive) {
    int entry = top;
    if (entry == held.length) {
      entry = hole();
    } else {
      top = entry + 1;
    }
    held[entry] = lock;
    setPhase(lock, exclusive, entry, ProcSlotLayout.PHASE_TRYING);
    return entry;
  }

  private int hole() {
    for (int i = 0; i < held.length; i++) {
      if (held[i] == 0) {
        return i;
      }
    }
    throw new IllegalStateException("too many LWLocks taken: count=" + held.length);
  }

  private void confirm(long lock, boolean exclusive, int entry) {
    setPhase(lock, exclusive, entry, ProcSlotLayout.PHASE_HELD);
  }

  private void withdraw(int entry) {
    Words.setLongRelease(shm, intents + entry * 8L, 0);
    held[entry] = 0;
    while (top > 0 && held[top - 1] == 0) {
      top--;
    }
  }

  private void setPhase(long lock, boolean exclusive, int entry, int phase) {
    long mode = exclusive ? MODE_EXCLUSIVE : MODE_SHARED;
    Words.setLongRelease(shm, intents + entry * 8L, lock << 16 | mode << 8 | phase);
  }

  static long intentAddress(long intent) {
    return intent >>> 16;
  }

  static boolean intentExclusive(long intent) {
    return (intent >>> 8 & 0xFF) == MODE_EXCLUSIVE;
  }

  static int intentPhase(long intent) {
    return (int) intent & 0xFF;
  }

  private static boolean available(long state, boolean exclusive) {
    return exclusive
        ? (state & (LwLockLayout.OWNER_MASK | LwLockLayout.SHARED_MASK)) == 0
        : (state & LwLockLayout.OWNER_MASK) == 0;
  }

  private boolean attempt(long lock, boolean exclusive) {
    for (; ; ) {
      long state = LwLockLayout.stateAcquire(shm, lock);
      if (!available(state, exclusive)) {
        return false;
      }
      long wanted = exclusive ? state | ownerBits : state + LwLockLayout.SHARED_ONE;
      if (LwLockLayout.casState(shm, lock, state, LwLockLayout.next(wanted))) {
        return true;
      }
    }
  }

  private void acquireSlow(long lock, boolean exclusive, int entry) {
    for (int i = 0; i < SPINS; i++) {
      Thread.onSpinWait();
      if (attempt(lock, exclusive)) {
        return;
      }
    }
    int before = slot.waitEvent(waitEvent(lock));
    for (; ; ) {
      setPhase(lock, exclusive, entry, ProcSlotLayout.PHASE_WAITING);
      sleepWhileTaken(lock, exclusive);
      setPhase(lock, exclusive, entry, ProcSlotLayout.PHASE_TRYING);
      if (attempt(lock, exclusive)) {
        break;
      }
    }
    slot.waitEvent(before);
  }

  /** One sleep; returns when the lock may have become available. */
  private void sleepWhileTaken(long lock, boolean exclusive) {
    int futex = Words.intAcquire(shm, lock + LwLockLayout.FUTEX);
    for (; ; ) {
      long state = LwLockLayout.stateAcquire(shm, lock);
      if (available(state, exclusive)) {
        return;
      }
      if ((state & LwLockLayout.WAITERS) != 0
          || LwLockLayout.casState(
              shm, lock, state, LwLockLayout.next(state | LwLockLayout.WAITERS))) {
        long start = System.nanoTime();
        Futex.wait(shm, lock + LwLockLayout.FUTEX, futex, SLEEP_NANOS);
        if (System.nanoTime() - start >= SLEEP_NANOS) {
          stalled.run();
        }
        return;
      }
    }
  }

  private int waitEvent(long lock) {
    if (lock < fixedBase || lock >= fixedEnd) {
      return WaitEventClass.LWLOCK.code(BUFFER_CONTENT_EVENT);
    }
    int index = (int) ((lock - fixedBase) / LwLockLayout.FIXED_STRIDE);
    int id = FIRST.length - 1;
    while (FIRST[id] > index) {
      id--;
    }
    return WaitEventClass.LWLOCK.code(id);
  }

  /** Gives the lock back. */
  public void release(long lock) {
    int entry = find(lock);
    long intent = Words.longPlain(shm, intents + entry * 8L);
    boolean exclusive = intentExclusive(intent);
    setPhase(lock, exclusive, entry, ProcSlotLayout.PHASE_RELEASING);
    for (; ; ) {
      long state = LwLockLayout.stateAcquire(shm, lock);
      long wanted = exclusive ? state & ~LwLockLayout.OWNER_MASK : state - LwLockLayout.SHARED_ONE;
      assert exclusive
          ? (state & LwLockLayout.OWNER_MASK) == ownerBits
          : (state & LwLockLayout.SHARED_MASK) != 0;
      boolean wake = (state & LwLockLayout.WAITERS) != 0 && available(wanted, true);
      if (wake) {
        wanted &= ~LwLockLayout.WAITERS;
      }
      if (LwLockLayout.casState(shm, lock, state, LwLockLayout.next(wanted))) {
        if (wake) {
          wake(shm, lock);
        }
        break;
      }
    }
    withdraw(entry);
  }

  static void wake(MemorySegment shm, long lock) {
    Words.getAndAddInt(shm, lock + LwLockLayout.FUTEX, 1);
    Futex.wake(shm, lock + LwLockLayout.FUTEX, Integer.MAX_VALUE);
  }

  private int find(long lock) {
    for (int i = top - 1; i >= 0; i--) {
      if (held[i] == lock) {
        return i;
      }
    }
    throw new IllegalStateException("LWLock is not held: address=" + lock);
  }

  /** True when this process holds the lock. */
  public boolean isHeld(long lock) {
    for (int i = top - 1; i >= 0; i--) {
      if (held[i] == lock) {
        return true;
      }
    }
    return false;
  }

  /** True when this process holds the lock exclusively. */
  public boolean isHeldExclusively(long lock) {
    return (LwLockLayout.stateAcquire(shm, lock) & LwLockLayout.OWNER_MASK) == ownerBits;
  }

  /** Number of locks held. */
  public int heldCount() {
    int n = 0;
    for (int i = 0; i < top; i++) {
      if (held[i] != 0) {
        n++;
      }
    }
    return n;
  }

  /** Gives all locks back, as after an error. */
  public void releaseAll() {
    for (int i = top - 1; i >= 0; i--) {
      if (held[i] != 0) {
        release(held[i]);
      }
    }
  }
}
