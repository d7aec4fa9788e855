package org.postern.storage.walapi;

import java.lang.foreign.MemorySegment;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;

/** A decoded WAL record, as redo and describe read it. Valid until the next record is read. */
public interface WalRecordView {
  /** Where the record begins. */
  long startLsn();

  /** Just behind the record: what insert returned, and the LSN of pages it changed. */
  long endLsn();

  /** 0 if no transaction wrote it. */
  long xid();

  RmgrId rmgr();

  /** The manager's own kind of record. */
  int info();

  int blockCount();

  RelFileLocator locator(int index);

  Fork fork(int index);

  long block(int index);

  /** The stored part of {@link BlockFlags}. */
  int blockFlags(int index);

  boolean hasImage(int index);

  /** Writes the whole page of this block, the unused middle as zeros. */
  void restoreImage(int index, MemorySegment memory, long page);

  /** A new cursor over the block's data; empty if there is none or an image replaces it. */
  WalInput blockData(int index);

  /** A new cursor over the record's main data. */
  WalInput data();
}
