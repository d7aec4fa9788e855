/** Relation files: names, 1 GiB segments, block reads and writes, and the pending-sync table. */
package org.postern.storage.smgr;
