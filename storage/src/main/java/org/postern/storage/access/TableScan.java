package org.postern.storage.access;

/**
 * A sequential scan, one page per call. Between calls it holds neither pin nor lock.
 *
 * <p>The table's length is taken once, at the start: rows added behind it later cannot be visible
 * to the scan's snapshot.
 */
public interface TableScan extends AutoCloseable {
  /** Fills the batch with the next page that has visible tuples; false at the end. */
  boolean nextBatch(TupleBatch batch);

  /** Starts again at the beginning, with the table's present length. */
  void rescan();

  /** The number of blocks the scan covers. */
  long blockCount();

  /** The block of the batch last returned, or -1. */
  long currentBlock();

  @Override
  void close();
}
