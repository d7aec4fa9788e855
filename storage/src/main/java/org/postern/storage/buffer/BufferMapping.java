package org.postern.storage.buffer;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import org.postern.storage.lwlock.LwLockId;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.ShmemArea;
import org.postern.storage.shmem.Words;

/**
 * From block to buffer: hash buckets of chained descriptors.
 *
 * <p>A bucket belongs to the partition of its low bits; its chain changes under the partition's
 * exclusive LWLock. Readers walk it without a lock: a chain that changes under their feet can make
 * them miss a block (then they look again under the lock) but never find a wrong one, since they
 * pin what they found and compare the tag again while it cannot change any more.
 *
 * <p>The truth is in the descriptors: {@link #rebuild} makes a partition anew from the tags, after
 * a process died while it held the partition's lock.
 */
final class BufferMapping {
  static final int PARTITIONS = LwLockId.BUFFER_MAPPING.count();
  private static final int MAX_OPTIMISTIC_STEPS = 64;
  private static final int NO_HASH = Integer.MIN_VALUE;

  private final BufferAddresses at;
  private final MemorySegment shm;
  private final long buckets;
  private final int mask;

  BufferMapping(SharedMemory memory, BufferAddresses at) {
    this.at = at;
    this.shm = memory.segment();
    this.buckets = memory.base(ShmemArea.BUFFER_MAPPING);
    int count = memory.config().mappingBuckets();
    if (Integer.bitCount(count) != 1 || count < PARTITIONS) {
      throw new IllegalStateException("mapping buckets: count=" + count);
    }
    this.mask = count - 1;
  }

  /** Hash of a tag; the tablespace is left out, since file numbers are unique. */
  static int hash(int dbOid, long relNumber, int fork, long block) {
    long h = (relNumber << 2 ^ fork) * 0x9E3779B97F4A7C15L;
    h = (h ^ h >>> 29 ^ block) * 0xBF58476D1CE4E5B9L;
    h = (h ^ dbOid) * 0x94D049BB133111EBL;
    return (int) (h >>> 33);
  }

  int hashOf(int buffer) {
    long base = at.descriptor(buffer);
    return hash(
        BufferDescriptorLayout.dbOid(shm, base),
        BufferDescriptorLayout.relNumber(shm, base),
        BufferDescriptorLayout.fork(shm, base),
        BufferDescriptorLayout.block(shm, base));
  }

  static int partition(int hash) {
    return hash & PARTITIONS - 1;
  }

  private long bucket(int hash) {
    return buckets + (hash & mask) * 4L;
  }

  /** The buffer of the tag, -1 for none; without a lock a hint only. */
  int lookup(int hash, int spcOid, int dbOid, long relNumber, int fork, long block) {
    int i = Words.intAcquire(shm, bucket(hash));
    for (int steps = 0; i != 0 && steps < MAX_OPTIMISTIC_STEPS; steps++) {
      long base = at.descriptor(i - 1);
      if (BufferDescriptorLayout.hasTag(shm, base, spcOid, dbOid, relNumber, fork, block)) {
        return i - 1;
      }
      i = BufferDescriptorLayout.nextAcquire(shm, base);
    }
    return -1;
  }

  /** The buffer of the tag; under the partition's lock. */
  int search(int hash, int spcOid, int dbOid, long relNumber, int fork, long block) {
    int i = Words.intAcquire(shm, bucket(hash));
    while (i != 0) {
      long base = at.descriptor(i - 1);
      if (BufferDescriptorLayout.hasTag(shm, base, spcOid, dbOid, relNumber, fork, block)
          && BufferState.has(at.state(i - 1), BufferState.TAG_VALID)) {
        return i - 1;
      }
      i = BufferDescriptorLayout.nextAcquire(shm, base);
    }
    return -1;
  }

  /** Adds a buffer to its chain; under the partition's exclusive lock. */
  void link(int hash, int buffer) {
    long bucket = bucket(hash);
    BufferDescriptorLayout.nextRelease(shm, at.descriptor(buffer), Words.intPlain(shm, bucket));
    Words.setIntRelease(shm, bucket, buffer + 1);
  }

  /** Takes a buffer out of its chain; under the partition's exclusive lock. */
  void unlink(int hash, int buffer) {
    long bucket = bucket(hash);
    int i = Words.intPlain(shm, bucket);
    int next = BufferDescriptorLayout.nextAcquire(shm, at.descriptor(buffer));
    if (i == buffer + 1) {
      Words.setIntRelease(shm, bucket, next);
      return;
    }
    while (i != 0) {
      long base = at.descriptor(i - 1);
      i = BufferDescriptorLayout.nextAcquire(shm, base);
      if (i == buffer + 1) {
        BufferDescriptorLayout.nextRelease(shm, base, next);
        return;
      }
    }
    throw new IllegalStateException("buffer is not in the mapping: buffer=" + buffer);
  }

  /** Makes a partition's chains anew; its lock is held exclusively, if by a dead process. */
  void rebuild(int partition) {
    for (int b = partition; b <= mask; b += PARTITIONS) {
      Words.setIntRelease(shm, buckets + b * 4L, 0);
    }
    for (int buffer = 0; buffer < at.count; buffer++) {
      int hash = stableHash(buffer);
      if (hash != NO_HASH && partition(hash) == partition) {
        link(hash, buffer);
      }
    }
  }

  /** The hash of a tag that did not change while it was read; NO_HASH for a buffer without one. */
  private int stableHash(int buffer) {
    for (; ; ) {
      long before = at.state(buffer);
      if (!BufferState.has(before, BufferState.TAG_VALID)) {
        return NO_HASH;
      }
      int hash = hashOf(buffer);
      VarHandle.acquireFence();
      if (at.state(buffer) == before) {
        return hash;
      }
    }
  }
}
