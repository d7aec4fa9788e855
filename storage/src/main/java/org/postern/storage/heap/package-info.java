/**
 * Tables as PostgreSQL's heap: row versions on slotted pages, visibility by commit sequence number,
 * HOT updates, pruning, row locks, out-of-line values, the visibility map, redo and a checker.
 *
 * <p>The rules are in this package's {@code README.md}.
 */
package org.postern.storage.heap;
