package org.postern.storage.lock;

import org.postern.storage.transam.TransactionCallback;
import org.postern.storage.transam.XidLocks;

/**
 * Joins the lock manager to transactions: the lock on each transaction id, and the release of locks
 * when transactions and subtransactions end.
 *
 * <p>Id locks are taken as session locks, since the id of a parent may be assigned while a
 * subtransaction is the current one, and must outlive its rollback. Only the first subtransactions
 * of a transaction get a lock of their own: who waits for a later one finds it free, sees that the
 * id is still in progress, and waits for the topmost parent.
 *
 * <p>Use: give it to Transam's constructor, and register it for {@link
 * TransactionCallback.Phase#LOCKS}.
 */
public final class TransactionLocks implements XidLocks, TransactionCallback {
  private static final int MAX_LOCKED = 64;

  private final LockManager manager;
  private int locked;

  public TransactionLocks(LockManager manager) {
    this.manager = manager;
  }

  @Override
  public void acquire(long xid) {
    if (locked < MAX_LOCKED) {
      manager.acquire(LockTag.transaction(xid), LockMode.EXCLUSIVE, true, WaitPolicy.BLOCK);
      locked++;
    }
  }

  @Override
  public void releaseSub(long xid) {
    if (manager.release(LockTag.transaction(xid), LockMode.EXCLUSIVE, true)) {
      locked--;
    }
  }

  @Override
  public void waitFor(long xid) {
    LockTag tag = LockTag.transaction(xid);
    manager.acquire(tag, LockMode.SHARE, false, WaitPolicy.BLOCK);
    manager.release(tag, LockMode.SHARE, false);
  }

  @Override
  public void committed() {
    releaseAll();
  }

  @Override
  public void aborted() {
    releaseAll();
  }

  private void releaseAll() {
    if (locked != 0) {
      manager.releaseSessionLocks(LockTag.Kind.TRANSACTION);
      locked = 0;
    }
    manager.releaseTransactionLocks();
  }

  @Override
  public void subBegan(int level) {
    manager.beginSubtransaction();
  }

  @Override
  public void subCommitted(int level) {
    manager.commitSubtransaction();
  }

  @Override
  public void subAborted(int level) {
    manager.abortSubtransaction();
  }
}
