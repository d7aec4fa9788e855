package org.postern.storage.buffer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lwlock.LwLockId;
import org.postern.storage.lwlock.LwLockMode;
import org.postern.storage.lwlock.LwLocks;
import org.postern.storage.page.PageLayout;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.smgr.RelationPaths;
import org.postern.storage.smgr.StorageManager;

/**
 * Gives a block its buffer: the one it has, or a victim that is taken over.
 *
 * <p>Two mapping partitions are never locked at once: a victim is taken out of its old chain first
 * and put into the new one afterwards; in between it belongs to this process by its pin. Whoever
 * puts it in owns the I/O from that moment, so that nobody sees a valid page too early.
 */
final class BufferAllocator {
  private final BufferAddresses at;
  private final MemorySegment shm;
  private final BufferPins pins;
  private final BufferMapping mapping;
  private final BufferIo io;
  private final VictimSearch victims;
  private final LwLocks locks;
  private final StorageManager smgr;
  private final MemorySegment zeros = Arena.ofAuto().allocate(PageLayout.PAGE_SIZE, 4096);

  BufferAllocator(
      BufferAddresses at,
      BufferPins pins,
      BufferMapping mapping,
      BufferIo io,
      VictimSearch victims,
      LwLocks locks,
      StorageManager smgr) {
    this.at = at;
    this.shm = at.shm;
    this.pins = pins;
    this.mapping = mapping;
    this.io = io;
    this.victims = victims;
    this.locks = locks;
    this.smgr = smgr;
  }

  /** True when this process owns the I/O on the buffer. */
  boolean ownsIo(int buffer) {
    return (at.state(buffer) & BufferState.OWNER_MASK) == io.ownerBits();
  }

  private long partitionLock(int hash) {
    return locks.address(LwLockId.BUFFER_MAPPING, BufferMapping.partition(hash));
  }

  private int searchAndPin(int hash, RelFileLocator l, Fork fork, long block, boolean usage) {
    int found = mapping.search(hash, l.spcOid(), l.dbOid(), l.relNumber(), fork.number(), block);
    if (found >= 0) {
      pins.pin(found, usage);
    }
    return found;
  }

  /**
   * The buffer of the block, pinned. If it is new there, this process owns its I/O and must read
   * (or fill) it and end the I/O.
   */
  int find(RelFileLocator locator, Fork fork, long block, int hash, BufferStrategy strategy) {
    long lock = partitionLock(hash);
    locks.acquire(lock, LwLockMode.SHARED);
    int found;
    try {
      found = searchAndPin(hash, locator, fork, block, strategy == null);
    } finally {
      locks.release(lock);
    }
    if (found >= 0) {
      return found;
    }
    int victim = victims.find(strategy);
    locks.acquire(lock, LwLockMode.EXCLUSIVE);
    try {
      found = searchAndPin(hash, locator, fork, block, strategy == null);
      if (found < 0) {
        take(victim, hash, locator, fork, block);
      }
    } finally {
      locks.release(lock);
    }
    if (found >= 0) {
      pins.unpin(victim);
      return found;
    }
    return victim;
  }

  private void take(int victim, int hash, RelFileLocator locator, Fork fork, long block) {
    long base = at.descriptor(victim);
    BufferDescriptorLayout.tag(
        shm, base, locator.spcOid(), locator.dbOid(), locator.relNumber(), fork.number(), block);
    for (; ; ) {
      long state = BufferDescriptorLayout.stateAcquire(shm, base);
      assert !BufferState.has(state, BufferState.TAG_VALID) : "victim in use: buffer=" + victim;
      long wanted =
          BufferState.cleared(state)
              | BufferState.TAG_VALID
              | BufferState.USAGE_ONE
              | io.ownerBits();
      if (BufferDescriptorLayout.casState(shm, base, state, wanted)) {
        break;
      }
    }
    mapping.link(hash, victim);
  }

  private long extensionLock(RelFileLocator locator, Fork fork) {
    int hash = BufferMapping.hash(locator.dbOid(), locator.relNumber(), fork.number(), 0);
    return locks.address(
        LwLockId.RELATION_EXTENSION, hash & LwLockId.RELATION_EXTENSION.count() - 1);
  }

  /** A new block at the end: pinned, exclusively locked, zeroed, valid, and in the file. */
  int extend(RelFileLocator locator, Fork fork, BufferStrategy strategy) {
    int victim = victims.find(strategy);
    long lock = extensionLock(locator, fork);
    locks.acquire(lock, LwLockMode.EXCLUSIVE);
    try {
      long block = smgr.nblocks(locator, fork);
      if (block >= 0xFFFFFFFEL) {
        pins.unpin(victim);
        throw SqlException.error(
            SqlState.PROGRAM_LIMIT_EXCEEDED,
            "cannot extend file \"%s\" beyond %s blocks",
            RelationPaths.path(locator, fork),
            "4294967294");
      }
      return addBlock(victim, locator, fork, block);
    } finally {
      locks.release(lock);
    }
  }

  private int addBlock(int victim, RelFileLocator locator, Fork fork, long block) {
    int hash = BufferMapping.hash(locator.dbOid(), locator.relNumber(), fork.number(), block);
    long lock = partitionLock(hash);
    int buffer = victim;
    locks.acquire(lock, LwLockMode.EXCLUSIVE);
    try {
      int stale = searchAndPin(hash, locator, fork, block, true);
      if (stale >= 0) {
        buffer = stale;
      } else {
        take(victim, hash, locator, fork, block);
      }
    } finally {
      locks.release(lock);
    }
    if (buffer != victim) {
      pins.unpin(victim);
      reclaimStale(buffer, locator, fork, block);
    }
    boolean ok = false;
    try {
      shm.asSlice(at.page(buffer), PageLayout.PAGE_SIZE).fill((byte) 0);
      smgr.extend(locator, fork, block, zeros, 0);
      locks.acquire(at.contentLock(buffer), LwLockMode.EXCLUSIVE);
      ok = true;
    } finally {
      io.end(buffer, false, ok ? BufferState.VALID : BufferState.IO_ERROR);
      if (!ok) {
        pins.unpin(buffer);
      }
    }
    return buffer;
  }

  /** A buffer of a block behind the end of the file: left by an extension that failed. */
  private void reclaimStale(int buffer, RelFileLocator locator, Fork fork, long block) {
    if (io.start(buffer, false)) {
      return;
    }
    if (!SlottedPage.isNew(shm, at.page(buffer))) {
      pins.unpin(buffer);
      throw SqlException.error(
              SqlState.INTERNAL_ERROR,
              "unexpected data beyond EOF in block %d of relation %s",
              block,
              RelationPaths.path(locator, fork))
          .withHint(
              "This has been seen to occur with buggy kernels; consider updating your system.");
    }
    long base = at.descriptor(buffer);
    for (; ; ) {
      long state = BufferDescriptorLayout.stateAcquire(shm, base);
      if (BufferState.ioOwner(state) >= 0) {
        io.await(buffer);
      } else if (BufferDescriptorLayout.casState(
          shm, base, state, state & ~BufferState.VALID | io.ownerBits())) {
        return;
      }
    }
  }

  /** Makes the file at least {@code blocks} long, for redo. */
  void extendTo(RelFileLocator locator, Fork fork, long blocks) {
    long lock = extensionLock(locator, fork);
    locks.acquire(lock, LwLockMode.EXCLUSIVE);
    try {
      for (long b = smgr.nblocks(locator, fork); b < blocks; b++) {
        smgr.extend(locator, fork, b, zeros, 0);
      }
    } finally {
      locks.release(lock);
    }
  }
}
