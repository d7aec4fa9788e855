package org.postern.storage.access;

/**
 * A running index scan. Between calls it holds neither pin nor lock, so a heap entry found by it
 * must be judged with an MVCC snapshot taken before the scan step.
 */
public interface IndexScan extends AutoCloseable {
  /**
   * Replaces the batch by the next matching entries in the given direction, in that direction's
   * order. False at the end, with an empty batch. Turning round is allowed: the entries of the
   * batch returned last are not returned again.
   */
  boolean nextBatch(IndexBatch batch, ScanDirection direction);

  /** Starts over, with new conditions, or with the same ones when {@code keys} is null. */
  void rescan(ScanKey[] keys);

  /** Remembers entry {@code index} of the current batch, which the scan returned last. */
  void mark(int index);

  /** Brings the marked batch back and returns the index of the marked entry. */
  int restore(IndexBatch batch);

  /**
   * Says that entry {@code index} of the current batch leads to a heap tuple that is dead to
   * everyone; the index may then skip the entry. A hint.
   */
  void kill(int index);

  @Override
  void close();
}
