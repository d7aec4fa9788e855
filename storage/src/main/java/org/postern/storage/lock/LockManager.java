package org.postern.storage.lock;

import java.util.List;

/**
 * The heavyweight locks as one process takes them.
 *
 * <p>Locks belong to the session or to the transaction; those of the transaction to the
 * subtransaction in which they were taken.
 */
public final class LockManager {
  private static UnsupportedOperationException todo() {
    return new UnsupportedOperationException("lock manager");
  }

  /**
   * Takes a lock; waits as the policy says.
   *
   * @throws org.postern.storage.error.SqlException 40P01 on deadlock, 55P03 on lock_timeout, 57014
   *     when canceled
   */
  public LockResult acquire(LockTag tag, LockMode mode, boolean sessionLevel, WaitPolicy policy) {
    throw todo();
  }

  /** Gives back one acquisition; false when this process does not hold it. */
  public boolean release(LockTag tag, LockMode mode, boolean sessionLevel) {
    throw todo();
  }

  /** True when this process holds the lock in this very mode. */
  public boolean isHeld(LockTag tag, LockMode mode) {
    throw todo();
  }

  /** A subtransaction begins. */
  public void beginSubtransaction() {
    throw todo();
  }

  /** A subtransaction ends well: its locks become its parent's. */
  public void commitSubtransaction() {
    throw todo();
  }

  /** A subtransaction is rolled back: its locks are given back. */
  public void abortSubtransaction() {
    throw todo();
  }

  /** The transaction is over: gives back all but the session's locks. */
  public void releaseTransactionLocks() {
    throw todo();
  }

  /** Gives back everything, as at the end of a session. */
  public void releaseAll() {
    throw todo();
  }

  /** Gives back this session's advisory locks: pg_advisory_unlock_all. */
  public void releaseSessionLocks(LockTag.Kind kind) {
    throw todo();
  }

  /** Milliseconds of deadlock_timeout. */
  public void deadlockTimeout(int millis) {
    throw todo();
  }

  /** Milliseconds of lock_timeout, 0 for none. */
  public void lockTimeout(int millis) {
    throw todo();
  }

  /** Rows of pg_locks. */
  public List<LockStatus> status() {
    throw todo();
  }

  /** Pids of the processes that block {@code pid}: pg_blocking_pids. */
  public List<Integer> blockingPids(int pid) {
    throw todo();
  }

  /** True when some process holds or awaits the lock in a mode conflicting with this one. */
  public boolean hasWaiters(LockTag tag) {
    throw todo();
  }
}
