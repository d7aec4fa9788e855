package org.postern.storage.access;

/** How an insertion treats an entry with an equal key. */
public enum UniqueCheck {
  /** The index is not unique, or the caller does not want the check. */
  NO,
  /** Refuse: report the conflict, insert nothing. */
  YES,
  /** Insert in any case and say whether a later recheck is needed (deferrable constraints). */
  PARTIAL,
  /** Insert nothing; recheck that the entry already there is the only live one with its key. */
  EXISTING
}
