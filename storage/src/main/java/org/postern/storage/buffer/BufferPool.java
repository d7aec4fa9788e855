package org.postern.storage.buffer;

import java.lang.foreign.MemorySegment;
import org.postern.storage.lwlock.LwLockMode;
import org.postern.storage.lwlock.LwLocks;
import org.postern.storage.page.PageLayout;
import org.postern.storage.proc.ProcSlot;
import org.postern.storage.proc.WaitEvent;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.Words;
import org.postern.storage.smgr.BlockTag;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.smgr.StorageManager;
import org.postern.storage.walapi.WalLog;

/**
 * The buffer pool as one process uses it. A page may be looked at while its buffer is pinned and
 * locked; the rules are in this package's README.
 *
 * <p>The way of a hit: walk the hash chain without a lock, pin by compare-and-set, compare the tag
 * again. Nothing is allocated on it. One object serves one process slot, one thread at a time.
 */
public final class BufferPool {
  private static final long SLEEP_NANOS = 100_000_000L;

  private final BufferAddresses at;
  private final MemorySegment shm;
  private final ProcSlot slot;
  private final LwLocks locks;
  private final StorageManager smgr;
  private final WalLog wal;
  private final BufferPins pins;
  private final BufferMapping mapping;
  private final BufferIo io;
  private final BufferAllocator allocator;
  private final BufferDrop drop;
  private long hits;
  private long reads;
  private long dirtied;

  public BufferPool(
      SharedMemory memory, ProcSlot slot, LwLocks locks, StorageManager smgr, WalLog wal) {
    this.at = new BufferAddresses(memory);
    this.shm = memory.segment();
    this.slot = slot;
    this.locks = locks;
    this.smgr = smgr;
    this.wal = wal;
    this.pins = new BufferPins(at, slot);
    this.mapping = new BufferMapping(memory, at);
    this.io = new BufferIo(at, slot, smgr, wal);
    VictimSearch victims = new VictimSearch(at, pins, mapping, io, locks);
    this.allocator = new BufferAllocator(at, pins, mapping, io, victims, locks, smgr);
    this.drop = new BufferDrop(at, pins, mapping, io, locks);
  }

  /** Number of buffers. */
  public int bufferCount() {
    return at.count;
  }

  public StorageManager storageManager() {
    return smgr;
  }

  BufferAddresses addresses() {
    return at;
  }

  BufferPins pins() {
    return pins;
  }

  BufferIo io() {
    return io;
  }

  LwLocks locks() {
    return locks;
  }

  ProcSlot slot() {
    return slot;
  }

  WalLog wal() {
    return wal;
  }

  /** Pins the block, reading it if need be; XX001 when its page is damaged. */
  public int read(RelFileLocator locator, Fork fork, long block) {
    return read(locator, fork, block, null);
  }

  /** As {@link #read(RelFileLocator, Fork, long)}; a miss takes a buffer of the strategy's ring. */
  public int read(RelFileLocator locator, Fork fork, long block, BufferStrategy strategy) {
    int spc = locator.spcOid();
    int db = locator.dbOid();
    long rel = locator.relNumber();
    int forkNumber = fork.number();
    int hash = BufferMapping.hash(db, rel, forkNumber, block);
    int buffer = mapping.lookup(hash, spc, db, rel, forkNumber, block);
    if (buffer >= 0) {
      long state = pins.pin(buffer, strategy == null);
      if (BufferState.has(state, BufferState.TAG_VALID | BufferState.VALID)
          && BufferDescriptorLayout.hasTag(
              shm, at.descriptor(buffer), spc, db, rel, forkNumber, block)) {
        pins.locator(buffer, locator);
        hits++;
        return buffer;
      }
      pins.unpin(buffer);
    }
    return readSlow(locator, fork, block, hash, strategy);
  }

  private int readSlow(
      RelFileLocator locator, Fork fork, long block, int hash, BufferStrategy strategy) {
    int buffer = allocator.find(locator, fork, block, hash, strategy);
    pins.locator(buffer, locator);
    if (BufferState.has(at.state(buffer), BufferState.VALID) || !startRead(buffer)) {
      hits++;
      return buffer;
    }
    try {
      io.read(buffer, locator, fork, block);
    } catch (Throwable e) {
      pins.unpin(buffer);
      throw e;
    }
    reads++;
    return buffer;
  }

  private boolean startRead(int buffer) {
    return allocator.ownsIo(buffer) || io.start(buffer, false);
  }

  /**
   * For redo, and for pages about to be initialised: pins and locks exclusively a zeroed page,
   * without reading it; the file is made and extended as needed.
   */
  public int readZeroed(RelFileLocator locator, Fork fork, long block) {
    if (!smgr.exists(locator, fork)) {
      smgr.create(locator, fork, true);
    }
    if (smgr.nblocks(locator, fork) <= block) {
      allocator.extendTo(locator, fork, block + 1);
    }
    int hash = BufferMapping.hash(locator.dbOid(), locator.relNumber(), fork.number(), block);
    int buffer = allocator.find(locator, fork, block, hash, null);
    pins.locator(buffer, locator);
    boolean owned = startRead(buffer);
    if (owned) {
      shm.asSlice(at.page(buffer), PageLayout.PAGE_SIZE).fill((byte) 0);
      io.end(buffer, false, BufferState.VALID);
    }
    lockExclusive(buffer);
    if (!owned) {
      shm.asSlice(at.page(buffer), PageLayout.PAGE_SIZE).fill((byte) 0);
    }
    return buffer;
  }

