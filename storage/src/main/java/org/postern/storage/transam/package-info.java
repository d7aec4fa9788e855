/**
 * Transactions: ids, commit status, snapshots, subtransactions, and what happens at their end.
 *
 * <p>The rules are in this package's {@code README.md}.
 */
package org.postern.storage.transam;
