/**
 * Starting a cluster: its first log, and replay after a crash; and repairing the log of a running
 * one after a writer has died.
 */
package org.postern.wal.recovery;