  /** Adds a zeroed block at the end of the fork; pinned and exclusively locked. */
  public int extend(RelFileLocator locator, Fork fork) {
    return extend(locator, fork, null);
  }

  public int extend(RelFileLocator locator, Fork fork, BufferStrategy strategy) {
    int buffer = allocator.extend(locator, fork, strategy);
    pins.locator(buffer, locator);
    return buffer;
  }

  /** Blocks of the fork on disk; 0 when it does not exist. */
  public long nblocks(RelFileLocator locator, Fork fork) {
    return smgr.nblocks(locator, fork);
  }

  /** One more pin on a buffer this process has pinned already. */
  public void pin(int buffer) {
    assert pins.count(buffer) > 0 : "buffer is not pinned: buffer=" + buffer;
    pins.pin(buffer, true);
  }

  public void unpin(int buffer) {
    pins.unpin(buffer);
  }

  public boolean isPinned(int buffer) {
    return pins.count(buffer) > 0;
  }

  public void lockShared(int buffer) {
    assert pins.count(buffer) > 0 : "buffer is not pinned: buffer=" + buffer;
    locks.acquire(at.contentLock(buffer), LwLockMode.SHARED);
  }

  public void lockExclusive(int buffer) {
    assert pins.count(buffer) > 0 : "buffer is not pinned: buffer=" + buffer;
    locks.acquire(at.contentLock(buffer), LwLockMode.EXCLUSIVE);
  }

  public boolean tryLockShared(int buffer) {
    return locks.tryAcquire(at.contentLock(buffer), LwLockMode.SHARED);
  }

  public boolean tryLockExclusive(int buffer) {
    return locks.tryAcquire(at.contentLock(buffer), LwLockMode.EXCLUSIVE);
  }

  /**
   * Exclusive, and nobody else has a pin: for moving tuples on the page. This process has exactly
   * one pin on it. Interruptible while it waits.
   */
  public void lockCleanup(int buffer) {
    long base = at.descriptor(buffer);
    for (; ; ) {
      lockExclusive(buffer);
      if (isOnlyPin(buffer)) {
        return;
      }
      slot.latch().reset();
      setCleanupWaiter(base, true);
      boolean alone = isOnlyPin(buffer);
      unlock(buffer);
      if (!alone) {
        slot.latch().await(SLEEP_NANOS, WaitEvent.BUFFER_PIN);
      }
      setCleanupWaiter(base, false);
      slot.interrupts().check();
    }
  }

  private boolean isOnlyPin(int buffer) {
    return pins.count(buffer) == 1 && BufferState.refcount(at.state(buffer)) == 1;
  }

  private void setCleanupWaiter(long base, boolean on) {
    if (on) {
      Words.setIntVolatile(shm, base + BufferDescriptorLayout.WAITER, slot.index() + 1);
    } else if (Words.intAcquire(shm, base + BufferDescriptorLayout.WAITER) != slot.index() + 1) {
      return;
    }
    for (; ; ) {
      long state = BufferDescriptorLayout.stateAcquire(shm, base);
      long wanted =
          on ? state | BufferState.PIN_COUNT_WAITER : state & ~BufferState.PIN_COUNT_WAITER;
      if (BufferDescriptorLayout.casState(shm, base, state, wanted)) {
        return;
      }
    }
  }

  /** As {@link #lockCleanup} if that needs no waiting. */
  public boolean tryLockCleanup(int buffer) {
    if (!tryLockExclusive(buffer)) {
      return false;
    }
    if (isOnlyPin(buffer)) {
      return true;
    }
    unlock(buffer);
    return false;
  }

  /** For a buffer locked exclusively already: true when nobody else has a pin. */
  public boolean isCleanupLocked(int buffer) {
    assert isLockedExclusively(buffer) : "buffer is not locked: buffer=" + buffer;
    return isOnlyPin(buffer);
  }

  public void unlock(int buffer) {
    locks.release(at.contentLock(buffer));
  }

  /** {@link #unlock} and {@link #unpin}. */
  public void unlockUnpin(int buffer) {
    locks.release(at.contentLock(buffer));
    pins.unpin(buffer);
  }

  /** True when this process holds the exclusive lock. */
  public boolean isLockedExclusively(int buffer) {
    return locks.isHeldExclusively(at.contentLock(buffer));
  }

  /** True when this process holds the lock in some mode. */
  public boolean isLocked(int buffer) {
    return locks.isHeld(at.contentLock(buffer));
  }

  /** The segment in which {@link #page} is an address. */
  public MemorySegment memory() {
    return shm;
  }

  public long page(int buffer) {
    return at.page(buffer);
  }

  public long block(int buffer) {
    return BufferDescriptorLayout.block(shm, at.descriptor(buffer));
  }

