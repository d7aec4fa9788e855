package org.postern.storage.walapi;

import java.lang.foreign.MemorySegment;

/**
 * Repeats the logged actions of one kind of data. {@code redo} is called with one record at a time,
 * in log order, by a single process, and must bring the pages to the state in which the forward
 * path left them.
 */
public interface ResourceManager {
  RmgrId id();

  /** Repeats the record. Must not write WAL. */
  void redo(WalRecordView record, RedoBuffers buffers);

  /** One line for the log dump: the kind's name, then its fields as {@code name value}. */
  String describe(WalRecordView record);

  /**
   * Overwrites the parts of a page that may differ between the forward path and redo (hint bits,
   * unused space), before two pages are compared. The page is a copy.
   */
  default void mask(MemorySegment memory, long page, long block) {}

  /** Called once before the first record is replayed. */
  default void beginRecovery() {}

  /** Called once after the last record was replayed, before the end-of-recovery checkpoint. */
  default void endRecovery() {}
}
