package org.postern.storage.transam;

import org.postern.storage.walapi.WalOutput;

/**
 * Told about the end of transactions and subtransactions. Callbacks of one {@link Phase} run in the
 * order in which they were registered. After the commit record is written nothing may fail: {@link
 * #committed}, {@link #aborted} and the subtransaction methods must not throw.
 */
public interface TransactionCallback {
  /** The order of the ends: what is told first may still use what is released later. */
  enum Phase {
    /** Scans, pins, files and other things held by statements. */
    RESOURCES,
    /** Caches of this process and messages to the others. */
    CACHES,
    /** Files of dropped and of rolled back relations. */
    FILES,
    /** Heavyweight locks: from here on others proceed. */
    LOCKS,
    /** Memory, statistics. */
    CLEANUP
  }

  /** Before the commit record; may do work, and may throw to turn the commit into an abort. */
  default void preCommit() {}

  /**
   * Appends the cache invalidation messages to the commit record, so that they can be sent even if
   * this process dies just then. Opaque to this package.
   */
  default void invalidations(WalOutput out) {}

  default void committed() {}

  default void aborted() {}

  /** A subtransaction began; {@code level} is its nesting level, 2 for the outermost savepoint. */
  default void subBegan(int level) {}

  /** The subtransaction's things now belong to {@code level - 1}. */
  default void subCommitted(int level) {}

  default void subAborted(int level) {}
}
