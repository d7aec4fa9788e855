/** Starting a cluster: its first log, and replay after a crash. */
package org.postern.wal.recovery;
