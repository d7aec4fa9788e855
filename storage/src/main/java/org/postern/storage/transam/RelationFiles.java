package org.postern.storage.transam;

import java.util.ArrayList;
import java.util.List;
import org.postern.storage.buffer.BufferPool;
import org.postern.storage.proc.ProcSlot;
import org.postern.storage.proc.ProcSlotLayout;
import org.postern.storage.shmem.Words;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.walapi.RmgrId;
import org.postern.storage.walapi.WalLog;
import org.postern.storage.walapi.WalRecordBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that this process's transaction makes, drops and cuts. A file made goes away when its
 * (sub)transaction is rolled back, a file dropped when the top transaction commits.
 */
final class RelationFiles {
  private static final Logger LOG = LoggerFactory.getLogger(RelationFiles.class);

  private final ProcSlot slot;
  private final BufferPool pool;
  private final WalLog wal;
  private final PendingFiles pending;
  private final WalRecordBuilder record = new WalRecordBuilder();
  private final List<Action> actions = new ArrayList<>();

  /** One file to be removed at the end, if the transaction goes that way. */
  private static final class Action {
    private final RelFileLocator file;
    private final boolean created;
    private final int entry;
    private int level;

    Action(RelFileLocator file, boolean created, int entry, int level) {
      this.file = file;
      this.created = created;
      this.entry = entry;
      this.level = level;
    }
  }

  RelationFiles(ProcSlot slot, BufferPool pool, WalLog wal, PendingFiles pending) {
    this.slot = slot;
    this.pool = pool;
    this.wal = wal;
    this.pending = pending;
  }

  void create(RelFileLocator file, Fork fork, boolean logged, long topXid, long xid, int level) {
    int entry = PendingFiles.NONE;
    if (fork == Fork.MAIN) {
      entry = pending.add(slot.index(), PendingFiles.CREATED, topXid, file);
      actions.add(new Action(file, true, entry, level));
    }
    if (logged) {
      // Logged and written first: when all processes are killed, replay knows of the file.
      record.begin(RmgrId.SMGR, SmgrWal.CREATE).xid(xid);
      XactWal.writeLocator(record.data(), file);
      record.data().putByte(fork.number());
      wal.write(wal.insert(record));
    }
    pool.storageManager().create(file, fork, false);
  }

  void drop(RelFileLocator file, long topXid, int level) {
    int entry = pending.add(slot.index(), PendingFiles.DROPPED, topXid, file);
    actions.add(new Action(file, false, entry, level));
  }

  /**
   * Cuts forks to the given numbers of blocks, {@code -1} leaving one alone. Not undone by a
   * rollback: the blocks must hold nothing that anybody may need.
   */
  void truncate(RelFileLocator file, long[] blocks, boolean logged) {
    slot.interrupts().hold();
    Words.setIntVolatile(
        slot.segment(), slot.base() + ProcSlotLayout.COMMIT_PHASE, CommitPhase.CUTTING_FILE);
    try {
      if (logged) {
        record.begin(RmgrId.SMGR, SmgrWal.TRUNCATE);
        XactWal.writeLocator(record.data(), file);
        for (Fork fork : Fork.values()) {
          record.data().putLong(blocks[fork.number()]);
        }
        wal.flush(wal.insert(record));
      }
      cut(pool, file, blocks);
    } finally {
      Words.setIntVolatile(
          slot.segment(), slot.base() + ProcSlotLayout.COMMIT_PHASE, CommitPhase.NONE);
      slot.interrupts().resume();
    }
  }

  static void cut(BufferPool pool, RelFileLocator file, long[] blocks) {
    for (Fork fork : Fork.values()) {
      long count = blocks[fork.number()];
      if (count >= 0 && pool.storageManager().exists(file, fork)) {
        pool.dropRelation(file, fork, count);
        if (pool.nblocks(file, fork) > count) {
          pool.storageManager().truncate(file, fork, count);
        }
      }
    }
  }

  /** The files to be named in a commit record (dropped) or an abort record (created). */
  List<RelFileLocator> named(boolean created, int fromLevel) {
    List<RelFileLocator> result = new ArrayList<>();
    for (Action action : actions) {
      if (action.created == created && action.level >= fromLevel) {
        result.add(action.file);
      }
    }
    return result;
  }

  boolean isEmpty() {
    return actions.isEmpty();
  }

  /** After the end is logged: removes what is to go, forgets the rest. */
  void finish(boolean committed, int fromLevel) {
    for (int i = actions.size() - 1; i >= 0; i--) {
      Action action = actions.get(i);
      if (action.level >= fromLevel) {
        if (action.created != committed) {
          remove(pool, action.file);
        }
        pending.remove(action.entry);
        actions.remove(i);
      }
    }
  }

  void mergeLevel(int level) {
    for (Action action : actions) {
      action.level = Math.min(action.level, level - 1);
    }
  }

  /** Drops the buffers and removes the files. The transaction's fate does not hang on success. */
  static void remove(BufferPool pool, RelFileLocator file) {
    try {
      pool.dropRelation(file);
      pool.storageManager().unlink(file);
    } catch (RuntimeException e) {
      LOG.warn("could not remove the files of relation {}", file, e);
    }
  }
}
