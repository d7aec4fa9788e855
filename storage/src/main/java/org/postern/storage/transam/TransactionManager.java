package org.postern.storage.transam;

import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.postern.storage.error.Severity;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lwlock.LwLocks;
import org.postern.storage.proc.ProcSlot;
import org.postern.storage.proc.ProcSlotLayout;
import org.postern.storage.shmem.Words;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.walapi.RmgrId;
import org.postern.storage.walapi.WalLog;
import org.postern.storage.walapi.WalOutput;
import org.postern.storage.walapi.WalRecordBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transaction of this process: begin and end, ids, subtransactions, command counter, files made
 * and dropped. It knows nothing of BEGIN blocks and aborted states, which are the session's.
 *
 * <p>Commit, in this order: the status word says COMMITTING; the commit record is inserted; the
 * word names its LSN; the record is flushed; the word says COMMITTED; the visible number is raised;
 * the slot's xid is cleared; the callbacks release the rest. Whoever reads COMMITTING waits for the
 * LSN, which decides by comparison with the reader's snapshot: so a commit becomes visible at one
 * moment, when the visible number reaches its LSN, and in LSN order.
 */
public final class TransactionManager {
  private static final Logger LOG = LoggerFactory.getLogger(TransactionManager.class);
  private static final long EPOCH_2000_MICROS = 946_684_800_000_000L;

  private final MemorySegment shm;
  private final ProcSlot slot;
  private final LwLocks locks;
  private final TransamState state;
  private final CommitLog commitLog;
  private final SnapshotManager snapshots;
  private final Horizons horizons;
  private final XidAllocator allocator;
  private final XidLocks xidLocks;
  private final RelationFiles files;
  private final WalLog wal;
  private final WalRecordBuilder record = new WalRecordBuilder();
  private final WalOutput messages = new WalOutput(256);
  private final Map<TransactionCallback.Phase, List<TransactionCallback>> callbacks =
      new EnumMap<>(TransactionCallback.Phase.class);

  private TransactionLevel current;
  private long[] ownXids = new long[8];
  private int ownCount;
  private IsolationLevel isolation = IsolationLevel.READ_COMMITTED;
  private boolean readOnly;
  private boolean synchronousCommit = true;
  private int commandId;
  private boolean commandUsed;
  private int virtualXid;
  private long startTimestamp;
  private long lastCommitLsn;

  TransactionManager(
      ProcSlot slot,
      LwLocks locks,
      TransamState state,
      CommitLog commitLog,
      SnapshotManager snapshots,
      Horizons horizons,
      XidAllocator allocator,
      XidLocks xidLocks,
      RelationFiles files,
      WalLog wal) {
    this.shm = slot.segment();
    this.slot = slot;
    this.locks = locks;
    this.state = state;
    this.commitLog = commitLog;
    this.snapshots = snapshots;
    this.horizons = horizons;
    this.allocator = allocator;
    this.xidLocks = xidLocks;
    this.files = files;
    this.wal = wal;
    for (TransactionCallback.Phase phase : TransactionCallback.Phase.values()) {
      callbacks.put(phase, new ArrayList<>());
    }
  }

  /** Starts a transaction. Assigns no id and takes no snapshot. */
  public void begin(IsolationLevel level, boolean readOnlyMode) {
    if (current != null) {
      throw new IllegalStateException("a transaction is open: level=" + current.nesting());
    }
    current = new TransactionLevel(null);
    isolation = level;
    readOnly = readOnlyMode;
    commandId = 0;
    commandUsed = false;
    startTimestamp = now();
    virtualXid++;
    slot.localXid(virtualXid);
  }

  static long now() {
    Instant instant = Instant.now();
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000 - EPOCH_2000_MICROS;
  }

  /** The number of this process's slot. */
  public int slotNumber() {
    return slot.index();
  }

  public boolean inTransaction() {
    return current != null;
  }

  private TransactionLevel current() {
    if (current == null) {
      throw new IllegalStateException("no transaction is open");
    }
    return current;
  }

