package org.postern.storage.proc;

import java.lang.foreign.MemorySegment;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.os.ProcessControl;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.ShmemArea;
import org.postern.storage.shmem.Words;

/** All process slots: taking and giving back one, looking at the others, waking them. */
public final class ProcSlots {
  private final SharedMemory memory;
  private final MemorySegment shm;
  private final long base;
  private final int count;

  public ProcSlots(SharedMemory memory) {
    this.memory = memory;
    this.shm = memory.segment();
    this.base = memory.base(ShmemArea.PROC_SLOTS);
    this.count = memory.config().maxSlots();
  }

  /** Number of slots, free ones included. */
  public int count() {
    return count;
  }

  /** Address of slot {@code index}. */
  public long address(int index) {
    return base + (long) index * ProcSlotLayout.SIZE;
  }

  public MemorySegment segment() {
    return shm;
  }

  /** Takes a free slot for this process; 53300 when there is none. */
  public ProcSlot acquire(int kind) {
    return acquire(kind, 0, count);
  }

  /** Takes a free slot out of a range, as a kind of process may have slots set aside for it. */
  public ProcSlot acquire(int kind, int from, int to) {
    int pid = ProcessControl.pid();
    for (int i = from; i < to; i++) {
      long slot = address(i);
      if (Words.intPlain(shm, slot + ProcSlotLayout.PID) == 0
          && Words.casInt(shm, slot + ProcSlotLayout.PID, 0, pid)) {
        initialize(slot, kind, pid);
        return new ProcSlot(memory, i, slot);
      }
    }
    throw SqlException.fatal(SqlState.TOO_MANY_CONNECTIONS, "sorry, too many clients already");
  }

  private void initialize(long slot, int kind, int pid) {
    Words.setIntPlain(shm, slot + ProcSlotLayout.KIND, kind);
    Words.setLongPlain(shm, slot + ProcSlotLayout.START_TIME, ProcessControl.startTime(pid));
    Words.setIntPlain(shm, slot + ProcSlotLayout.LATCH, 0);
    Words.setIntPlain(shm, slot + ProcSlotLayout.INTERRUPTS, 0);
    Words.setIntPlain(shm, slot + ProcSlotLayout.SENDER_PID, 0);
    Words.getAndAddInt(shm, slot + ProcSlotLayout.GENERATION, 1);
    Words.setIntRelease(shm, slot + ProcSlotLayout.STATE, ProcState.STARTING.number());
  }

  /** Gives a slot back. Its owner must hold nothing any more. */
  public void release(ProcSlot slot) {
    release(slot.index());
  }

  /** Clears a slot and marks it free; the reaper does it for a dead owner. */
  public void release(int index) {
    long slot = address(index);
    Words.setIntRelease(shm, slot + ProcSlotLayout.STATE, ProcState.EXITING.number());
    Words.setLongVolatile(shm, slot + ProcSlotLayout.XID, 0);
    Words.setLongVolatile(shm, slot + ProcSlotLayout.SNAPSHOT_CSN, 0);
    Words.setLongVolatile(shm, slot + ProcSlotLayout.SNAPSHOT_XMIN, 0);
    shm.asSlice(slot + ProcSlotLayout.WAIT_EVENT, ProcSlotLayout.XID - ProcSlotLayout.WAIT_EVENT)
        .fill((byte) 0);
    shm.asSlice(
            slot + ProcSlotLayout.DATABASE_OID,
            ProcSlotLayout.LWLOCK_INTENTS - ProcSlotLayout.DATABASE_OID)
        .fill((byte) 0);
    shm.asSlice(slot + ProcSlotLayout.ACTIVITY, ProcSlotLayout.LOCKS - ProcSlotLayout.ACTIVITY)
        .fill((byte) 0);
    Words.setIntPlain(shm, slot + ProcSlotLayout.INTERRUPTS, 0);
    Words.setLongPlain(shm, slot + ProcSlotLayout.START_TIME, 0);
    Words.setIntRelease(shm, slot + ProcSlotLayout.STATE, ProcState.FREE.number());
    Words.setIntVolatile(shm, slot + ProcSlotLayout.PID, 0);
  }

  public boolean isFree(int index) {
    return pid(index) == 0;
  }

  public int pid(int index) {
    return Words.intAcquire(shm, address(index) + ProcSlotLayout.PID);
  }

  public int generation(int index) {
    return Words.intAcquire(shm, address(index) + ProcSlotLayout.GENERATION);
  }

  public int kind(int index) {
    return Words.intPlain(shm, address(index) + ProcSlotLayout.KIND);
  }

  public ProcState state(int index) {
    return ProcState.of(Words.intAcquire(shm, address(index) + ProcSlotLayout.STATE));
  }

  public void state(int index, ProcState state) {
    Words.setIntRelease(shm, address(index) + ProcSlotLayout.STATE, state.number());
  }

  public long xid(int index) {
    return Words.longAcquire(shm, address(index) + ProcSlotLayout.XID);
  }

  public long snapshotCsn(int index) {
    return Words.longAcquire(shm, address(index) + ProcSlotLayout.SNAPSHOT_CSN);
  }

  public long snapshotXmin(int index) {
    return Words.longAcquire(shm, address(index) + ProcSlotLayout.SNAPSHOT_XMIN);
  }

  public int vacuumFlags(int index) {
    return Words.intAcquire(shm, address(index) + ProcSlotLayout.VACUUM_FLAGS);
  }

  public int databaseOid(int index) {
    return Words.intAcquire(shm, address(index) + ProcSlotLayout.DATABASE_OID);
  }

  public int roleOid(int index) {
    return Words.intAcquire(shm, address(index) + ProcSlotLayout.ROLE_OID);
  }

  public int localXid(int index) {
    return Words.intAcquire(shm, address(index) + ProcSlotLayout.LOCAL_XID);
  }

  public int waitEvent(int index) {
    return Words.intAcquire(shm, address(index) + ProcSlotLayout.WAIT_EVENT);
  }

  /** The slot of a process id, -1 for none. */
  public int indexOf(int pid) {
    for (int i = 0; i < count; i++) {
      if (pid != 0 && pid(i) == pid) {
        return i;
      }
    }
    return -1;
  }

  /** Another process's latch, to set it. */
  public Latch latch(int index) {
    return new Latch(shm, address(index));
  }

  /** Sets the latch of slot {@code index}. */
  public void wake(int index) {
    Latch.set(shm, address(index));
  }

  /** Asks something of another process: {@link Interrupts} bits, and wakes it. */
  public void raise(int index, int bits) {
    Words.getAndOrInt(shm, address(index) + ProcSlotLayout.INTERRUPTS, bits);
    wake(index);
  }

  /** Asks it of every process that has a slot. */
  public void raiseAll(int bits) {
    for (int i = 0; i < count; i++) {
      if (!isFree(i)) {
        raise(i, bits);
      }
    }
  }

  /** True when a slot is taken by a process that does not live any more. */
  public boolean isDead(int index) {
    int pid = pid(index);
    if (pid == 0) {
      return false;
    }
    long started = Words.longAcquire(shm, address(index) + ProcSlotLayout.START_TIME);
    return !ProcessControl.isAlive(pid, started);
  }

  /** A look at the activity of slot {@code index}. */
  public ActivitySnapshot activity(int index) {
    return BackendActivity.read(shm, address(index) + ProcSlotLayout.ACTIVITY);
  }
}
