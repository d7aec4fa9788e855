package org.postern.wal.checkpoint;

import java.lang.foreign.MemorySegment;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.os.Futex;
import org.postern.storage.proc.ProcSlot;
import org.postern.storage.proc.WaitEvent;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.ShmemArea;
import org.postern.storage.shmem.Words;
import org.postern.storage.walapi.CheckpointRequests;
import org.postern.wal.insert.WalControlLayout;

/**
 * Requests through counters in shared memory: a requester bumps the number of requests; the
 * checkpointer notes that number when it begins and shows it when it has finished. A request is
 * served by the first checkpoint that noted it.
 */
public final class SharedCheckpointRequests implements CheckpointRequests {
  private static final long LOOK_NANOS = 100_000_000L;

  private final MemorySegment shm;
  private final long control;
  private final ProcSlot slot;

  public SharedCheckpointRequests(SharedMemory memory, ProcSlot slot) {
    this.shm = memory.segment();
    this.control = memory.base(ShmemArea.WAL_CONTROL);
    this.slot = slot;
  }

  @Override
  public void request(boolean immediate, boolean wait) {
    int failures = Words.intAcquire(shm, control + WalControlLayout.CHECKPOINT_FAILURES);
    if (immediate) {
      Words.getAndOrInt(
          shm, control + WalControlLayout.CHECKPOINT_FLAGS, WalControlLayout.FLAG_IMMEDIATE);
    }
    int mine = Words.getAndAddInt(shm, control + WalControlLayout.CHECKPOINT_REQUESTED, 1) + 1;
    Words.getAndAddInt(shm, control + WalControlLayout.CHECKPOINT_WAKE, 1);
    Futex.wake(shm, control + WalControlLayout.CHECKPOINT_WAKE, Integer.MAX_VALUE);
    if (!wait) {
      return;
    }
    int before = slot.waitEvent(WaitEvent.CHECKPOINT_DONE.code());
    try {
      for (; ; ) {
        int done = Words.intAcquire(shm, control + WalControlLayout.CHECKPOINT_DONE);
        if (Words.intAcquire(shm, control + WalControlLayout.CHECKPOINT_FAILURES) != failures) {
          throw SqlException.error(SqlState.SYSTEM_ERROR, "checkpoint request failed")
              .withHint("Consult recent messages in the server log for details.");
        }
        if (done - mine >= 0) {
          return;
        }
        slot.interrupts().check();
        Futex.wait(shm, control + WalControlLayout.CHECKPOINT_DONE, done, LOOK_NANOS);
      }
    } finally {
      slot.waitEvent(before);
    }
  }
}
