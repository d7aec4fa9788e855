package org.postern.storage.access;

/** What became of an attempt to change or lock a row version. */
public enum TmResult {
  /** Done. */
  OK,
  /** The version is not visible to the command: a bug of the caller, or an aborted inserter. */
  INVISIBLE,
  /** Already changed by this transaction; {@link TmInfo#cmax} tells by which command. */
  SELF_MODIFIED,
  /** A committed transaction updated it; {@link TmInfo#tid} is the next version. */
  UPDATED,
  /** A committed transaction deleted it. */
  DELETED,
  /** A running transaction holds it and the caller did not want to wait. */
  BEING_MODIFIED,
  /** As BEING_MODIFIED, for row locks with SKIP LOCKED. */
  WOULD_BLOCK
}
