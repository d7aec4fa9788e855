package org.postern.storage.lwlock;

import java.lang.foreign.MemorySegment;
import org.postern.storage.proc.ProcSlotLayout;
import org.postern.storage.proc.ProcSlots;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.ShmemArea;
import org.postern.storage.shmem.Words;

/**
 * Takes a dead process's LWLocks away from it.
 *
 * <p>An exclusive hold is in the lock's state: whatever phase the intent is in, the dead process
 * has the lock exactly if the state names its slot. A shared hold is only a count. It is computed
 * anew: read the state, count the intents of all other slots that hold the lock shared, and read
 * the state again. Was it the same, nothing happened in between (it has a sequence number), and the
 * count is right, unless some living process was just between announcing and doing: then it is
 * counted again, a moment later.
 */
public final class LwLockRepair {
  private static final long GIVE_UP_NANOS = 10_000_000_000L;

  private final MemorySegment shm;
  private final ProcSlots slots;
  private final long fixedBase;

  public LwLockRepair(SharedMemory memory) {
    this.shm = memory.segment();
    this.slots = new ProcSlots(memory);
    this.fixedBase = memory.base(ShmemArea.LWLOCKS);
  }

  /** The intents of a slot that name a lock; 0 where there is none. */
  public long[] lockAddresses(int slot) {
    long[] result = new long[ProcSlotLayout.LWLOCK_COUNT];
    for (int i = 0; i < result.length; i++) {
      result[i] = LwLocks.intentAddress(intent(slot, i));
    }
    return result;
  }

  private long intent(int slot, int index) {
    return Words.longAcquire(shm, slots.address(slot) + ProcSlotLayout.LWLOCK_INTENTS + index * 8L);
  }

  /** True when the state of the lock names this slot as its exclusive owner. */
  public boolean isHeldExclusively(long lock, int slot) {
    return LwLockLayout.owner(LwLockLayout.stateAcquire(shm, lock)) == slot;
  }

  /** The name of a fixed lock, null for a lock inside a structure. */
  public LwLockId fixedId(long lock) {
    long index = fixedIndex(lock);
    LwLockId found = null;
    for (LwLockId id : LwLockId.values()) {
      if (index >= id.first() && index < id.first() + id.count()) {
        found = id;
      }
    }
    return found;
  }

  private long fixedIndex(long lock) {
    return lock < fixedBase ? -1 : (lock - fixedBase) / LwLockLayout.FIXED_STRIDE;
  }

  /** Position of a fixed lock in the array of its name. */
  public int fixedNumber(long lock) {
    return (int) fixedIndex(lock) - fixedId(lock).first();
  }

  /**
   * Gives back what intent {@code index} of the dead slot says, and clears the intent.
   *
   * @return false when the share count could not be told because a living process stands still
   */
  public boolean release(int slot, int index) {
    long intent = intent(slot, index);
    if (intent == 0) {
      return true;
    }
    long lock = LwLocks.intentAddress(intent);
    boolean done =
        LwLocks.intentExclusive(intent) ? releaseExclusive(lock, slot) : recount(lock, slot);
    if (done) {
      Words.setLongRelease(
          shm, slots.address(slot) + ProcSlotLayout.LWLOCK_INTENTS + index * 8L, 0);
    }
    return done;
  }

  private boolean releaseExclusive(long lock, int slot) {
    for (; ; ) {
      long state = LwLockLayout.stateAcquire(shm, lock);
      if (LwLockLayout.owner(state) != slot) {
        return true;
      }
      if (change(lock, state, state & ~LwLockLayout.OWNER_MASK)) {
        return true;
      }
    }
  }

  private boolean change(long lock, long state, long wanted) {
    long cleared = wanted & ~LwLockLayout.WAITERS;
    if (!LwLockLayout.casState(shm, lock, state, LwLockLayout.next(cleared))) {
      return false;
    }
    LwLocks.wake(shm, lock);
    return true;
  }

  private boolean recount(long lock, int dead) {
    long deadline = System.nanoTime() + GIVE_UP_NANOS;
    for (int round = 0; System.nanoTime() - deadline < 0; round++) {
      long before = LwLockLayout.stateAcquire(shm, lock);
      int count = countShared(lock, dead, round > 100);
      if (count >= 0 && LwLockLayout.stateAcquire(shm, lock) == before) {
        if (LwLockLayout.shared(before) == count) {
          return true;
        }
        long wanted =
            before & ~LwLockLayout.SHARED_MASK | (long) count << LwLockLayout.SHARED_SHIFT;
        if (change(lock, before, wanted)) {
          return true;
        }
      }
      pause(round);
    }
    return false;
  }

  private static void pause(int round) {
    if (round < 100) {
      Thread.onSpinWait();
    } else {
      java.util.concurrent.locks.LockSupport.parkNanos(100_000);
    }
  }

  /** Share holders other than {@code dead}; -1 when somebody is just taking or giving it back. */
  private int countShared(long lock, int dead, boolean lookForDeath) {
    int count = 0;
    for (int slot = 0; slot < slots.count(); slot++) {
      if (slot == dead || slots.isFree(slot)) {
        continue;
      }
      for (int i = 0; i < ProcSlotLayout.LWLOCK_COUNT; i++) {
        long intent = intent(slot, i);
        if (LwLocks.intentAddress(intent) != lock || LwLocks.intentExclusive(intent)) {
          continue;
        }
        switch (LwLocks.intentPhase(intent)) {
          case ProcSlotLayout.PHASE_HELD -> count++;
          case ProcSlotLayout.PHASE_TRYING, ProcSlotLayout.PHASE_RELEASING -> {
            if (!(lookForDeath && slots.isDead(slot))) {
              return -1;
            }
          }
          default -> {}
        }
      }
    }
    return count;
  }
}
