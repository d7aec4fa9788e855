package org.postern.storage.transam;

import org.postern.storage.lwlock.LwLockId;
import org.postern.storage.lwlock.LwLockMode;
import org.postern.storage.lwlock.LwLocks;
import org.postern.storage.proc.ProcSlot;

/**
 * Gives out transaction ids. Nothing is logged: after a crash the ids go on behind the highest one
 * found in a record, and an id that is in no record is nowhere on disk.
 */
final class XidAllocator {
  private final TransamState state;
  private final CommitLog commitLog;
  private final ProcSlot slot;
  private final LwLocks locks;

  XidAllocator(TransamState state, CommitLog commitLog, ProcSlot slot, LwLocks locks) {
    this.state = state;
    this.commitLog = commitLog;
    this.slot = slot;
    this.locks = locks;
  }

  /** A new id; {@code parent} is {@link Xid#INVALID} for a top transaction. */
  long allocate(long parent) {
    locks.acquire(LwLockId.XID_GEN, LwLockMode.EXCLUSIVE);
    try {
      long xid = state.nextXid();
      if (!Xid.isNormal(xid)) {
        throw new IllegalStateException("transaction ids are not set up: next=" + xid);
      }
      commitLog.prepare(xid);
      if (parent == Xid.INVALID) {
        slot.xid(xid);
      }
      state.nextXid(xid + 1);
      commitLog.start(
          xid, parent == Xid.INVALID ? StatusWord.inProgress(xid) : StatusWord.sub(parent));
      return xid;
    } finally {
      locks.release(LwLockId.XID_GEN);
    }
  }
}
