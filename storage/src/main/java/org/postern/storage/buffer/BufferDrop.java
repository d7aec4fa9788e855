package org.postern.storage.buffer;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;
import org.postern.storage.lwlock.LwLockId;
import org.postern.storage.lwlock.LwLockMode;
import org.postern.storage.lwlock.LwLocks;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;

/**
 * Forgets the buffers of relations that go away, without writing them. The caller holds the
 * heavyweight lock that keeps everybody from reading them anew; a writer that is just at one of
 * them is waited for.
 */
final class BufferDrop {
  private static final long PAUSE_NANOS = 200_000L;

  private final BufferAddresses at;
  private final MemorySegment shm;
  private final BufferPins pins;
  private final BufferMapping mapping;
  private final BufferIo io;
  private final LwLocks locks;

  BufferDrop(
      BufferAddresses at, BufferPins pins, BufferMapping mapping, BufferIo io, LwLocks locks) {
    this.at = at;
    this.shm = at.shm;
    this.pins = pins;
    this.mapping = mapping;
    this.io = io;
    this.locks = locks;
  }

  private interface Match {
    boolean test(long base);
  }

  /** {@code fork} null: all forks. */
  void relation(RelFileLocator locator, Fork fork, long fromBlock) {
    Match match =
        base ->
            BufferDescriptorLayout.relNumber(shm, base) == locator.relNumber()
                && BufferDescriptorLayout.dbOid(shm, base) == locator.dbOid()
                && BufferDescriptorLayout.spcOid(shm, base) == locator.spcOid()
                && (fork == null || BufferDescriptorLayout.fork(shm, base) == fork.number())
                && BufferDescriptorLayout.block(shm, base) >= fromBlock;
    all(match);
  }

  void database(int dbOid) {
    all(base -> BufferDescriptorLayout.dbOid(shm, base) == dbOid);
  }

  private void all(Match match) {
    for (int buffer = 0; buffer < at.count; buffer++) {
      if (match.test(at.descriptor(buffer))) {
        while (!invalidate(buffer, match)) {
          pause(buffer);
        }
      }
    }
  }

  private void pause(int buffer) {
    if (pins.count(buffer) > 0) {
      throw new IllegalStateException("dropping a buffer pinned here: buffer=" + buffer);
    }
    if (BufferState.ioOwner(at.state(buffer)) >= 0) {
      io.await(buffer);
    } else {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private boolean invalidate(int buffer, Match match) {
    long base = at.descriptor(buffer);
    if (!BufferState.has(at.state(buffer), BufferState.TAG_VALID)) {
      return true;
    }
    int hash = mapping.hashOf(buffer);
    long lock = locks.address(LwLockId.BUFFER_MAPPING, BufferMapping.partition(hash));
    locks.acquire(lock, LwLockMode.EXCLUSIVE);
    try {
      long state = BufferDescriptorLayout.stateAcquire(shm, base);
      if (!BufferState.has(state, BufferState.TAG_VALID) || !match.test(base)) {
        return true;
      }
      if (mapping.hashOf(buffer) != hash || BufferState.refcount(state) != 0) {
        return false;
      }
      if (!BufferDescriptorLayout.casState(shm, base, state, BufferState.cleared(state))) {
        return false;
      }
      mapping.unlink(hash, buffer);
      return true;
    } finally {
      locks.release(lock);
    }
  }
}
