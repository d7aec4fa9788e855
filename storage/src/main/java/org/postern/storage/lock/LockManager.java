package org.postern.storage.lock;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lwlock.LwLockId;
import org.postern.storage.lwlock.LwLockMode;
import org.postern.storage.lwlock.LwLocks;
import org.postern.storage.proc.Interrupts;
import org.postern.storage.proc.ProcSlot;
import org.postern.storage.proc.ProcSlotLayout;
import org.postern.storage.proc.ProcSlots;
import org.postern.storage.proc.WaitEventClass;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.Words;

/**
 * The heavyweight locks as one process takes them.
 *
 * <p>Locks belong to the session or to the transaction; those of the transaction to the
 * subtransaction in which they were taken. A process waits on its latch; the one that gives a lock
 * back decides who gets it ({@link LockTable}) and writes that into the winner's entry. After
 * deadlock_timeout the waiter looks for a deadlock ({@link DeadlockDetector}).
 *
 * <p>Rule: no LWLock is held when a heavyweight lock is taken; the partition LWLocks are only held
 * inside.
 *
 * <p>Source: PostgreSQL documentation, "Explicit Locking".
 */
public final class LockManager {
  private static final long MICROS_TO_2000 = 946_684_800_000_000L;
  private static final long MAX_SLEEP_NANOS = 1_000_000_000L;

  private final MemorySegment shm;
  private final ProcSlot slot;
  private final LwLocks lwLocks;
  private final LockTable table;
  private final DeadlockDetector detector;
  private final LockQueries queries;
  private final ProcSlots slots;
  private final Map<LockTag, LocalLock> held = new HashMap<>();
  private final int[] free = new int[ProcSlotLayout.LOCK_COUNT];
  private int freeCount;
  private int level = 1;
  private long deadlockNanos = 1_000_000_000L;
  private long timeoutNanos;
  private WaitListener waitListener = waiting -> {};

  /** Hears when this process begins and ends to wait for a lock. */
  @FunctionalInterface
  public interface WaitListener {
    void waiting(boolean waiting);
  }

  public LockManager(SharedMemory memory, ProcSlot slot, LwLocks lwLocks) {
    this.shm = memory.segment();
    this.slot = slot;
    this.lwLocks = lwLocks;
    this.table = new LockTable(memory);
    this.detector = new DeadlockDetector(table, lwLocks);
    this.queries = new LockQueries(table, lwLocks);
    this.slots = new ProcSlots(memory);
    for (int i = 0; i < free.length; i++) {
      free[i] = free.length - 1 - i;
    }
    this.freeCount = free.length;
  }

  /** Milliseconds of deadlock_timeout. */
  public void deadlockTimeout(int millis) {
    deadlockNanos = millis * 1_000_000L;
  }

  /** Whom to tell of waits from now on. */
  public void waitListener(WaitListener listener) {
    waitListener = listener;
  }

  /** Milliseconds of lock_timeout, 0 for none. */
  public void lockTimeout(int millis) {
    timeoutNanos = millis * 1_000_000L;
  }

  /**
   * Takes a lock; waits as the policy says.
   *
   * @throws SqlException 40P01 on deadlock, 55P03 on lock_timeout, 57014 when canceled
   */
  public LockResult acquire(LockTag tag, LockMode mode, boolean sessionLevel, WaitPolicy policy) {
    LocalLock local = held.get(tag);
    int owner = sessionLevel ? LocalLock.SESSION : level;
    if (local != null && local.isHeld(mode)) {
      local.add(owner, mode, 1);
      return LockResult.ALREADY_HELD;
    }
    boolean fresh = local == null;
    if (fresh) {
      local = newLocal(tag);
    }
    long entry = table.entry(slot.index(), local.index);
    long lock = partitionLock(local.hash);
    boolean granted;
    lwLocks.acquire(lock, LwLockMode.EXCLUSIVE);
    try {
      if (fresh) {
        linkNew(entry, local);
      }
      granted = takeOrQueue(entry, local, mode, policy);
    } finally {
      lwLocks.release(lock);
    }
    if (!granted) {
      if (policy == WaitPolicy.RETURN) {
        if (fresh) {
          freeLocal(local);
        }
        return LockResult.NOT_AVAILABLE;
      }
      await(entry, local, mode, fresh);
    }
    local.add(owner, mode, 1);
    return LockResult.GRANTED;
  }

  private LocalLock newLocal(LockTag tag) {
    if (freeCount == 0) {
      throw SqlException.error(SqlState.OUT_OF_MEMORY, "out of shared memory")
          .withHint("You might need to increase max_locks_per_transaction.");
    }
    LocalLock local = new LocalLock(tag, LockTable.hash(tag.high(), tag.low()), free[--freeCount]);
    held.put(tag, local);
    return local;
  }

