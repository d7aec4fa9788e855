package org.postern.storage.access;

import java.nio.file.Path;
import java.util.function.LongPredicate;

/**
 * An access method for indexes, as the executor sees it: tuples and tids, never pages. One object
 * per process and access method; not for use by several threads at once.
 */
public interface IndexAccess {
  /** Writes an empty index into a relation file that exists and has no blocks. */
  void createEmpty(IndexHandle index);

  /** As {@link #createEmpty}, into the init fork of an unlogged index; always logged. */
  void createInitFork(IndexHandle index);

  /**
   * Inserts an entry.
   *
   * @param tuple made by {@link IndexTupleBuilder}; its header is overwritten
   * @param liveness null when {@code check} is NO
   */
  InsertResult insert(
      IndexHandle index,
      byte[] tuple,
      int length,
      long tid,
      UniqueCheck check,
      LivenessCheck liveness);

  /** The heap tid of the conflicting entry, after an insert returned CONFLICT or MUST_WAIT. */
  long conflictTid();

  /**
   * What the heap said about the conflicting entry, after an insert returned CONFLICT or MUST_WAIT:
   * whom to wait for. Valid until the next insert.
   */
  Liveness conflict();

  /**
   * Opens a scan.
   *
   * @param wantTuples the batches shall carry the index tuples (index-only scan)
   * @param probe null unless the batches shall say whether heap pages are all-visible
   */
  IndexScan openScan(IndexHandle index, ScanKey[] keys, boolean wantTuples, VisibilityProbe probe);

  /**
   * Prepares building an index.
   *
   * @param spillDirectory where runs go when the entries exceed {@code memoryBytes}
   */
  IndexBuild beginBuild(IndexHandle index, Path spillDirectory, long memoryBytes);

  /**
   * Removes the entries whose tid the predicate names and deletes pages that became empty. The
   * caller holds a table lock that excludes another vacuum.
   *
   * @param removalHorizon see {@code Horizons.oldestSnapshotCsn}: pages deleted before it are free
   */
  BulkDeleteResult bulkDelete(IndexHandle index, LongPredicate isDead, long removalHorizon);

  /**
   * Looks for violations of the index's rules; the first is reported as XX002.
   *
   * @param parents check also what holds only while nobody changes the index
   * @param descend look up each entry from the root as well
   * @param visitor is shown each entry; may be null
   */
  void check(IndexHandle index, boolean parents, boolean descend, IndexEntryVisitor visitor);

  /** Number of levels above the leaves; 0 for a single leaf or an empty index. */
  int height(IndexHandle index);
}
