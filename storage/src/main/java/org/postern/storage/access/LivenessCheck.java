package org.postern.storage.access;

/**
 * What a unique check asks the heap about an entry with an equal key: the HOT chain that begins at
 * the tid, as a dirty snapshot sees it. Called under an exclusive index page lock: the
 * implementation may lock heap pages, but must not wait for transactions or touch any index.
 */
@FunctionalInterface
public interface LivenessCheck {
  /** No version is live, but some snapshot may still see one. */
  long DEAD = -1;

  /** No snapshot sees any version: the index entry may be killed. */
  long DEAD_TO_ALL = -2;

  /** A live version exists: the key is taken. */
  long LIVE = 0;

  /**
   * One of the constants, or the positive xid of a transaction in progress whose end decides, and
   * which the caller must wait for.
   */
  long check(long tid);
}
