package org.postern.storage.access;

/**
 * Builds an index from entries in any order: add them all, then {@link #finish}. The index's file
 * must be empty. Closing without finish drops the temporary files and leaves the index unusable.
 */
public interface IndexBuild extends AutoCloseable {
  /**
   * Adds a copy of a tuple made by {@link IndexTupleBuilder}.
   *
   * @param checkUnique false for an entry whose heap tuple is dead, though some snapshot sees it
   */
  void add(byte[] tuple, int length, long tid, boolean checkUnique);

  /**
   * Sorts, writes the pages and makes them durable as far as the log requires. Returns false when
   * two entries of a unique index are equal: {@link #duplicate} tells the key.
   */
  boolean finish();

  /** One of the equal tuples after {@link #finish} returned false, for an IndexTupleReader. */
  byte[] duplicate();

  @Override
  void close();
}
