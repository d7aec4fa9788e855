package org.postern.storage.vacuum;

/**
 * What a VACUUM found and did, for VACUUM VERBOSE, pg_class and the statistics.
 *
 * @param blocks length of the table afterwards
 * @param scannedBlocks blocks visited
 * @param skippedBlocks blocks left out because the map calls them all-visible
 * @param removedTuples tuples removed
 * @param liveTuples live tuples on the visited blocks
 * @param recentlyDead dead tuples that an old snapshot may still see
 * @param frozenTuples tuples frozen
 * @param deadItems line pointers that became free
 * @param visibleBlocks visited blocks now marked all-visible
 * @param indexScans how often each index was read
 * @param truncatedBlocks blocks given back
 * @param frozenXid new relfrozenxid, or 0 if blocks were skipped that may hold older ids
 */
public record VacuumResult(
    long blocks,
    long scannedBlocks,
    long skippedBlocks,
    long removedTuples,
    long liveTuples,
    long recentlyDead,
    long frozenTuples,
    long deadItems,
    long visibleBlocks,
    int indexScans,
    long truncatedBlocks,
    long frozenXid) {}
