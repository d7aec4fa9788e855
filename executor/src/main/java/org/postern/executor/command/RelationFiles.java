package org.postern.executor.command;

import org.postern.storage.access.TableHandle;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.vacuum.IndexCleaner;
import org.postern.storage.vacuum.VacuumOptions;
import org.postern.storage.vacuum.VacuumResult;

/** What commands do to the files of relations; all of it follows the transaction's fate. */
public interface RelationFiles {
  /** Makes an empty main fork, removed again if the transaction does not commit. */
  void create(RelFileLocator locator, boolean logged);

  /** Makes the init fork of an unlogged relation; always logged. */
  void createInitFork(RelFileLocator locator);

  /** Removes all forks when the transaction commits. */
  void dropAtCommit(RelFileLocator locator);

  /** Whether this (sub)transaction made the file: nobody else sees what is in it. */
  boolean madeInTransaction(RelFileLocator locator);

  /** Whether a file has no block. */
  default boolean isEmpty(RelFileLocator locator) {
    return blocks(locator) == 0;
  }

  /** Length of the main fork in blocks. */
  long blocks(RelFileLocator locator);

  /** Runs VACUUM on one table; the caller holds SHARE UPDATE EXCLUSIVE. */
  VacuumResult vacuum(
      TableHandle table, java.util.List<? extends IndexCleaner> indexes, VacuumOptions options);

  /** Bytes of memory a sort for an index may use, and where it spills. */
  long maintenanceMemory();

  java.nio.file.Path spillDirectory();
}
