package org.postern.storage.vacuum;

import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;

/**
 * Cuts a relation's file: logs it, drops the buffers behind the new end, shortens the file. Belongs
 * to those who own the log records of files.
 */
@FunctionalInterface
public interface RelationTruncator {
  void truncate(RelFileLocator relation, Fork fork, long blocks, boolean logged);
}
