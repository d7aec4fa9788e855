package org.postern.storage.lock;

import java.lang.foreign.MemorySegment;
import org.postern.storage.lwlock.LwLockId;
import org.postern.storage.proc.ProcSlotLayout;
import org.postern.storage.proc.ProcSlots;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.ShmemArea;
import org.postern.storage.shmem.Words;

/**
 * The shared hash table over all processes' lock entries, and the rule of who gets a lock next.
 *
 * <pre>
 *      0  ticket counter(8), reserved to 1024
 *   1024  buckets: int, entry number + 1
 * </pre>
 *
 * An entry's number is slot * 1024 + index. Holders and waiters of one tag are in the same chain.
 * All methods need the exclusive lock of the tag's partition, if not said otherwise.
 *
 * <p>The rule: a waiter is granted its mode when it conflicts neither with what others hold nor
 * with what waiters with a smaller ticket want. A process that holds the lock already, in a mode
 * for which somebody waits, queues before that one: otherwise both would wait for ever.
 */
final class LockTable {
  static final int TICKET_COUNTER = 0;
  static final int BUCKETS = 1024;
  static final int PARTITIONS = LwLockId.LOCK_MANAGER.count();
  private static final long TICKET_STEP = 1L << 20;

  private final MemorySegment shm;
  private final ProcSlots slots;
  private final long base;
  private final int mask;

  LockTable(SharedMemory memory) {
    this.shm = memory.segment();
    this.slots = new ProcSlots(memory);
    this.base = memory.base(ShmemArea.LOCK_TABLE);
    this.mask = memory.config().lockTableBuckets() - 1;
    if (mask + 1 < PARTITIONS) {
      throw new IllegalStateException("lock table buckets: count=" + (mask + 1));
    }
  }

  MemorySegment shm() {
    return shm;
  }

  ProcSlots slots() {
    return slots;
  }

  static int hash(long high, long low) {
    long h = high * 0x9E3779B97F4A7C15L ^ low * 0xC2B2AE3D27D4EB4FL;
    h ^= h >>> 31;
    h *= 0xBF58476D1CE4E5B9L;
    return (int) (h >>> 32);
  }

  static int partition(int hash) {
    return hash & PARTITIONS - 1;
  }

  private long bucket(int hash) {
    return base + BUCKETS + (hash & mask) * 4L;
  }

  /** Address of an entry by slot and index. */
  long entry(int slot, int index) {
    return slots.address(slot)
        + ProcSlotLayout.LOCKS
        + (long) index * ProcSlotLayout.LOCK_ENTRY_SIZE;
  }

  private long entry(int number) {
    return entry(slotOf(number), number % ProcSlotLayout.LOCK_COUNT);
  }

  static int slotOf(int number) {
    return number / ProcSlotLayout.LOCK_COUNT;
  }

  long newTicket() {
    return Words.getAndAddLong(shm, base + TICKET_COUNTER, TICKET_STEP) + TICKET_STEP;
  }

  void link(int hash, int slot, int index) {
    int number = slot * ProcSlotLayout.LOCK_COUNT + index;
    long bucket = bucket(hash);
    Words.setIntRelease(
        shm, entry(slot, index) + LockEntryLayout.NEXT, Words.intPlain(shm, bucket));
    Words.setIntRelease(shm, bucket, number + 1);
  }

  void unlink(int hash, int slot, int index) {
    int number = slot * ProcSlotLayout.LOCK_COUNT + index;
    int next = Words.intPlain(shm, entry(slot, index) + LockEntryLayout.NEXT);
    long previous = bucket(hash);
    for (int i = Words.intPlain(shm, previous); i != 0; i = Words.intPlain(shm, previous)) {
      if (i == number + 1) {
        Words.setIntRelease(shm, previous, next);
        return;
      }
      previous = entry(i - 1) + LockEntryLayout.NEXT;
    }
  }

  /** The first entry of the bucket, as number + 1. */
  int first(int hash) {
    return Words.intAcquire(shm, bucket(hash));
  }

  /** The entry after this one, as number + 1. */
  int next(int link) {
    return Words.intAcquire(shm, entry(link - 1) + LockEntryLayout.NEXT);
  }

  long address(int link) {
    return entry(link - 1);
  }

  boolean matches(long entry, long high, long low) {
    return LockEntryLayout.tagHigh(shm, entry) == high && LockEntryLayout.tagLow(shm, entry) == low;
  }

  /** Processes of one parallel group do not block each other. */
  boolean sameGroup(int a, int b) {
    int leaderA = Words.intAcquire(shm, slots.address(a) + ProcSlotLayout.GROUP_LEADER);
    int leaderB = Words.intAcquire(shm, slots.address(b) + ProcSlotLayout.GROUP_LEADER);
    return leaderA != 0 && leaderA == leaderB;
  }

