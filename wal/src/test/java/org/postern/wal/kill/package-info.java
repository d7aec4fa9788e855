/**
 * Processes that die at a chosen line: a debugger stops a thread that plays a process, for good,
 * and the reaper has to put everything in order.
 */
package org.postern.wal.kill;
