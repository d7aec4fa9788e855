/** Heavyweight locks: relations, tuples, transactions; queues, deadlocks, pg_locks. */
package org.postern.storage.lock;