  /**
   * True when the process {@code slot}, whose entry is {@code own}, must wait for {@code mode}, if
   * it stands in the queue at {@code ticket}.
   */
  boolean mustWait(int hash, long own, int slot, LockMode mode, long ticket) {
    long high = LockEntryLayout.tagHigh(shm, own);
    long low = LockEntryLayout.tagLow(shm, own);
    for (int i = first(hash); i != 0; i = next(i)) {
      long e = address(i);
      if (e == own || !matches(e, high, low)) {
        continue;
      }
      long word = LockEntryLayout.word(shm, e);
      boolean blocks =
          (LockEntryLayout.held(word) & mode.conflicts()) != 0
              || waitsBefore(word, e, mode, ticket);
      if (blocks && !sameGroup(slot, slotOf(i - 1))) {
        return true;
      }
    }
    return false;
  }

  private boolean waitsBefore(long word, long entry, LockMode mode, long ticket) {
    int wait = LockEntryLayout.awaited(word);
    return wait != 0
        && LockEntryLayout.ticket(shm, entry) < ticket
        && mode.conflictsWith(LockMode.of(wait));
  }

  /**
   * The place in the queue of a process that already holds {@code held} of this lock: before the
   * first that waits for a conflicting mode; {@code Long.MAX_VALUE} for the end.
   */
  long place(int hash, long own, int held) {
    long ticket = Long.MAX_VALUE;
    if (held == 0) {
      return ticket;
    }
    long high = LockEntryLayout.tagHigh(shm, own);
    long low = LockEntryLayout.tagLow(shm, own);
    for (int i = first(hash); i != 0; i = next(i)) {
      long e = address(i);
      if (e != own && matches(e, high, low)) {
        int wait = LockEntryLayout.awaited(LockEntryLayout.word(shm, e));
        if (wait != 0 && (LockMode.of(wait).conflicts() & held) != 0) {
          ticket = Math.min(ticket, LockEntryLayout.ticket(shm, e) - 1);
        }
      }
    }
    return ticket;
  }

  /**
   * Grants what can be granted of one tag, in queue order, and wakes the winners. Tickets may be
   * equal, when several holders were placed before the same waiter: then the entry's number counts.
   */
  void grantWaiters(int hash, long high, long low) {
    long last = Long.MIN_VALUE;
    int lastNumber = 0;
    for (; ; ) {
      int candidate = 0;
      long best = Long.MAX_VALUE;
      for (int i = first(hash); i != 0; i = next(i)) {
        long e = address(i);
        if (!matches(e, high, low) || LockEntryLayout.awaited(LockEntryLayout.word(shm, e)) == 0) {
          continue;
        }
        long ticket = LockEntryLayout.ticket(shm, e);
        boolean behind = ticket > last || ticket == last && i > lastNumber;
        if (behind && (candidate == 0 || ticket < best || ticket == best && i < candidate)) {
          candidate = i;
          best = ticket;
        }
      }
      if (candidate == 0) {
        return;
      }
      last = best;
      lastNumber = candidate;
      long e = address(candidate);
      long word = LockEntryLayout.word(shm, e);
      LockMode mode = LockMode.of(LockEntryLayout.awaited(word));
      int slot = slotOf(candidate - 1);
      if (!mustWait(hash, e, slot, mode, best)) {
        LockEntryLayout.word(shm, e, LockEntryLayout.withWait(word, 0) | mode.bit());
        slots.wake(slot);
      }
    }
  }

  /** Makes a partition's chains anew from the slots' entries, and grants what is to be granted. */
  void rebuild(int partition) {
    for (int b = partition; b <= mask; b += PARTITIONS) {
      Words.setIntRelease(shm, base + BUCKETS + b * 4L, 0);
    }
    for (int slot = 0; slot < slots.count(); slot++) {
      for (int index = 0; index < ProcSlotLayout.LOCK_COUNT; index++) {
        long e = entry(slot, index);
        if (LockEntryLayout.isLinked(LockEntryLayout.word(shm, e))) {
          int hash = hash(LockEntryLayout.tagHigh(shm, e), LockEntryLayout.tagLow(shm, e));
          if (partition(hash) == partition) {
            link(hash, slot, index);
          }
        }
      }
    }
    for (int b = partition; b <= mask; b += PARTITIONS) {
      for (int i = first(b); i != 0; i = next(i)) {
        long e = address(i);
        if (LockEntryLayout.awaited(LockEntryLayout.word(shm, e)) != 0) {
          grantWaiters(b, LockEntryLayout.tagHigh(shm, e), LockEntryLayout.tagLow(shm, e));
        }
      }
    }
  }
}