  /**
   * Makes the transaction durable and visible, then releases what it holds. If this throws an ERROR
   * the transaction is still open, and to be aborted.
   */
  public void commit() {
    while (current().nesting() > 1) {
      commitSub();
    }
    for (List<TransactionCallback> list : callbacks.values()) {
      for (TransactionCallback callback : list) {
        callback.preCommit();
      }
    }
    slot.interrupts().hold();
    try {
      if (current.xid() != Xid.INVALID) {
        recordCommit(current.xid());
      }
      end(true);
    } finally {
      slot.interrupts().resume();
    }
  }

  private void recordCommit(long xid) {
    messages.clear();
    for (List<TransactionCallback> list : callbacks.values()) {
      for (TransactionCallback callback : list) {
        callback.invalidations(messages);
      }
    }
    record.begin(RmgrId.XACT, XactWal.COMMIT).xid(xid);
    WalOutput out = record.data();
    out.putLong(now());
    XactWal.writeSubs(out, xid, ownXids, 1, ownCount);
    List<RelFileLocator> dropped = files.named(false, 1);
    XactWal.writeFiles(out, dropped);
    out.putVarLong(messages.length()).putBytes(messages.array(), 0, messages.length());

    boolean durable = synchronousCommit || !dropped.isEmpty();
    Words.setIntPlain(shm, slot.base() + ProcSlotLayout.COMMIT_DURABLE, durable ? 1 : 0);
    Words.setLongPlain(shm, slot.base() + ProcSlotLayout.COMMIT_XID, xid);
    intent(CommitPhase.COMMITTING);
    commitLog.store(xid, StatusWord.committing(xid));
    long csn;
    try {
      csn = wal.insert(record);
    } catch (RuntimeException e) {
      // Nothing was logged: the transaction is as it was, but cannot go back to "in progress",
      // since a reader may wait for its number. It is aborted, and the caller will do the rest.
      commitLog.store(xid, StatusWord.ABORTED);
      intent(CommitPhase.NONE);
      throw e;
    }
    Words.setLongPlain(shm, slot.base() + ProcSlotLayout.COMMIT_LSN, csn);
    intent(CommitPhase.LOGGED);
    commitLog.store(xid, StatusWord.committingAt(csn));
    if (durable || state.hasDurableCommit(slot.index())) {
      flushOrPanic(csn);
    } else {
      wal.flushLater(csn);
    }
    commitLog.store(xid, StatusWord.committed(csn));
    for (int i = 1; i < ownCount; i++) {
      commitLog.store(ownXids[i], StatusWord.committed(csn));
    }
    state.raiseVisibleCsn(csn);
    lastCommitLsn = csn;
    state.count(TransamLayout.COMMITS);
  }

  /** Behind the commit record there is no way back: a flush that fails for any reason is fatal. */
  private void flushOrPanic(long csn) {
    try {
      wal.flush(csn);
    } catch (SqlException e) {
      throw e.severity() == Severity.PANIC
          ? e
          : SqlException.panic(e.state(), "%s", e.getMessage()).withCause(e);
    } catch (RuntimeException e) {
      throw SqlException.panic(SqlState.INTERNAL_ERROR, "could not flush the commit record")
          .withCause(e);
    }
  }

  private void intent(int phase) {
    Words.setIntVolatile(shm, slot.base() + ProcSlotLayout.COMMIT_PHASE, phase);
  }

  /**
   * Undoes the transaction. Does not throw for anything that a broken transaction left behind.
   * LWLocks that an error left taken are given back first; page edits have closed themselves.
   */
  public void abort() {
    if (current == null) {
      return;
    }
    slot.interrupts().hold();
    try {
      locks.releaseAll();
      int phase = Words.intPlain(shm, slot.base() + ProcSlotLayout.COMMIT_PHASE);
      if (phase == CommitPhase.LOGGED) {
        throw SqlException.panic(
            SqlState.INTERNAL_ERROR,
            "cannot abort transaction %d, it was already committed",
            current().xid());
      }
      while (current.nesting() > 1) {
        current = current.parent();
      }
      long xid = current.xid();
      if (xid != Xid.INVALID) {
        commitLog.store(xid, StatusWord.ABORTED);
        logAbort(xid, 1, ownCount, files.named(true, 1));
        state.count(TransamLayout.ABORTS);
      }
      end(false);
    } finally {
      slot.interrupts().resume();
    }
  }

