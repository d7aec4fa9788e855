package org.postern.storage.lock;

/** How an acquisition ended. */
public enum LockResult {
  /** Taken now. */
  GRANTED,
  /** This process had it in that mode already; counted once more. */
  ALREADY_HELD,
  /** Not free, and the caller did not want to wait. */
  NOT_AVAILABLE
}