  private void freeLocal(LocalLock local) {
    held.remove(local.tag);
    free[freeCount++] = local.index;
  }

  private long partitionLock(int hash) {
    return lwLocks.address(LwLockId.LOCK_MANAGER, LockTable.partition(hash));
  }

  private void linkNew(long entry, LocalLock local) {
    Words.setLongPlain(shm, entry + LockEntryLayout.TAG_HIGH, local.tag.high());
    Words.setLongPlain(shm, entry + LockEntryLayout.TAG_LOW, local.tag.low());
    LockEntryLayout.word(shm, entry, LockEntryLayout.LINKED);
    table.link(local.hash, slot.index(), local.index);
  }

  private boolean takeOrQueue(long entry, LocalLock local, LockMode mode, WaitPolicy policy) {
    long word = LockEntryLayout.word(shm, entry);
    long ticket = table.place(local.hash, entry, LockEntryLayout.held(word));
    if (!table.mustWait(local.hash, entry, slot.index(), mode, ticket)) {
      LockEntryLayout.word(shm, entry, word | mode.bit());
      return true;
    }
    if (policy == WaitPolicy.RETURN) {
      dropIfUnused(entry, local);
      return false;
    }
    LockEntryLayout.ticket(shm, entry, ticket == Long.MAX_VALUE ? table.newTicket() : ticket);
    Words.setLongRelease(shm, slot.base() + ProcSlotLayout.WAIT_START, now());
    Words.setIntRelease(shm, slot.base() + ProcSlotLayout.WAIT_LOCK, local.index + 1);
    LockEntryLayout.word(shm, entry, LockEntryLayout.withWait(word, mode.number()));
    return false;
  }

  private static long now() {
    java.time.Instant t = java.time.Instant.now();
    return t.getEpochSecond() * 1_000_000L + t.getNano() / 1000 - MICROS_TO_2000;
  }

  /** Removes an entry that holds and awaits nothing; under the partition's lock. */
  private void dropIfUnused(long entry, LocalLock local) {
    long word = LockEntryLayout.word(shm, entry);
    if (LockEntryLayout.held(word) == 0 && LockEntryLayout.awaited(word) == 0) {
      table.unlink(local.hash, slot.index(), local.index);
      LockEntryLayout.word(shm, entry, 0);
    }
  }

  private void await(long entry, LocalLock local, LockMode mode, boolean fresh) {
    long start = System.nanoTime();
    long checkAt = deadlockNanos;
    int event = WaitEventClass.LOCK.code(local.tag.kind().ordinal());
    waitListener.waiting(true);
    try {
      for (; ; ) {
        slot.latch().reset();
        if (LockEntryLayout.awaited(LockEntryLayout.word(shm, entry)) == 0) {
          break;
        }
        slot.interrupts().check();
        long waited = System.nanoTime() - start;
        if (timeoutNanos > 0 && waited >= timeoutNanos) {
          throw SqlException.error(
              SqlState.LOCK_NOT_AVAILABLE, "canceling statement due to lock timeout");
        }
        if (waited >= checkAt) {
          detector.check(slot.index());
          askAutovacuumToGiveWay(local.tag, mode);
          checkAt = waited + 10 * Math.max(deadlockNanos, MAX_SLEEP_NANOS);
          continue;
        }
        long sleep = Math.min(checkAt - waited, MAX_SLEEP_NANOS);
        if (timeoutNanos > 0) {
          sleep = Math.min(sleep, timeoutNanos - waited);
        }
        slot.latch().awaitCode(sleep, event);
      }
    } catch (Throwable e) {
      cancelWait(entry, local, mode);
      if (fresh) {
        freeLocal(local);
      }
      throw e;
    } finally {
      Words.setIntRelease(shm, slot.base() + ProcSlotLayout.WAIT_LOCK, 0);
      Words.setLongRelease(shm, slot.base() + ProcSlotLayout.WAIT_START, 0);
      waitListener.waiting(false);
    }
  }

  /** A worker's VACUUM can be done later; one that prevents trouble does not exist here. */
  private void askAutovacuumToGiveWay(LockTag tag, LockMode mode) {
    for (int other : conflictingSlots(tag, mode)) {
      if ((slots.vacuumFlags(other) & ProcSlotLayout.VACUUM_IS_AUTOVACUUM) != 0) {
        slots.raise(other, Interrupts.AUTOVACUUM_CANCEL);
      }
    }
  }

