/** The files in {@code pg_wal}: their names, creation, writing, syncing and recycling. */
package org.postern.wal.segment;
