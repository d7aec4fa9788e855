package org.postern.storage.smgr;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashSet;
import java.util.Set;
import org.postern.storage.lwlock.LwLockId;
import org.postern.storage.lwlock.LwLockMode;
import org.postern.storage.lwlock.LwLocks;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.ShmemArea;
import org.postern.storage.shmem.ShmemConfig;
import org.postern.storage.shmem.Words;

/**
 * The segment files that were written and must be synced by the next checkpoint.
 *
 * <pre>
 *    0  cycle(8) | count(4) | syncing(4) | reserved to 128
 *  128  entries of 32 bytes: spcOid(4) dbOid(4) relNumber(8) fork(4) segment(4) reserved(8)
 * </pre>
 *
 * All under LWLock CheckpointerComm, except that {@code cycle} is read without it. Entries are
 * appended, {@code count} last. A checkpoint takes the entries present ({@link #begin}), syncs
 * them, and only then removes them ({@link #end}): if it dies in between, the next one finds them
 * again.
 *
 * <p>{@code cycle} moves on at each begin. A process that registered a file in the current cycle
 * need not register it again: its write came before that cycle's syncs.
 */
public final class SyncRequests {
  static final int CYCLE = 0;
  static final int COUNT = CYCLE + 8;
  static final int SYNCING = COUNT + 4;
  static final int ENTRIES = 128;
  static final int ENTRY_SIZE = 32;

  private final MemorySegment shm;
  private final long base;
  private final LwLocks locks;
  private final long lock;

  public SyncRequests(SharedMemory memory, LwLocks locks) {
    this.shm = memory.segment();
    this.base = memory.base(ShmemArea.SYNC_REQUESTS);
    this.locks = locks;
    this.lock = locks.address(LwLockId.SYNC_REQUESTS);
  }

  /** The number of the current cycle. */
  long cycle() {
    return Words.longAcquire(shm, base + CYCLE);
  }

  /** Adds a file; false when the table is full and the caller has to sync it itself. */
  boolean add(RelFileLocator locator, Fork fork, int segment) {
    locks.acquire(lock, LwLockMode.EXCLUSIVE);
    try {
      int count = Words.intPlain(shm, base + COUNT);
      if (count == ShmemConfig.SYNC_REQUESTS) {
        return false;
      }
      long entry = entry(count);
      Words.setIntPlain(shm, entry, locator.spcOid());
      Words.setIntPlain(shm, entry + 4, locator.dbOid());
      Words.setLongPlain(shm, entry + 8, locator.relNumber());
      Words.setIntPlain(shm, entry + 16, fork.number());
      Words.setIntPlain(shm, entry + 20, segment);
      Words.setIntRelease(shm, base + COUNT, count + 1);
      return true;
    } finally {
      locks.release(lock);
    }
  }

  private long entry(int index) {
    return base + ENTRIES + (long) index * ENTRY_SIZE;
  }

  /** Starts a cycle and returns the files to sync. */
  Set<SegmentFile> begin() {
    Set<SegmentFile> files = new LinkedHashSet<>();
    locks.acquire(lock, LwLockMode.EXCLUSIVE);
    try {
      int count = Words.intPlain(shm, base + COUNT);
      for (int i = 0; i < count; i++) {
        long entry = entry(i);
        files.add(
            new SegmentFile(
                new RelFileLocator(
                    Words.intPlain(shm, entry),
                    Words.intPlain(shm, entry + 4),
                    Words.longPlain(shm, entry + 8)),
                Fork.of(Words.intPlain(shm, entry + 16)),
                Words.intPlain(shm, entry + 20)));
      }
      Words.setIntPlain(shm, base + SYNCING, count);
      Words.setLongRelease(shm, base + CYCLE, Words.longPlain(shm, base + CYCLE) + 1);
    } finally {
      locks.release(lock);
    }
    return files;
  }

  /** All files of the last {@link #begin} are durable: removes them. */
  void end() {
    locks.acquire(lock, LwLockMode.EXCLUSIVE);
    try {
      int done = Words.intPlain(shm, base + SYNCING);
      int rest = Words.intPlain(shm, base + COUNT) - done;
      MemorySegment.copy(shm, entry(done), shm, entry(0), (long) rest * ENTRY_SIZE);
      Words.setIntPlain(shm, base + SYNCING, 0);
      Words.setIntRelease(shm, base + COUNT, rest);
    } finally {
      locks.release(lock);
    }
  }

  /** Files waiting for a sync, duplicates included. */
  public int pending() {
    return Words.intAcquire(shm, base + COUNT);
  }

  /** One segment file of a fork. */
  record SegmentFile(RelFileLocator locator, Fork fork, int segment) {}
}