  private void cancelWait(long entry, LocalLock local, LockMode mode) {
    long lock = partitionLock(local.hash);
    lwLocks.acquire(lock, LwLockMode.EXCLUSIVE);
    try {
      long word = LockEntryLayout.withWait(LockEntryLayout.word(shm, entry), 0);
      LockEntryLayout.word(shm, entry, word & ~(long) mode.bit());
      dropIfUnused(entry, local);
      table.grantWaiters(local.hash, local.tag.high(), local.tag.low());
    } finally {
      lwLocks.release(lock);
    }
  }

  /** Gives back one acquisition; false when this process does not hold it. */
  public boolean release(LockTag tag, LockMode mode, boolean sessionLevel) {
    LocalLock local = held.get(tag);
    if (local == null || !local.subtract(sessionLevel, mode)) {
      return false;
    }
    shrink(local);
    return true;
  }

  /** Makes shared memory agree with what the local lock still counts. */
  private void shrink(LocalLock local) {
    long entry = table.entry(slot.index(), local.index);
    int wanted = local.heldMask();
    if (LockEntryLayout.held(LockEntryLayout.word(shm, entry)) == wanted) {
      return;
    }
    long lock = partitionLock(local.hash);
    lwLocks.acquire(lock, LwLockMode.EXCLUSIVE);
    try {
      LockEntryLayout.word(shm, entry, LockEntryLayout.LINKED | wanted);
      dropIfUnused(entry, local);
      table.grantWaiters(local.hash, local.tag.high(), local.tag.low());
    } finally {
      lwLocks.release(lock);
    }
    if (wanted == 0) {
      freeLocal(local);
    }
  }

  /** True when this process holds the lock in this very mode. */
  public boolean isHeld(LockTag tag, LockMode mode) {
    LocalLock local = held.get(tag);
    return local != null && local.isHeld(mode);
  }

  /** True when this process holds the lock in this mode or one whose number is higher. */
  public boolean isHeldOrStronger(LockTag tag, LockMode mode) {
    LocalLock local = held.get(tag);
    return local != null && local.heldMask() >>> mode.ordinal() != 0;
  }

  /** A subtransaction begins. */
  public void beginSubtransaction() {
    level++;
  }

  /** A subtransaction ends well: its locks become its parent's. */
  public void commitSubtransaction() {
    checkSubtransaction();
    for (LocalLock local : held.values()) {
      local.moveLevel(level, level - 1);
    }
    level--;
  }

  private void checkSubtransaction() {
    if (level <= 1) {
      throw new IllegalStateException("no subtransaction: level=" + level);
    }
  }

  /** A subtransaction is rolled back: its locks are given back. */
  public void abortSubtransaction() {
    checkSubtransaction();
    releaseLevels(level, level);
    level--;
  }

  /** The transaction is over: gives back all but the session's locks. */
  public void releaseTransactionLocks() {
    releaseLevels(1, Integer.MAX_VALUE >>> 3);
    level = 1;
  }

  /** Gives back everything, as at the end of a session. */
  public void releaseAll() {
    releaseLevels(LocalLock.SESSION, Integer.MAX_VALUE >>> 3);
    level = 1;
  }

  private void releaseLevels(int from, int to) {
    if (held.isEmpty()) {
      return;
    }
    for (LocalLock local : held.values().toArray(new LocalLock[0])) {
      local.removeLevels(from, to);
      shrink(local);
    }
  }

  /** Gives back the session's locks of one kind: pg_advisory_unlock_all. */
  public void releaseSessionLocks(LockTag.Kind kind) {
    for (LocalLock local : held.values().toArray(new LocalLock[0])) {
      if (local.tag.kind() == kind) {
        local.removeLevels(LocalLock.SESSION, LocalLock.SESSION);
        shrink(local);
      }
    }
  }

  /** Number of different locks held. */
  public int heldCount() {
    return held.size();
  }

  /** Tags of the session's locks (held beyond the transaction). */
  public List<LockTag> sessionLocks() {
    List<LockTag> tags = new ArrayList<>();
    for (LocalLock local : held.values()) {
      if (local.hasSessionLocks()) {
        tags.add(local.tag);
      }
    }
    return tags;
  }

  /** Rows of pg_locks. */
  public List<LockStatus> status() {
    return queries.status();
  }

  /** Pids of the processes that block {@code pid}: pg_blocking_pids. */
  public List<Integer> blockingPids(int pid) {
    return queries.blockingPids(pid);
  }

  /** True when some process waits for the lock. */
  public boolean hasWaiters(LockTag tag) {
    return queries.hasWaiters(tag);
  }

  /** Slots whose process holds the lock in a mode that conflicts with this one. */
  public List<Integer> conflictingSlots(LockTag tag, LockMode mode) {
    return queries.conflictingSlots(tag, mode, slot.index());
  }
}
