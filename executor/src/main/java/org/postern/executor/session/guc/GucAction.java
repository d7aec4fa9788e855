package org.postern.executor.session.guc;

/** How long a setting is to last. */
public enum GucAction {
  /** Until the session ends, or until the transaction is rolled back. */
  SET,
  /** Until the end of the transaction: SET LOCAL. */
  LOCAL,
  /** Until the end of the nest level: the SET clause of a function. */
  SAVE
}