  /** Lost without harm, so a log that cannot be written does not stop an abort. */
  private void logAbort(long xid, int from, int count, List<RelFileLocator> created) {
    record.begin(RmgrId.XACT, XactWal.ABORT).xid(xid);
    WalOutput out = record.data();
    out.putLong(now());
    XactWal.writeSubs(out, xid, ownXids, from, count);
    XactWal.writeFiles(out, created);
    try {
      wal.insert(record);
    } catch (RuntimeException e) {
      LOG.warn("could not log the abort of transaction {}", xid, e);
    }
  }

  private void end(boolean committed) {
    boolean telling = committed && slot.xid() != Xid.INVALID && messages.length() > 0;
    slot.xid(Xid.INVALID);
    intent(telling ? CommitPhase.TELLING : CommitPhase.NONE);
    snapshots.reset();
    slot.localXid(0);
    current = null;
    ownCount = 0;
    for (TransactionCallback.Phase phase : TransactionCallback.Phase.values()) {
      if (phase == TransactionCallback.Phase.FILES) {
        files.finish(committed, 1);
      }
      for (TransactionCallback callback : callbacks.get(phase)) {
        try {
          if (committed) {
            callback.committed();
          } else {
            callback.aborted();
          }
        } catch (RuntimeException e) {
          LOG.error("transaction callback failed: phase={}, committed={}", phase, committed, e);
        }
      }
    }
    if (telling) {
      intent(CommitPhase.NONE);
    }
  }

  /** 1 in the top transaction, one more in each open subtransaction, 0 outside. */
  public int nestingLevel() {
    return current == null ? 0 : current.nesting();
  }

  /** Opens a subtransaction; returns its nesting level. */
  public int beginSub() {
    current = new TransactionLevel(current());
    for (List<TransactionCallback> list : callbacks.values()) {
      for (TransactionCallback callback : list) {
        callback.subBegan(current.nesting());
      }
    }
    return current.nesting();
  }

  private TransactionLevel currentSub() {
    if (current().nesting() == 1) {
      throw new IllegalStateException("no subtransaction is open");
    }
    return current;
  }

  /** Merges the innermost subtransaction into its parent. Its changes become visible to it. */
  public void commitSub() {
    TransactionLevel level = currentSub();
    incrementCommandId();
    files.mergeLevel(level.nesting());
    for (List<TransactionCallback> list : callbacks.values()) {
      for (TransactionCallback callback : list) {
        callback.subCommitted(level.nesting());
      }
    }
    current = level.parent();
  }

  /** Undoes the innermost subtransaction. */
  public void abortSub() {
    TransactionLevel level = currentSub();
    slot.interrupts().hold();
    try {
      locks.releaseAll();
      long xid = level.xid();
      List<RelFileLocator> created = files.named(true, level.nesting());
      int end = ownCount;
      if (xid != Xid.INVALID) {
        commitLog.store(xid, StatusWord.ABORTED);
        int first = Arrays.binarySearch(ownXids, 0, ownCount, xid);
        logAbort(xid, first + 1, end, created);
        ownCount = first;
      }
      current = level.parent();
      for (TransactionCallback.Phase phase : TransactionCallback.Phase.values()) {
        if (phase == TransactionCallback.Phase.FILES) {
          files.finish(false, level.nesting());
        }
        for (TransactionCallback callback : callbacks.get(phase)) {
          callback.subAborted(level.nesting());
        }
      }
      if (xid != Xid.INVALID) {
        for (int i = end - 1; i >= ownCount; i--) {
          xidLocks.releaseSub(ownXids[i]);
        }
      }
    } finally {
      slot.interrupts().resume();
    }
  }

  /**
   * The id of the innermost (sub)transaction, assigned now if it has none. Assigning takes locks
   * and may read a page: not to be called with a buffer locked.
   */
  public long currentXid() {
    TransactionLevel level = current();
    return level.xid() != Xid.INVALID ? level.xid() : assign(level);
  }

  private long assign(TransactionLevel level) {
    long parent = Xid.INVALID;
    if (level.parent() != null) {
      parent = level.parent().xid();
      if (parent == Xid.INVALID) {
        parent = assign(level.parent());
      }
    }
    long xid = allocator.allocate(parent);
    level.xid(xid);
    if (ownCount == ownXids.length) {
      ownXids = Arrays.copyOf(ownXids, ownCount * 2);
    }
    ownXids[ownCount++] = xid;
    xidLocks.acquire(xid);
    return xid;
  }

