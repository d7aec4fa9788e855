package org.postern.storage.buffer;

import java.lang.foreign.MemorySegment;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lwlock.LwLockId;
import org.postern.storage.lwlock.LwLockMode;
import org.postern.storage.lwlock.LwLocks;
import org.postern.storage.shmem.Words;

/**
 * Finds a buffer to hold another block: the clock sweep, or a strategy's ring.
 *
 * <p>The hand goes round over all buffers and takes one off the usage count of those it passes; the
 * first that is unpinned with usage 0 is the victim. It is pinned, written if dirty, and taken out
 * of the mapping if still nobody else has a pin; otherwise the search goes on.
 *
 * <p>Source: the clock algorithm as in PostgreSQL's documentation of shared_buffers' replacement;
 * also Smith, "Sequentiality and Prefetching in Database Systems", on scan-resistant rings.
 */
final class VictimSearch {
  private final BufferAddresses at;
  private final MemorySegment shm;
  private final BufferPins pins;
  private final BufferMapping mapping;
  private final BufferIo io;
  private final LwLocks locks;

  VictimSearch(
      BufferAddresses at, BufferPins pins, BufferMapping mapping, BufferIo io, LwLocks locks) {
    this.at = at;
    this.shm = at.shm;
    this.pins = pins;
    this.mapping = mapping;
    this.io = io;
    this.locks = locks;
  }

  /** A pinned buffer that holds nothing and is in no chain. */
  int find(BufferStrategy strategy) {
    Words.getAndAddLong(shm, at.control + BufferControlLayout.ALLOCATIONS, 1);
    boolean useRing = strategy != null;
    long tries = 0;
    for (; ; ) {
      int buffer = useRing ? fromRing(strategy) : -1;
      boolean fromRing = buffer >= 0;
      if (!fromRing) {
        buffer = sweep();
      }
      if (clean(buffer, fromRing ? strategy : null) && unmap(buffer)) {
        if (strategy != null) {
          strategy.replace(buffer);
        }
        return buffer;
      }
      useRing = false;
      pins.unpin(buffer);
      if (++tries > 100L * at.count) {
        throw noBuffers();
      }
    }
  }

  private int fromRing(BufferStrategy strategy) {
    int buffer = strategy.next();
    if (buffer < 0) {
      return -1;
    }
    long state = at.state(buffer);
    boolean reusable =
        BufferState.refcount(state) == 0
            && BufferState.usage(state) <= 1
            && BufferState.ioOwner(state) < 0;
    return reusable && pins.pinUnused(buffer, state) ? buffer : -1;
  }

  private int sweep() {
    long limit = (BufferState.MAX_USAGE + 2L) * at.count;
    for (long i = 0; i < limit; i++) {
      long hand = Words.getAndAddLong(shm, at.control + BufferControlLayout.CLOCK_HAND, 1);
      int buffer = (int) Long.remainderUnsigned(hand, at.count);
      long base = at.descriptor(buffer);
      long state = BufferDescriptorLayout.stateAcquire(shm, base);
      if (BufferState.refcount(state) != 0) {
        continue;
      }
      if (BufferState.usage(state) > 0) {
        BufferDescriptorLayout.casState(shm, base, state, state - BufferState.USAGE_ONE);
        continue;
      }
      if (BufferState.ioOwner(state) < 0 && pins.pinUnused(buffer, state)) {
        return buffer;
      }
    }
    throw noBuffers();
  }

  private static SqlException noBuffers() {
    return SqlException.error(SqlState.INSUFFICIENT_RESOURCES, "no unpinned buffers available");
  }

  /** Writes the victim if it is dirty; false when another buffer should be taken. */
  private boolean clean(int buffer, BufferStrategy ring) {
    if (!BufferState.has(at.state(buffer), BufferState.DIRTY)) {
      return true;
    }
    long lock = at.contentLock(buffer);
    if (!locks.tryAcquire(lock, LwLockMode.SHARED)) {
      return false;
    }
    try {
      if (ring != null && ring.rejectsDirty() && io.needsLogFlush(buffer)) {
        return false;
      }
      if (io.write(buffer)) {
        Words.getAndAddLong(shm, at.control + BufferControlLayout.WRITTEN_BACKEND, 1);
      }
      return true;
    } catch (Throwable e) {
      pins.unpin(buffer);
      throw e;
    } finally {
      locks.release(lock);
    }
  }

  private boolean unmap(int buffer) {
    long base = at.descriptor(buffer);
    if (!BufferState.has(at.state(buffer), BufferState.TAG_VALID)) {
      return BufferState.refcount(at.state(buffer)) == 1;
    }
    int hash = mapping.hashOf(buffer);
    long lock = locks.address(LwLockId.BUFFER_MAPPING, BufferMapping.partition(hash));
    locks.acquire(lock, LwLockMode.EXCLUSIVE);
    try {
      for (; ; ) {
        long state = BufferDescriptorLayout.stateAcquire(shm, base);
        if (BufferState.refcount(state) != 1 || BufferState.has(state, BufferState.DIRTY)) {
          return false;
        }
        if (BufferDescriptorLayout.casState(shm, base, state, BufferState.cleared(state))) {
          mapping.unlink(hash, buffer);
          return true;
        }
      }
    } finally {
      locks.release(lock);
    }
  }
}
