package org.postern.storage.lock;

import java.lang.foreign.MemorySegment;
import org.postern.storage.lwlock.LwLockId;
import org.postern.storage.lwlock.LwLockMode;
import org.postern.storage.lwlock.LwLocks;
import org.postern.storage.proc.ProcSlotLayout;
import org.postern.storage.shmem.SharedMemory;

/** Gives back a dead process's heavyweight locks, and makes damaged hash chains anew. */
public final class LockRepair {
  private final LockTable table;
  private final MemorySegment shm;
  private final LwLocks lwLocks;

  public LockRepair(SharedMemory memory, LwLocks lwLocks) {
    this.table = new LockTable(memory);
    this.shm = memory.segment();
    this.lwLocks = lwLocks;
  }

  /** The chains of a partition whose LWLock a dead process still holds exclusively. */
  public void rebuildPartition(int partition) {
    table.rebuild(partition);
  }

  /** Gives back every lock of a dead slot, and grants them to those who wait. */
  public int releaseAll(int slot) {
    int released = 0;
    for (int index = 0; index < ProcSlotLayout.LOCK_COUNT; index++) {
      long entry = table.entry(slot, index);
      if (!LockEntryLayout.isLinked(LockEntryLayout.word(shm, entry))) {
        continue;
      }
      long high = LockEntryLayout.tagHigh(shm, entry);
      long low = LockEntryLayout.tagLow(shm, entry);
      int hash = LockTable.hash(high, low);
      long lock = lwLocks.address(LwLockId.LOCK_MANAGER, LockTable.partition(hash));
      lwLocks.acquire(lock, LwLockMode.EXCLUSIVE);
      try {
        LockEntryLayout.word(shm, entry, LockEntryLayout.LINKED);
        table.unlink(hash, slot, index);
        LockEntryLayout.word(shm, entry, 0);
        table.grantWaiters(hash, high, low);
      } finally {
        lwLocks.release(lock);
      }
      released++;
    }
    return released;
  }
}
