package org.postern.storage.proc;

import java.lang.foreign.MemorySegment;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.Words;

/**
 * This process's own slot; in thread mode and in tests several of them live in one JVM, each used
 * by one thread at a time.
 */
public final class ProcSlot {
  private final SharedMemory memory;
  private final MemorySegment shm;
  private final int index;
  private final long base;
  private final Latch latch;
  private final Interrupts interrupts;
  private final BackendActivity activity;

  ProcSlot(SharedMemory memory, int index, long base) {
    this.memory = memory;
    this.shm = memory.segment();
    this.index = index;
    this.base = base;
    this.latch = new Latch(shm, base);
    this.interrupts = new Interrupts(shm, base);
    this.activity = new BackendActivity(shm, base + ProcSlotLayout.ACTIVITY);
  }

  /** Position in the array of slots, from 0; also called the backend number. */
  public int index() {
    return index;
  }

  /** Address of the slot; fields are at {@link ProcSlotLayout}'s offsets from it. */
  public long base() {
    return base;
  }

  public SharedMemory memory() {
    return memory;
  }

  public MemorySegment segment() {
    return shm;
  }

  public Latch latch() {
    return latch;
  }

  public Interrupts interrupts() {
    return interrupts;
  }

  public BackendActivity activity() {
    return activity;
  }

  public int pid() {
    return Words.intPlain(shm, base + ProcSlotLayout.PID);
  }

  public ProcState state() {
    return ProcState.of(Words.intAcquire(shm, base + ProcSlotLayout.STATE));
  }

  public void state(ProcState state) {
    Words.setIntRelease(shm, base + ProcSlotLayout.STATE, state.number());
  }

  /** Shows a wait in pg_stat_activity; 0 ends it. Returns the previous code. */
  public int waitEvent(int code) {
    int before = Words.intPlain(shm, base + ProcSlotLayout.WAIT_EVENT);
    Words.setIntRelease(shm, base + ProcSlotLayout.WAIT_EVENT, code);
    return before;
  }

  public long xid() {
    return Words.longPlain(shm, base + ProcSlotLayout.XID);
  }

  /** Publishes the top transaction id; 0 ends it. */
  public void xid(long xid) {
    Words.setLongVolatile(shm, base + ProcSlotLayout.XID, xid);
  }

  public long snapshotCsn() {
    return Words.longPlain(shm, base + ProcSlotLayout.SNAPSHOT_CSN);
  }

  /** Publishes the oldest snapshot in use, a full fence; 0 for none. */
  public void snapshotCsn(long csn) {
    Words.setLongVolatile(shm, base + ProcSlotLayout.SNAPSHOT_CSN, csn);
  }

  public long snapshotXmin() {
    return Words.longPlain(shm, base + ProcSlotLayout.SNAPSHOT_XMIN);
  }

  public void snapshotXmin(long xid) {
    Words.setLongVolatile(shm, base + ProcSlotLayout.SNAPSHOT_XMIN, xid);
  }

  public int databaseOid() {
    return Words.intPlain(shm, base + ProcSlotLayout.DATABASE_OID);
  }

  public void databaseOid(int oid) {
    Words.setIntRelease(shm, base + ProcSlotLayout.DATABASE_OID, oid);
  }

  public int roleOid() {
    return Words.intPlain(shm, base + ProcSlotLayout.ROLE_OID);
  }

  public void roleOid(int oid) {
    Words.setIntRelease(shm, base + ProcSlotLayout.ROLE_OID, oid);
  }

  public int tempNamespaceOid() {
    return Words.intPlain(shm, base + ProcSlotLayout.TEMP_NAMESPACE_OID);
  }

  public void tempNamespaceOid(int oid) {
    Words.setIntRelease(shm, base + ProcSlotLayout.TEMP_NAMESPACE_OID, oid);
  }

  public int vacuumFlags() {
    return Words.intPlain(shm, base + ProcSlotLayout.VACUUM_FLAGS);
  }

  public void vacuumFlags(int flags) {
    Words.setIntRelease(shm, base + ProcSlotLayout.VACUUM_FLAGS, flags);
  }

  /** Number of the current virtual transaction, 0 between transactions. */
  public int localXid() {
    return Words.intPlain(shm, base + ProcSlotLayout.LOCAL_XID);
  }

  public void localXid(int number) {
    Words.setIntRelease(shm, base + ProcSlotLayout.LOCAL_XID, number);
  }
}
