package org.postern.storage.testkit;

import java.nio.file.Path;
import java.util.function.Function;
import org.postern.storage.buffer.BufferPool;
import org.postern.storage.buffer.PageEdits;
import org.postern.storage.lock.LockManager;
import org.postern.storage.lwlock.LwLocks;
import org.postern.storage.proc.ProcSlot;
import org.postern.storage.proc.ProcSlots;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.smgr.StorageManager;
import org.postern.storage.smgr.SyncRequests;
import org.postern.storage.vfs.FileSystem;
import org.postern.storage.walapi.WalLog;

/** One "process" of a test: a slot and the objects that hang on it. Use it from one thread. */
public final class TestProcess {
  private final ProcSlots slots;
  private final ProcSlot slot;
  private final LwLocks locks;
  private final StorageManager smgr;
  private final BufferPool pool;
  private final PageEdits edits;
  private final LockManager lockManager;

  public TestProcess(SharedMemory memory, FileSystem files, Path dataDirectory, WalLog wal) {
    this(memory, files, dataDirectory, _ -> wal);
  }

  /** With a log that belongs to this process. */
  public TestProcess(
      SharedMemory memory, FileSystem files, Path dataDirectory, Function<ProcSlot, WalLog> logOf) {
    this.slots = new ProcSlots(memory);
    this.slot = slots.acquire(1);
    WalLog wal = logOf.apply(slot);
    this.locks = new LwLocks(memory, slot);
    this.smgr = new StorageManager(files, dataDirectory, new SyncRequests(memory, locks));
    this.pool = new BufferPool(memory, slot, locks, smgr, wal);
    this.edits = new PageEdits(pool, wal);
    this.lockManager = new LockManager(memory, slot, locks);
  }

  public ProcSlots slots() {
    return slots;
  }

  public ProcSlot slot() {
    return slot;
  }

  public LwLocks locks() {
    return locks;
  }

  public StorageManager smgr() {
    return smgr;
  }

  public BufferPool pool() {
    return pool;
  }

  public PageEdits edits() {
    return edits;
  }

  public LockManager lockManager() {
    return lockManager;
  }

  /** Ends the process in good order. */
  public void exit() {
    pool.releaseAll();
    lockManager.releaseAll();
    smgr.closeAll();
    slots.release(slot);
  }
}
