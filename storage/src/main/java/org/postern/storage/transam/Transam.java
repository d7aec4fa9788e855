package org.postern.storage.transam;

import java.util.List;
import org.postern.storage.buffer.BufferPool;
import org.postern.storage.lwlock.LwLocks;
import org.postern.storage.proc.ProcSlot;
import org.postern.storage.proc.ProcSlots;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.walapi.ResourceManager;
import org.postern.storage.walapi.WalLog;

/** The objects of this package for one process, made together. */
public final class Transam {
  private final ProcSlots slots;
  private final BufferPool pool;
  private final WalLog wal;
  private final TransamState state;
  private final CommitLog commitLog;
  private final PendingFiles pending;
  private final Horizons horizons;
  private final OidAllocator oids;
  private final TransactionManager transactions;

  public Transam(
      SharedMemory memory,
      ProcSlots slots,
      ProcSlot slot,
      LwLocks locks,
      BufferPool pool,
      WalLog wal,
      XidLocks xidLocks) {
    this.slots = slots;
    this.pool = pool;
    this.wal = wal;
    this.state = new TransamState(memory, slots);
    this.commitLog = new CommitLog(state, new CommitLogPages(pool), memory.config());
    this.pending = new PendingFiles(state, memory.config());
    this.horizons = new Horizons(state);
    this.oids = new OidAllocator(state, locks, wal);
    SnapshotManager snapshots = new SnapshotManager(state, slot);
    this.transactions =
        new TransactionManager(
            slot,
            locks,
            state,
            commitLog,
            snapshots,
            horizons,
            new XidAllocator(state, commitLog, slot, locks),
            xidLocks,
            new RelationFiles(slot, pool, wal, pending),
            wal);
    snapshots.attach(transactions);
  }

  public TransactionManager transactions() {
    return transactions;
  }

  public CommitLog commitLog() {
    return commitLog;
  }

  public Horizons horizons() {
    return horizons;
  }

  public SnapshotManager snapshots() {
    return transactions.snapshots();
  }

  public OidAllocator oids() {
    return oids;
  }

  /** For the startup process and checkpoints. */
  public TransactionRecovery recovery() {
    return new TransactionRecovery(state, commitLog);
  }

  /** The managers that replay transaction ends and relation files. */
  public List<ResourceManager> resourceManagers() {
    RecoveredFiles files = new RecoveredFiles();
    return List.of(new XactRedo(pool, commitLog, recovery(), files), new SmgrRedo(pool, files));
  }

  /** Transam's part in a checkpoint, to be listed before the buffer pool's. */
  public CommitLogFlush flushParticipant() {
    return new CommitLogFlush(slots, commitLog, pending, wal);
  }

  /** The reaper's part in this package. */
  public DeadTransactions deadTransactions() {
    return new DeadTransactions(slots, state, commitLog, pending, pool, wal);
  }

  /** Sets up the counters where no log is replayed: a fresh segment in tests and tools. */
  public void startFresh(long nextXid, long nextOid, long visibleCsn) {
    TransactionRecovery recovery = recovery();
    recovery.restore(nextXid, nextOid, nextXid, visibleCsn);
    recovery.finishRecovery(visibleCsn);
  }
}
