/** Reading the log: from the segment files, and from the ring in shared memory. */
package org.postern.wal.reader;
