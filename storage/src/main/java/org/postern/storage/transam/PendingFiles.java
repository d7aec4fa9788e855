package org.postern.storage.transam;

import java.lang.foreign.MemorySegment;
import org.postern.storage.shmem.ShmemConfig;
import org.postern.storage.shmem.Words;
import org.postern.storage.smgr.RelFileLocator;

/**
 * The table of files that a running transaction has made (to be removed if it does not commit) or
 * dropped (to be removed if it does). It is in shared memory so that the reaper can act for a dead
 * process, and a checkpoint can log it for a replay.
 *
 * <p>An entry belongs to one slot. It is taken by a compare-and-set that names the slot, filled,
 * and then shown by storing its kind. When the table is full a file goes without an entry: it is
 * leaked if the process dies.
 */
final class PendingFiles {
  static final int FREE = 0;
  static final int CREATED = 1;
  static final int DROPPED = 2;
  private static final int FILLING = 3;

  /** {@link #add}: the table is full. */
  static final int NONE = -1;

  private final MemorySegment shm;
  private final long base;
  private int hint;

  PendingFiles(TransamState state, ShmemConfig config) {
    this.shm = state.segment();
    this.base = state.base() + TransamLayout.RING + (long) config.csnRingEntries() * Long.BYTES;
  }

  /** What {@link #forEach} shows. */
  interface Visitor {
    void entry(int index, int kind, long xid, RelFileLocator file);
  }

  private long address(int index) {
    return base + (long) index * TransamLayout.FILE_SIZE;
  }

  /** Takes an entry; returns its index or {@link #NONE}. */
  int add(int slot, int kind, long xid, RelFileLocator file) {
    int owner = slot + 1 << 8;
    for (int n = 0; n < TransamLayout.FILE_COUNT; n++) {
      int index = (hint + n) % TransamLayout.FILE_COUNT;
      long entry = address(index);
      if (Words.intAcquire(shm, entry + TransamLayout.FILE_STATE) == FREE
          && Words.casInt(shm, entry + TransamLayout.FILE_STATE, FREE, owner | FILLING)) {
        Words.setIntPlain(shm, entry + TransamLayout.FILE_SPC, file.spcOid());
        Words.setIntPlain(shm, entry + TransamLayout.FILE_DB, file.dbOid());
        Words.setLongPlain(shm, entry + TransamLayout.FILE_REL, file.relNumber());
        Words.setLongPlain(shm, entry + TransamLayout.FILE_XID, xid);
        Words.setIntVolatile(shm, entry + TransamLayout.FILE_STATE, owner | kind);
        hint = index + 1;
        return index;
      }
    }
    return NONE;
  }

  void remove(int index) {
    if (index != NONE) {
      Words.setIntRelease(shm, address(index) + TransamLayout.FILE_STATE, FREE);
    }
  }

  /** Visits the filled entries of one slot, or of all if {@code slot} is negative. */
  void forEach(int slot, Visitor visitor) {
    for (int i = 0; i < TransamLayout.FILE_COUNT; i++) {
      long entry = address(i);
      int state = Words.intAcquire(shm, entry + TransamLayout.FILE_STATE);
      int kind = state & 0xFF;
      if (kind != CREATED && kind != DROPPED || slot >= 0 && state >>> 8 != slot + 1) {
        continue;
      }
      RelFileLocator file =
          new RelFileLocator(
              Words.intPlain(shm, entry + TransamLayout.FILE_SPC),
              Words.intPlain(shm, entry + TransamLayout.FILE_DB),
              Words.longPlain(shm, entry + TransamLayout.FILE_REL));
      long xid = Words.longPlain(shm, entry + TransamLayout.FILE_XID);
      if (Words.intAcquire(shm, entry + TransamLayout.FILE_STATE) == state) {
        visitor.entry(i, kind, xid, file);
      }
    }
  }

  /** Frees the entries that a dead slot had not filled. */
  void freeUnfilled(int slot) {
    for (int i = 0; i < TransamLayout.FILE_COUNT; i++) {
      long entry = address(i);
      Words.casInt(shm, entry + TransamLayout.FILE_STATE, slot + 1 << 8 | FILLING, FREE);
    }
  }
}
