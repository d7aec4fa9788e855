package org.postern.wal.insert;

import java.lang.foreign.MemorySegment;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.ShmemArea;

/** The ring of WAL bytes in shared memory: byte {@code lsn} lies at {@code lsn mod size}. */
public final class WalRing {
  private final MemorySegment shm;
  private final long base;
  private final long size;

  public WalRing(SharedMemory memory) {
    this.shm = memory.segment();
    this.base = memory.base(ShmemArea.WAL_BUFFERS);
    this.size = memory.size(ShmemArea.WAL_BUFFERS);
    if (Long.bitCount(size) != 1) {
      throw new IllegalArgumentException("WAL buffers must be a power of two: size=" + size);
    }
  }

  public long size() {
    return size;
  }

  /** Address of byte {@code lsn}. */
  public long address(long lsn) {
    return base + (lsn & size - 1);
  }

  /** Bytes from {@code lsn} to where the ring starts again. */
  public long contiguous(long lsn) {
    return size - (lsn & size - 1);
  }

  /** Copies a record, whose place the caller owns, from a private buffer into the ring. */
  public void put(long lsn, MemorySegment source, long length) {
    long first = Math.min(length, contiguous(lsn));
    MemorySegment.copy(source, 0, shm, address(lsn), first);
    if (first < length) {
      MemorySegment.copy(source, first, shm, base, length - first);
    }
  }
}
