package org.postern.storage.walapi;

/**
 * The write-ahead log as storage sees it: one stream of records addressed by byte position (LSN).
 *
 * <p>Rules for callers:
 *
 * <ol>
 *   <li>A page is changed, and marked dirty, while it is exclusively locked and before {@link
 *       #insert} is called for the change; its page LSN is set to the value {@code insert} returns
 *       before the lock is given back. Marking it dirty first is what lets a checkpoint that begins
 *       between insertion and the end of the edit find the page.
 *   <li>A page is written to disk only after {@code flush(pageLsn)}.
 *   <li>What a client is told to be committed has been flushed.
 * </ol>
 *
 * <p>Source: PostgreSQL documentation, "WAL Internals".
 */
public interface WalLog {
  /**
   * Appends the record and returns the LSN just behind it, which becomes the LSN of the pages it
   * changes. The record is complete in shared memory, not yet durable. Must be called with the
   * registered pages exclusively locked. Does not wait for other inserters.
   */
  long insert(WalRecordBuilder record);

  /** Returns when everything before {@code lsn} is durable. Concurrent callers share one sync. */
  void flush(long lsn);

  /**
   * Hands everything before {@code lsn} to the operating system without making it durable: it
   * survives the death of all processes, though not that of the machine.
   */
  default void write(long lsn) {
    flush(lsn);
  }

  /** Asks for a flush up to {@code lsn} soon, by the WAL writer: asynchronous commit. */
  default void flushLater(long lsn) {}

  /** The LSN at which the next record will begin. */
  long insertLsn();

  /** Everything before this LSN is durable. */
  long flushedLsn();

  /** The LSN from which a replay would start if a crash happened now. */
  long redoPointer();

  /**
   * Whether a change to a page with this LSN has to log the whole page: it was not changed since
   * the last checkpoint began. Advice only; {@link #insert} decides for itself.
   */
  boolean needsImage(long pageLsn);
}
