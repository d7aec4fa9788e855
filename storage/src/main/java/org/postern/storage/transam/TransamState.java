package org.postern.storage.transam;

import java.lang.foreign.MemorySegment;
import org.postern.storage.proc.ProcSlotLayout;
import org.postern.storage.proc.ProcSlots;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.ShmemArea;
import org.postern.storage.shmem.Words;

/** The counters of {@link TransamLayout} as one process reads and raises them. */
final class TransamState {
  private final MemorySegment shm;
  private final long base;
  private final ProcSlots slots;

  TransamState(SharedMemory memory, ProcSlots slots) {
    this.shm = memory.segment();
    this.base = memory.base(ShmemArea.TRANSAM);
    this.slots = slots;
  }

  MemorySegment segment() {
    return shm;
  }

  long base() {
    return base;
  }

  long nextXid() {
    return Words.longAcquire(shm, base + TransamLayout.NEXT_XID);
  }

  void nextXid(long xid) {
    Words.setLongVolatile(shm, base + TransamLayout.NEXT_XID, xid);
  }

  long visibleCsn() {
    return Words.longVolatile(shm, base + TransamLayout.VISIBLE_CSN);
  }

  void raiseVisibleCsn(long csn) {
    raise(TransamLayout.VISIBLE_CSN, csn);
  }

  long startupXid() {
    return Words.longAcquire(shm, base + TransamLayout.STARTUP_XID);
  }

  void startupXid(long xid) {
    Words.setLongVolatile(shm, base + TransamLayout.STARTUP_XID, xid);
  }

  long word(int offset) {
    return Words.longAcquire(shm, base + offset);
  }

  void word(int offset, long value) {
    Words.setLongVolatile(shm, base + offset, value);
  }

  void count(int offset) {
    Words.getAndAddLong(shm, base + offset, 1);
  }

  private void raise(int offset, long value) {
    for (; ; ) {
      long old = Words.longAcquire(shm, base + offset);
      if (old >= value || Words.casLong(shm, base + offset, old, value)) {
        return;
      }
    }
  }

  long oldestRunning() {
    return Words.longAcquire(shm, base + TransamLayout.OLDEST_RUNNING);
  }

  /**
   * Looks at all slots. An id is shown in its slot before nextXid passes it: so every running one
   * below the nextXid read first is found.
   */
  long refreshOldestRunning() {
    long next = Words.longVolatile(shm, base + TransamLayout.NEXT_XID);
    long oldest = next;
    for (int i = 0; i < slots.count(); i++) {
      long xid = slots.xid(i);
      if (xid != Xid.INVALID && xid < oldest) {
        oldest = xid;
      }
    }
    raise(TransamLayout.OLDEST_RUNNING, oldest);
    raise(TransamLayout.RUNNING_SEEN, next);
    return oldestRunning();
  }

  /**
   * Whether another process is between its commit record and its flush, and must not be seen before
   * that: a later commit that becomes visible without a flush would show it too.
   */
  boolean hasDurableCommit(int self) {
    for (int i = 0; i < slots.count(); i++) {
      long slot = slots.address(i);
      int phase = Words.intAcquire(shm, slot + ProcSlotLayout.COMMIT_PHASE);
      if ((phase == CommitPhase.COMMITTING || phase == CommitPhase.LOGGED)
          && i != self
          && Words.intPlain(shm, slot + ProcSlotLayout.COMMIT_DURABLE) != 0) {
        return true;
      }
    }
    return false;
  }

  /** The cached value, looked up again when many ids were given out since. */
  long recentOldestRunning() {
    if (nextXid() - word(TransamLayout.RUNNING_SEEN) > 256) {
      return refreshOldestRunning();
    }
    return oldestRunning();
  }

  /**
   * The oldest snapshot in use. A snapshot is shown in its slot, and the visible number looked at
   * again, before it is used: so one that this look misses is not older than the result.
   */
  long refreshOldestSnapshot() {
    long oldest = visibleCsn();
    for (int i = 0; i < slots.count(); i++) {
      long csn = slots.snapshotCsn(i);
      boolean counts =
          csn != 0 && csn < oldest && (slots.vacuumFlags(i) & ProcSlotLayout.VACUUM_IN_VACUUM) == 0;
      if (counts) {
        oldest = csn;
      }
    }
    raise(TransamLayout.OLDEST_SNAPSHOT, oldest);
    return oldest;
  }
}
