package org.postern.storage.walapi;

/** What redo has to do with one block of a record. */
public enum RedoAction {
  /** The page is older than the record: apply the change, then {@link RedoBuffers#changed}. */
  NEEDS_REDO,
  /** The record's image was copied into the page: nothing more to do. */
  RESTORED,
  /** The page already holds the change: leave it alone. */
  DONE,
  /** The block or its relation does not exist any more: a later record removed it. */
  GONE
}
