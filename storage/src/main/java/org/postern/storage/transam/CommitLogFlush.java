package org.postern.storage.transam;

import java.util.concurrent.locks.LockSupport;
import org.postern.storage.proc.ProcSlotLayout;
import org.postern.storage.proc.ProcSlots;
import org.postern.storage.shmem.Words;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.walapi.FlushParticipant;
import org.postern.storage.walapi.RmgrId;
import org.postern.storage.walapi.WalLog;
import org.postern.storage.walapi.WalOutput;
import org.postern.storage.walapi.WalRecordBuilder;

/**
 * Transam's part in a checkpoint; it must come before the buffer pool's. It waits for the commits
 * that were logged before the redo pointer to reach their status words, logs the pending files, and
 * copies the ring's outcomes to the pages, which the buffer pool then writes.
 */
public final class CommitLogFlush implements FlushParticipant {
  private static final long NAP_NANOS = 100_000;

  private final ProcSlots slots;
  private final CommitLog commitLog;
  private final PendingFiles pending;
  private final WalLog wal;
  private final WalRecordBuilder record = new WalRecordBuilder();

  CommitLogFlush(ProcSlots slots, CommitLog commitLog, PendingFiles pending, WalLog wal) {
    this.slots = slots;
    this.commitLog = commitLog;
    this.pending = pending;
    this.wal = wal;
  }

  @Override
  public String title() {
    return "commit log";
  }

  @Override
  public void begun(long redoPointer) {
    for (int i = 0; i < slots.count(); i++) {
      awaitIntent(slots.address(i));
    }
    logPendingFiles();
  }

  /** Waits until the slot's commit intent, if it has one, is over or another one. */
  private void awaitIntent(long slot) {
    int phase = phase(slot);
    long xid = Words.longAcquire(slots.segment(), slot + ProcSlotLayout.COMMIT_XID);
    while (phase != CommitPhase.NONE && phase != CommitPhase.TELLING) {
      LockSupport.parkNanos(NAP_NANOS);
      phase = phase(slot);
      if (Words.longAcquire(slots.segment(), slot + ProcSlotLayout.COMMIT_XID) != xid) {
        return;
      }
    }
  }

  private int phase(long slot) {
    return Words.intAcquire(slots.segment(), slot + ProcSlotLayout.COMMIT_PHASE);
  }

  private void logPendingFiles() {
    WalOutput entries = new WalOutput(256);
    int[] count = {0};
    pending.forEach(
        -1,
        (index, kind, xid, file) -> {
          writeEntry(entries, kind, xid, file);
          count[0]++;
        });
    if (count[0] > 0) {
      record.begin(RmgrId.SMGR, SmgrWal.PENDING);
      record.data().putVarLong(count[0]).putBytes(entries.array(), 0, entries.length());
      wal.insert(record);
    }
  }

  private static void writeEntry(WalOutput out, int kind, long xid, RelFileLocator file) {
    out.putByte(kind).putLong(xid);
    XactWal.writeLocator(out, file);
  }

  @Override
  public long flush(long redoPointer, Throttle throttle) {
    commitLog.copyToPages();
    return 0;
  }
}
