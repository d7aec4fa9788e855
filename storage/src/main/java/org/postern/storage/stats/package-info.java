/** Cumulative statistics of tables in shared memory: what was changed, and when it was vacuumed. */
package org.postern.storage.stats;
