package org.postern.storage.vacuum;

import java.util.function.LongPredicate;

/** One index of the table, as VACUUM uses it; the caller adapts the access method. */
public interface IndexCleaner {
  /** Removes the entries whose tid satisfies the predicate; returns how many. */
  long bulkDelete(LongPredicate dead);

  /** Called once at the end, also if nothing was deleted. */
  void cleanup();
}
