/** Writing the log: reservation, copying into the ring, writing out, group commit. */
package org.postern.wal.insert;
