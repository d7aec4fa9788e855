package org.postern.storage.lwlock;

/**
 * The fixed, named LWLocks, in address order. A constant with a count is an array of locks.
 * Append-only.
 *
 * <p>Source: PostgreSQL documentation, "Wait Events of Type LWLock".
 */
public enum LwLockId {
  BUFFER_MAPPING("BufferMapping", 128),
  LOCK_MANAGER("LockManager", 16),
  RELATION_EXTENSION("RelationExtension", 32),
  SYNC_REQUESTS("CheckpointerComm", 1),
  WAL_WRITE("WALWrite", 1),
  WAL_BUF_MAPPING("WALBufMapping", 1),
  CONTROL_FILE("ControlFile", 1),
  CHECKPOINT("Checkpoint", 1),
  XID_GEN("XidGen", 1),
  OID_GEN("OidGen", 1),
  COMMIT_LOG("XactSLRU", 1),
  COMMIT_LOG_EXTEND("XactTruncation", 1),
  MULTIXACT_GEN("MultiXactGen", 1),
  REL_CACHE_INIT("RelCacheInit", 1),
  SINVAL_READ("SInvalRead", 1),
  SINVAL_WRITE("SInvalWrite", 1),
  RELATION_MAPPING("RelationMapping", 1),
  TABLESPACE_CREATE("TablespaceCreate", 1),
  AUTOVACUUM("Autovacuum", 1),
  AUTOVACUUM_SCHEDULE("AutovacuumSchedule", 1),
  STATISTICS("PgStatsDSA", 1),
  NOTIFY_QUEUE("NotifyQueue", 1),
  BACKGROUND_WORKER("BackgroundWorker", 1),
  FAST_PATH_STRONG("LockFastPath", 1),
  TWO_PHASE_STATE("TwoPhaseState", 1),
  SYNC_REP("SyncRep", 1),
  REAPER("Reaper", 1),
  BTREE_VACUUM("BtreeVacuum", 1);

  private static final LwLockId[] ALL = values();

  private final String title;
  private final int count;

  LwLockId(String title, int count) {
    this.title = title;
    this.count = count;
  }

  /** The wait event's name. */
  public String title() {
    return title;
  }

  /** How many locks there are of this name. */
  public int count() {
    return count;
  }

  /** Index of the first lock of this name in the array of fixed locks. */
  int first() {
    int first = 0;
    for (LwLockId id : ALL) {
      if (id == this) {
        return first;
      }
      first += id.count;
    }
    throw new AssertionError(this);
  }

  /** The name of wait event {@code id}; ids past the fixed ones are locks inside structures. */
  public static String waitEventName(int id) {
    return id < ALL.length ? ALL[id].title : "BufferContent";
  }
}
