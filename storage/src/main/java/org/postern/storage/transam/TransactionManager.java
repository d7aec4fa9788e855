package org.postern.storage.transam;

import org.postern.storage.smgr.RelFileLocator;

/**
 * The transaction of this process: begin and end, ids, subtransactions, command counter, files made
 * and dropped. It knows nothing of BEGIN blocks and aborted states, which are the session's.
 */
public final class TransactionManager {
  TransactionManager() {}

  /** Starts a transaction. Assigns no id and takes no snapshot. */
  public void begin(IsolationLevel level, boolean readOnly) {
    throw new UnsupportedOperationException();
  }

  public boolean inTransaction() {
    throw new UnsupportedOperationException();
  }

  /** Makes the transaction durable and visible, then releases what it holds. */
  public void commit() {
    throw new UnsupportedOperationException();
  }

  /** Undoes the transaction. Does not throw for anything that a broken transaction left behind. */
  public void abort() {
    throw new UnsupportedOperationException();
  }

  /** 1 in the top transaction, one more in each open subtransaction, 0 outside. */
  public int nestingLevel() {
    throw new UnsupportedOperationException();
  }

  /** Opens a subtransaction; returns its nesting level. */
  public int beginSub() {
    throw new UnsupportedOperationException();
  }

  /** Merges the innermost subtransaction into its parent. */
  public void commitSub() {
    throw new UnsupportedOperationException();
  }

  /** Undoes the innermost subtransaction. */
  public void abortSub() {
    throw new UnsupportedOperationException();
  }

  /** The id of the innermost (sub)transaction, assigned now if it has none. */
  public long currentXid() {
    throw new UnsupportedOperationException();
  }

  /** As {@link #currentXid}, but {@link Xid#INVALID} if none was assigned. */
  public long currentXidIfAny() {
    throw new UnsupportedOperationException();
  }

  /** The id of the top transaction, assigned now if it has none. */
  public long topXid() {
    throw new UnsupportedOperationException();
  }

  /** As {@link #topXid}, but {@link Xid#INVALID} if none was assigned. */
  public long topXidIfAny() {
    throw new UnsupportedOperationException();
  }

  /** Whether the id belongs to this transaction or one of its subtransactions not rolled back. */
  public boolean isCurrent(long xid) {
    throw new UnsupportedOperationException();
  }

  /** The number of the running command; {@code used} says that rows will carry it. */
  public int commandId(boolean used) {
    throw new UnsupportedOperationException();
  }

  /** Makes the changes so far visible to the commands that follow. */
  public void incrementCommandId() {
    throw new UnsupportedOperationException();
  }

  public IsolationLevel isolationLevel() {
    throw new UnsupportedOperationException();
  }

  /** Allowed until the first snapshot; the session checks that. */
  public void setIsolationLevel(IsolationLevel level) {
    throw new UnsupportedOperationException();
  }

  public boolean readOnly() {
    throw new UnsupportedOperationException();
  }

  public void setReadOnly(boolean value) {
    throw new UnsupportedOperationException();
  }

  /** Microseconds since 2000-01-01 UTC at which the transaction began: now(). */
  public long startTimestamp() {
    throw new UnsupportedOperationException();
  }

  /** False lets commit return before the record is durable (synchronous_commit = off). */
  public void setSynchronousCommit(boolean value) {
    throw new UnsupportedOperationException();
  }

  /** Registers for the ends of all transactions of this process. */
  public void register(TransactionCallback.Phase phase, TransactionCallback callback) {
    throw new UnsupportedOperationException();
  }

  /** Returns when the transaction {@code xid} has ended. */
  public void waitForXid(long xid) {
    throw new UnsupportedOperationException();
  }

  /** Makes an empty main fork, logged, removed again if the (sub)transaction does not commit. */
  public void createFiles(RelFileLocator locator, boolean logged) {
    throw new UnsupportedOperationException();
  }

  /** Removes all forks when the transaction commits. */
  public void dropFilesAtCommit(RelFileLocator locator) {
    throw new UnsupportedOperationException();
  }

  public CommitLog commitLog() {
    throw new UnsupportedOperationException();
  }

  public SnapshotManager snapshots() {
    throw new UnsupportedOperationException();
  }

  public Horizons horizons() {
    throw new UnsupportedOperationException();
  }
}
