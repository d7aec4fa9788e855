package org.postern.storage.transam;

import org.postern.storage.lwlock.LwLockId;
import org.postern.storage.lwlock.LwLockMode;
import org.postern.storage.lwlock.LwLocks;
import org.postern.storage.walapi.RmgrId;
import org.postern.storage.walapi.WalLog;
import org.postern.storage.walapi.WalRecordBuilder;

/**
 * Gives out object ids, which also number relation files. They wrap around at 32 bits, so callers
 * check that the id is not in use. Ids are logged ahead in batches: after a crash some are skipped.
 *
 * <p>Source: PostgreSQL documentation, "Object Identifier Types".
 */
public final class OidAllocator {
  /** The first id that is not reserved for the system. */
  public static final long FIRST_NORMAL = 16384;

  private static final long PREFETCH = 8192;
  private static final long LIMIT = 1L << 32;

  private final TransamState state;
  private final LwLocks locks;
  private final WalLog wal;
  private final WalRecordBuilder record = new WalRecordBuilder();

  OidAllocator(TransamState state, LwLocks locks, WalLog wal) {
    this.state = state;
    this.locks = locks;
    this.wal = wal;
  }

  /** A new id, as an unsigned 32-bit number. */
  public long next() {
    locks.acquire(LwLockId.OID_GEN, LwLockMode.EXCLUSIVE);
    try {
      long oid = state.word(TransamLayout.NEXT_OID);
      if (oid >= LIMIT || oid < FIRST_NORMAL) {
        oid = FIRST_NORMAL;
        state.word(TransamLayout.OID_LOGGED, 0);
      }
      if (oid >= state.word(TransamLayout.OID_LOGGED)) {
        record.begin(RmgrId.XACT, XactWal.NEXT_OID).data().putLong(oid + PREFETCH);
        wal.insert(record);
        state.word(TransamLayout.OID_LOGGED, oid + PREFETCH);
      }
      state.word(TransamLayout.NEXT_OID, oid + 1);
      return oid;
    } finally {
      locks.release(LwLockId.OID_GEN);
    }
  }
}