  /** As {@link #currentXid}, but {@link Xid#INVALID} if none was assigned. */
  public long currentXidIfAny() {
    return current == null ? Xid.INVALID : current.xid();
  }

  /** The id of the top transaction, assigned now if it has none. */
  public long topXid() {
    if (ownCount == 0) {
      TransactionLevel level = current();
      while (level.parent() != null) {
        level = level.parent();
      }
      assign(level);
    }
    return ownXids[0];
  }

  /** As {@link #topXid}, but {@link Xid#INVALID} if none was assigned. */
  public long topXidIfAny() {
    return ownCount == 0 ? Xid.INVALID : ownXids[0];
  }

  /** Whether the id belongs to this transaction or one of its subtransactions not rolled back. */
  public boolean isCurrent(long xid) {
    if (ownCount == 0 || xid < ownXids[0] || xid > ownXids[ownCount - 1]) {
      return false;
    }
    return xid == ownXids[0] || Arrays.binarySearch(ownXids, 0, ownCount, xid) >= 0;
  }

  /** The number of the running command; {@code used} says that rows will carry it. */
  public int commandId(boolean used) {
    commandUsed |= used;
    return commandId;
  }

  /** Makes the changes so far visible to the commands that follow. */
  public void incrementCommandId() {
    if (!commandUsed) {
      return;
    }
    if (commandId == Integer.MAX_VALUE) {
      throw SqlException.error(
          SqlState.PROGRAM_LIMIT_EXCEEDED,
          "cannot have more than 2^32-2 commands in a transaction");
    }
    commandId++;
    commandUsed = false;
  }

  public IsolationLevel isolationLevel() {
    return isolation;
  }

  /** Allowed until the first snapshot; the session checks that. */
  public void setIsolationLevel(IsolationLevel level) {
    isolation = level;
  }

  public boolean readOnly() {
    return readOnly;
  }

  public void setReadOnly(boolean value) {
    readOnly = value;
  }

  /** Microseconds since 2000-01-01 UTC at which the transaction began: now(). */
  public long startTimestamp() {
    return startTimestamp;
  }

  /** False lets commit return before the record is durable (synchronous_commit = off). */
  public void setSynchronousCommit(boolean value) {
    synchronousCommit = value;
  }

  /** The number of this process's newest commit; 0 if there was none. */
  public long lastCommitLsn() {
    return lastCommitLsn;
  }

  /** Registers for the ends of all transactions of this process. */
  public void register(TransactionCallback.Phase phase, TransactionCallback callback) {
    callbacks.get(phase).add(callback);
  }

  /** Returns when the transaction {@code xid} has ended. */
  public void waitForXid(long xid) {
    long waitFor = xid;
    for (; ; ) {
      xidLocks.waitFor(waitFor);
      if (!commitLog.isInProgress(xid)) {
        return;
      }
      waitFor = commitLog.topmost(xid);
    }
  }

  /** Makes an empty main fork, logged, removed again if the (sub)transaction does not commit. */
  public void createFiles(RelFileLocator locator, boolean logged) {
    createFork(locator, Fork.MAIN, logged);
  }

  /** Makes an empty fork; it shares the fate of the main fork. */
  public void createFork(RelFileLocator locator, Fork fork, boolean logged) {
    long top = topXid();
    files.create(locator, fork, logged, top, currentXid(), nestingLevel());
  }

  /** Removes all forks when the transaction commits. */
  public void dropFilesAtCommit(RelFileLocator locator) {
    files.drop(locator, topXid(), nestingLevel());
  }

  /**
   * Cuts forks at once, by fork number; {@code -1} leaves a fork alone. Not undone by a rollback.
   * The caller holds the relation's access exclusive lock.
   */
  public void truncateFiles(RelFileLocator locator, long[] blocksByFork, boolean logged) {
    files.truncate(locator, blocksByFork, logged);
  }

  public CommitLog commitLog() {
    return commitLog;
  }

  public SnapshotManager snapshots() {
    return snapshots;
  }

  public Horizons horizons() {
    return horizons;
  }
}
