package org.postern.storage.lock;

/** What to do when a lock is not free. The caller words the error for NOWAIT. */
public enum WaitPolicy {
  /** Wait. */
  BLOCK,
  /** Return {@link LockResult#NOT_AVAILABLE}: for NOWAIT and SKIP LOCKED. */
  RETURN
}
