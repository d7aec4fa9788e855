package org.postern.storage.access;

/**
 * What a vacuum pass did to an index.
 *
 * @param pages blocks in the index
 * @param entriesRemoved entries taken out
 * @param entriesLeft entries still there
 * @param pagesDeleted pages that this pass took out of the tree
 * @param pagesFree pages that hold nothing and can be used again
 */
public record BulkDeleteResult(
    long pages, long entriesRemoved, long entriesLeft, long pagesDeleted, long pagesFree) {}
