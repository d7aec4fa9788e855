package org.postern.storage.lock;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.postern.storage.lwlock.LwLockId;
import org.postern.storage.lwlock.LwLockMode;
import org.postern.storage.lwlock.LwLocks;
import org.postern.storage.proc.ProcSlotLayout;
import org.postern.storage.proc.ProcSlots;
import org.postern.storage.shmem.Words;

/** Questions about everybody's locks. */
final class LockQueries {
  private final LockTable table;
  private final MemorySegment shm;
  private final ProcSlots slots;
  private final LwLocks lwLocks;

  LockQueries(LockTable table, LwLocks lwLocks) {
    this.table = table;
    this.shm = table.shm();
    this.slots = table.slots();
    this.lwLocks = lwLocks;
  }

  /** Every entry of every slot; each row is true by itself, not all at the same moment. */
  List<LockStatus> status() {
    List<LockStatus> rows = new ArrayList<>();
    for (int slot = 0; slot < slots.count(); slot++) {
      if (slots.isFree(slot)) {
        continue;
      }
      for (int index = 0; index < ProcSlotLayout.LOCK_COUNT; index++) {
        long entry = table.entry(slot, index);
        long word = LockEntryLayout.word(shm, entry);
        if (LockEntryLayout.isLinked(word)) {
          addRows(rows, slot, entry, word);
        }
      }
    }
    return rows;
  }

  private void addRows(List<LockStatus> rows, int slot, long entry, long word) {
    LockTag tag =
        new LockTag(LockEntryLayout.tagHigh(shm, entry), LockEntryLayout.tagLow(shm, entry));
    for (LockMode mode : LockMode.values()) {
      boolean granted = (LockEntryLayout.held(word) & mode.bit()) != 0;
      boolean waiting = LockEntryLayout.awaited(word) == mode.number();
      if (granted || waiting) {
        long start =
            waiting ? Words.longAcquire(shm, slots.address(slot) + ProcSlotLayout.WAIT_START) : 0;
        rows.add(
            new LockStatus(
                tag, mode, granted, false, slot, slots.pid(slot), slots.localXid(slot), start));
      }
    }
  }

  /** The entry that a slot's process waits for, 0 for none. */
  static long waitingEntry(LockTable table, int slot) {
    MemorySegment shm = table.shm();
    int index = Words.intAcquire(shm, table.slots().address(slot) + ProcSlotLayout.WAIT_LOCK) - 1;
    if (index < 0) {
      return 0;
    }
    long entry = table.entry(slot, index);
    return LockEntryLayout.awaited(LockEntryLayout.word(shm, entry)) == 0 ? 0 : entry;
  }

  List<Integer> blockingPids(int pid) {
    List<Integer> pids = new ArrayList<>();
    int slot = slots.indexOf(pid);
    if (slot < 0) {
      return pids;
    }
    long entry = waitingEntry(table, slot);
    if (entry == 0) {
      return pids;
    }
    long high = LockEntryLayout.tagHigh(shm, entry);
    long low = LockEntryLayout.tagLow(shm, entry);
    int hash = LockTable.hash(high, low);
    long lock = lwLocks.address(LwLockId.LOCK_MANAGER, LockTable.partition(hash));
    lwLocks.acquire(lock, LwLockMode.SHARED);
    try {
      int wait = LockEntryLayout.awaited(LockEntryLayout.word(shm, entry));
      if (wait == 0) {
        return pids;
      }
      LockMode mode = LockMode.of(wait);
      for (int i = table.first(hash); i != 0; i = table.next(i)) {
        long e = table.address(i);
        if (e == entry || !table.matches(e, high, low)) {
          continue;
        }
        long word = LockEntryLayout.word(shm, e);
        int other = LockEntryLayout.awaited(word);
        boolean hard = (LockEntryLayout.held(word) & mode.conflicts()) != 0;
        boolean soft =
            other != 0
                && LockEntryLayout.ticket(shm, e) < LockEntryLayout.ticket(shm, entry)
                && mode.conflictsWith(LockMode.of(other));
        if (hard || soft) {
          pids.add(slots.pid(LockTable.slotOf(i - 1)));
        }
      }
    } finally {
      lwLocks.release(lock);
    }
    return pids;
  }

  boolean hasWaiters(LockTag tag) {
    int hash = LockTable.hash(tag.high(), tag.low());
    long lock = lwLocks.address(LwLockId.LOCK_MANAGER, LockTable.partition(hash));
    lwLocks.acquire(lock, LwLockMode.SHARED);
    try {
      for (int i = table.first(hash); i != 0; i = table.next(i)) {
        long e = table.address(i);
        if (table.matches(e, tag.high(), tag.low())
            && LockEntryLayout.awaited(LockEntryLayout.word(shm, e)) != 0) {
          return true;
        }
      }
      return false;
    } finally {
      lwLocks.release(lock);
    }
  }

  List<Integer> conflictingSlots(LockTag tag, LockMode mode, int self) {
    List<Integer> result = new ArrayList<>();
    int hash = LockTable.hash(tag.high(), tag.low());
    long lock = lwLocks.address(LwLockId.LOCK_MANAGER, LockTable.partition(hash));
    lwLocks.acquire(lock, LwLockMode.SHARED);
    try {
      for (int i = table.first(hash); i != 0; i = table.next(i)) {
        long e = table.address(i);
        int slot = LockTable.slotOf(i - 1);
        if (slot != self
            && table.matches(e, tag.high(), tag.low())
            && (LockEntryLayout.held(LockEntryLayout.word(shm, e)) & mode.conflicts()) != 0) {
          result.add(slot);
        }
      }
      return result;
    } finally {
      lwLocks.release(lock);
    }
  }
}
