package org.postern.storage.transam;

/**
 * The heavyweight lock that every transaction holds on its own id, as transam sees it; implemented
 * over the lock manager, which lies above this package. The lock is given back by the lock
 * manager's own end-of-transaction callback.
 */
public interface XidLocks {
  /** For tests and single-process tools: nobody waits for anybody. */
  XidLocks NONE =
      new XidLocks() {
        @Override
        public void acquire(long xid) {}

        @Override
        public void releaseSub(long xid) {}

        @Override
        public void waitFor(long xid) {
          throw new IllegalStateException("nobody to wait for: xid=" + xid);
        }
      };

  /** Takes the exclusive lock on an id just assigned to this process. Must not block. */
  void acquire(long xid);

  /** Gives back the lock of a subtransaction that was rolled back. */
  void releaseSub(long xid);

  /** Returns when nobody holds the lock on {@code xid} any more. */
  void waitFor(long xid);
}
