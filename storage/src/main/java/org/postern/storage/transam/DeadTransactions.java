package org.postern.storage.transam;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.postern.storage.buffer.BufferPool;
import org.postern.storage.proc.ProcSlotLayout;
import org.postern.storage.proc.ProcSlots;
import org.postern.storage.shmem.Words;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.walapi.DeadWriter;
import org.postern.storage.walapi.RmgrId;
import org.postern.storage.walapi.WalLog;
import org.postern.storage.walapi.WalRecordBuilder;
import org.postern.storage.walapi.WalRecordView;

/**
 * Ends the transaction of a dead process: the reaper's part in this package. Called after the WAL
 * reservation and the page edits of the slot are settled, before its locks are released. Repeating
 * it is harmless.
 *
 * <p>The commit record decides. If it is whole in the log the transaction is committed, whether or
 * not anybody was told; otherwise it is aborted.
 */
public final class DeadTransactions {
  private final ProcSlots slots;
  private final MemorySegment shm;
  private final TransamState state;
  private final CommitLog commitLog;
  private final PendingFiles pending;
  private final BufferPool pool;
  private final WalLog wal;
  private final WalRecordBuilder record = new WalRecordBuilder();

  DeadTransactions(
      ProcSlots slots,
      TransamState state,
      CommitLog commitLog,
      PendingFiles pending,
      BufferPool pool,
      WalLog wal) {
    this.slots = slots;
    this.shm = slots.segment();
    this.state = state;
    this.commitLog = commitLog;
    this.pending = pending;
    this.pool = pool;
    this.wal = wal;
  }

  /** How it ended. */
  public enum End {
    /** The process had no transaction with an id. */
    NONE,
    COMMITTED,
    ABORTED
  }

  /**
   * Gets the invalidation messages of a transaction that is committed on behalf of the dead; empty
   * when there were some, nobody knows which, and not all of them may have been sent.
   */
  public interface MessageSink {
    void invalidate(byte[] messages);
  }

  /**
   * Ends the transaction of slot {@code index}, whose WAL reservation {@code writer} has settled.
   */
  public End finish(int index, DeadWriter writer, MessageSink sink) {
    long slot = slots.address(index);
    long xid = slots.xid(index);
    int phase = Words.intAcquire(shm, slot + ProcSlotLayout.COMMIT_PHASE);
    End end = End.NONE;
    if (Xid.isNormal(xid) && xid < state.nextXid()) {
      boolean committing = phase == CommitPhase.COMMITTING || phase == CommitPhase.LOGGED;
      WalRecordView commit = committing ? commitRecord(slot, xid, writer) : null;
      if (commit != null) {
        commit(xid, commit, sink);
        end = End.COMMITTED;
      } else {
        // A commit that had come further has left its outcome; then only the clean-up is missing.
        commitLog.store(xid, StatusWord.ABORTED);
        end = commitLog.isCommitted(xid) ? End.COMMITTED : End.ABORTED;
      }
    }
    if (phase == CommitPhase.TELLING) {
      sink.invalidate(new byte[0]);
    }
    finishFiles(index, xid);
    Words.setLongVolatile(shm, slot + ProcSlotLayout.XID, Xid.INVALID);
    Words.setIntVolatile(shm, slot + ProcSlotLayout.COMMIT_PHASE, CommitPhase.NONE);
    Words.setLongVolatile(shm, slot + ProcSlotLayout.SNAPSHOT_CSN, 0);
    return end;
  }

  private WalRecordView commitRecord(long slot, long xid, DeadWriter writer) {
    int phase = Words.intAcquire(shm, slot + ProcSlotLayout.WAL_PHASE);
    if (phase != ProcSlotLayout.WAL_INSERTED) {
      return null;
    }
    long start = Words.longAcquire(shm, slot + ProcSlotLayout.WAL_START);
    WalRecordView view = writer.read(start);
    boolean found =
        view != null
            && view.rmgr() == RmgrId.XACT
            && view.info() == XactWal.COMMIT
            && view.xid() == xid;
    return found ? view : null;
  }

  private void commit(long xid, WalRecordView view, MessageSink sink) {
    XactWal.End end = XactWal.read(view.info(), xid, view.data());
    long csn = view.endLsn();
    commitLog.store(xid, StatusWord.committingAt(csn));
    wal.flush(csn);
    commitLog.store(xid, StatusWord.committed(csn));
    for (long sub : end.subs()) {
      commitLog.store(sub, StatusWord.committed(csn));
    }
    state.raiseVisibleCsn(csn);
    if (end.messages().length > 0) {
      sink.invalidate(end.messages());
    }
  }

  /** Each file follows its own transaction, which may have ended before the process died. */
  private void finishFiles(int index, long xid) {
    List<RelFileLocator> created = new ArrayList<>();
    pending.forEach(
        index,
        (entry, kind, owner, file) -> {
          if (kind == PendingFiles.CREATED && !commitLog.isCommitted(owner)) {
            created.add(file);
          }
        });
    if (!created.isEmpty()) {
      record.begin(RmgrId.XACT, XactWal.ABORT).xid(xid).data().putLong(TransactionManager.now());
      record.data().putVarLong(0);
      XactWal.writeFiles(record.data(), created);
      wal.insert(record);
    }
    pending.forEach(
        index,
        (entry, kind, owner, file) -> {
          removeIf((kind == PendingFiles.CREATED) != commitLog.isCommitted(owner), file);
          pending.remove(entry);
        });
    pending.freeUnfilled(index);
  }

  private void removeIf(boolean wanted, RelFileLocator file) {
    if (wanted) {
      RelationFiles.remove(pool, file);
    }
  }
}
