/** The control file {@code global/pg_control}: the state of the cluster and its last checkpoint. */
package org.postern.wal.control;
