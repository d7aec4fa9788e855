package org.postern.wal.insert;

import java.lang.foreign.MemorySegment;
import org.postern.storage.proc.ProcSlotLayout;
import org.postern.storage.proc.ProcSlots;
import org.postern.storage.shmem.Words;

/**
 * The reservation intents of all slots, seen from the flusher's side.
 *
 * <p>An inserter stores start, length and phase TRYING before its compare-and-set of the insert
 * position, and phase INSERTED only after its bytes are in the ring. So whoever has read an insert
 * position behind a reservation also sees that reservation's intent until its bytes are complete.
 */
final class WalIntents {
  private final MemorySegment shm;
  private final ProcSlots slots;
  private final int count;

  WalIntents(ProcSlots slots) {
    this.slots = slots;
    this.shm = slots.segment();
    this.count = slots.count();
  }

  /**
   * Everything before the result is completely in the ring; {@code end} is an insert position read
   * before the call.
   */
  long completedBefore(long end) {
    long result = end;
    for (int i = 0; i < count; i++) {
      long slot = slots.address(i);
      int phase = Words.intAcquire(shm, slot + ProcSlotLayout.WAL_PHASE);
      if (phase == ProcSlotLayout.WAL_TRYING || phase == ProcSlotLayout.WAL_RESERVED) {
        long start = Words.longAcquire(shm, slot + ProcSlotLayout.WAL_START);
        result = Math.min(result, start);
      }
    }
    return result;
  }
}
