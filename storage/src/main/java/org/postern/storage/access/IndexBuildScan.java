package org.postern.storage.access;

/**
 * The row versions that a new index must lead to, page by page: those that any snapshot may still
 * see. The tid of each in the batch is that of its HOT chain's root, which is what the index
 * stores.
 *
 * <p>The caller holds a lock that keeps writers off the table (SHARE), or accepts that rows of
 * running transactions are included. A version that was replaced in its own HOT chain is left out,
 * although a snapshot older than the index may see it: such a snapshot must not use the index.
 */
public interface IndexBuildScan extends AutoCloseable {
  /** Fills the batch with the next page that has anything; false at the end. */
  boolean nextBatch(TupleBatch batch);

  /** Whether row {@code i} of the last batch counts for uniqueness: it is not deleted. */
  boolean alive(int i);

  /** How many blocks there are to read, for progress reports. */
  long blockCount();

  @Override
  void close();
}
