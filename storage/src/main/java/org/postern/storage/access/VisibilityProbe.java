package org.postern.storage.access;

/**
 * Asks the visibility map for the heap page of a tid. Called while the index page is locked, which
 * orders the answer before any vacuum that removes the entry: an index-only scan may rely on it.
 */
@FunctionalInterface
public interface VisibilityProbe {
  boolean isAllVisible(long tid);
}
