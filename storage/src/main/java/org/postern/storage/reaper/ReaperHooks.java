package org.postern.storage.reaper;

import org.postern.storage.lwlock.LwLockId;

/**
 * What other packages repair after the death of a process. The steps and what is still locked
 * during each are in this package's README.
 */
public interface ReaperHooks {
  /**
   * The dead slot held this named LWLock exclusively; make what it protects consistent. The lock is
   * given back afterwards. No LWLock may be taken here.
   */
  default void lockLost(LwLockId id, int index, int deadSlot) {}

  /**
   * Ends the dead slot's WAL insertion: an incomplete reservation is padded, so that flushing can
   * go on. Returns the end LSN if the slot's last record is completely in the log, 0 otherwise.
   */
  default long finishWal(int deadSlot) {
    return 0;
  }

  /**
   * Ends the dead slot's transaction: aborted, unless its commit record is in the log. The pages
   * are repaired and unlocked; heavyweight locks are given back afterwards.
   */
  default void finishTransaction(int deadSlot) {}

  /** Anything else that belonged to the process; the slot is about to become free. */
  default void slotLost(int deadSlot) {}

  /** For tests without log and transactions. */
  ReaperHooks NONE = new ReaperHooks() {};
}
