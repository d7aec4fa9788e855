package org.postern.storage.testkit;

import org.postern.storage.proc.ProcSlot;
import org.postern.storage.proc.ProcSlotLayout;
import org.postern.storage.proc.ProcSlots;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.ShmemArea;
import org.postern.storage.shmem.Words;
import org.postern.storage.walapi.WalLog;
import org.postern.storage.walapi.WalRecordBuilder;

/**
 * A log of several processes that keeps nothing but its length; it writes the intents that a real
 * log writes, so that the reaper can be tested with it.
 */
public final class SharedWalLog implements WalLog {
  private static final int RECORD = 64;

  private final SharedMemory memory;
  private final ProcSlot slot;
  private final long position;

  public SharedWalLog(SharedMemory memory, ProcSlot slot) {
    this.memory = memory;
    this.slot = slot;
    this.position = memory.base(ShmemArea.WAL_CONTROL);
  }

  @Override
  public long insert(WalRecordBuilder record) {
    var shm = memory.segment();
    long base = slot.base();
    Words.setIntRelease(shm, base + ProcSlotLayout.WAL_PHASE, ProcSlotLayout.WAL_TRYING);
    long start = Words.getAndAddLong(shm, position, RECORD);
    Words.setLongRelease(shm, base + ProcSlotLayout.WAL_START, start);
    Words.setIntRelease(shm, base + ProcSlotLayout.WAL_PHASE, ProcSlotLayout.WAL_RESERVED);
    Words.setLongRelease(shm, base + ProcSlotLayout.WAL_END, start + RECORD);
    Words.setIntRelease(shm, base + ProcSlotLayout.WAL_PHASE, ProcSlotLayout.WAL_INSERTED);
    return start + RECORD;
  }

  /** The end of a slot's record if it was inserted completely, 0 otherwise. */
  public static long finishWal(ProcSlots slots, int deadSlot) {
    long base = slots.address(deadSlot);
    boolean inserted =
        Words.intAcquire(slots.segment(), base + ProcSlotLayout.WAL_PHASE)
            == ProcSlotLayout.WAL_INSERTED;
    return inserted ? Words.longAcquire(slots.segment(), base + ProcSlotLayout.WAL_END) : 0;
  }

  @Override
  public void flush(long lsn) {
    if (lsn > insertLsn()) {
      throw new IllegalStateException("flush beyond the log: lsn=" + lsn);
    }
  }

  @Override
  public long insertLsn() {
    return Words.longAcquire(memory.segment(), position);
  }

  @Override
  public long flushedLsn() {
    return insertLsn();
  }

  @Override
  public long redoPointer() {
    return 0;
  }

  @Override
  public boolean needsImage(long pageLsn) {
    return false;
  }
}