  public BlockTag tag(int buffer) {
    return new BlockTag(locator(buffer), fork(buffer), block(buffer));
  }

  /** The relation of a pinned buffer. */
  public RelFileLocator locator(int buffer) {
    return pins.locator(buffer);
  }

  public Fork fork(int buffer) {
    return Fork.of(BufferDescriptorLayout.fork(shm, at.descriptor(buffer)));
  }

  /**
   * Says that the page differs from the file; under the exclusive lock, before the change is
   * logged. {@link PageEdit} does it by itself.
   */
  public void markDirty(int buffer) {
    assert isLockedExclusively(buffer) : "buffer is not locked: buffer=" + buffer;
    setDirty(buffer);
  }

  /**
   * Says that a hint bit was set, under the share lock. The hint is kept for the file only if the
   * page was changed since the last checkpoint began: else a torn write could damage a page that no
   * log record repairs.
   */
  public void markDirtyHint(int buffer) {
    if (BufferState.has(at.state(buffer), BufferState.DIRTY | BufferState.JUST_DIRTIED)) {
      return;
    }
    if (BufferState.has(at.state(buffer), BufferState.DIRTY)
        || !wal.needsImage(PageLayout.lsn(shm, at.page(buffer)))) {
      setDirty(buffer);
    }
  }

  private void setDirty(int buffer) {
    long base = at.descriptor(buffer);
    for (; ; ) {
      long state = BufferDescriptorLayout.stateAcquire(shm, base);
      long wanted = state | BufferState.DIRTY | BufferState.JUST_DIRTIED;
      if (wanted == state) {
        return;
      }
      if (BufferDescriptorLayout.casState(shm, base, state, wanted)) {
        if (!BufferState.has(state, BufferState.DIRTY)) {
          dirtied++;
        }
        return;
      }
    }
  }

  public boolean isDirty(int buffer) {
    return BufferState.has(at.state(buffer), BufferState.DIRTY);
  }

  public long lsn(int buffer) {
    return PageLayout.lsn(shm, at.page(buffer));
  }

  /** Reads a block that will be wanted soon into the pool, if it is not there. */
  public void prefetch(RelFileLocator locator, Fork fork, long block) {
    int hash = BufferMapping.hash(locator.dbOid(), locator.relNumber(), fork.number(), block);
    if (mapping.lookup(
            hash, locator.spcOid(), locator.dbOid(), locator.relNumber(), fork.number(), block)
        < 0) {
      unpin(read(locator, fork, block));
    }
  }

  /** Forgets buffers of {@code fork} from block {@code fromBlock} on, without writing them. */
  public void dropRelation(RelFileLocator locator, Fork fork, long fromBlock) {
    drop.relation(locator, fork, fromBlock);
  }

  /** Forgets all buffers of the relation, without writing them. */
  public void dropRelation(RelFileLocator locator) {
    drop.relation(locator, null, 0);
  }

  /** Forgets all buffers of a database, without writing them. */
  public void dropDatabase(int dbOid) {
    drop.database(dbOid);
  }

  /** Writes the dirty buffers of a relation; does not sync. */
  public void flushRelation(RelFileLocator locator) {
    for (int buffer = 0; buffer < at.count; buffer++) {
      long base = at.descriptor(buffer);
      if (BufferDescriptorLayout.relNumber(shm, base) == locator.relNumber()
          && BufferDescriptorLayout.dbOid(shm, base) == locator.dbOid()
          && BufferDescriptorLayout.spcOid(shm, base) == locator.spcOid()) {
        writeIfDirty(buffer);
      }
    }
  }

  /** Writes the dirty buffers of a database; does not sync. */
  public void flushDatabase(int dbOid) {
    for (int buffer = 0; buffer < at.count; buffer++) {
      if (BufferDescriptorLayout.dbOid(shm, at.descriptor(buffer)) == dbOid) {
        writeIfDirty(buffer);
      }
    }
  }

  /** Pins, locks and writes a buffer that is dirty; true if it wrote. */
  boolean writeIfDirty(int buffer) {
    if (!BufferState.has(at.state(buffer), BufferState.DIRTY)) {
      return false;
    }
    long state = pins.pin(buffer, false);
    try {
      if (!BufferState.has(state, BufferState.DIRTY | BufferState.VALID)) {
        return false;
      }
      lockShared(buffer);
      try {
        return io.write(buffer);
      } finally {
        unlock(buffer);
      }
    } finally {
      pins.unpin(buffer);
    }
  }

  /** After an error: gives back all LWLocks and pins of this process. */
  public void releaseAll() {
    locks.releaseAll();
    pins.releaseAll();
  }

  /** Number of different buffers this process has pinned: 0 when a transaction ends. */
  public int pinnedBuffers() {
    return pins.pinnedBuffers();
  }

  /** Blocks found in the pool by this process. */
  public long hits() {
    return hits;
  }

  /** Blocks read by this process. */
  public long reads() {
    return reads;
  }

  /** Clean buffers made dirty by this process. */
  public long dirtied() {
    return dirtied;
  }
}
