package org.postern.storage.access;

/** The outcome of {@link IndexAccess#insert}. */
public enum InsertResult {
  /** The entry is in the index; with UniqueCheck.EXISTING: the entry is unique. */
  INSERTED,
  /** A live entry has the key; see {@link IndexAccess#conflictTid}. Nothing was inserted. */
  CONFLICT,
  /**
   * A transaction in progress decides; see {@link IndexAccess#conflict}. Nothing was inserted, no
   * lock is held: wait for it and try again.
   */
  MUST_WAIT,
  /** UniqueCheck.PARTIAL: inserted, but an equal entry was or may become live. */
  INSERTED_RECHECK
}
