/** Checkpoints: when they are due, what they do, and how others ask for one. */
package org.postern.wal.checkpoint;
