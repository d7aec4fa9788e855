package org.postern.storage.access;

/** What to do when a row is locked by another transaction: wait, SKIP LOCKED or NOWAIT. */
public enum RowWait {
  BLOCK,
  SKIP,
  ERROR
}
