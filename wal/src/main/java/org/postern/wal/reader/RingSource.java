package org.postern.wal.reader;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.ShmemArea;
import org.postern.storage.shmem.Words;
import org.postern.wal.insert.WalControlLayout;

/**
 * The newest bytes of the log, as they lie in shared memory. Gives nothing for a place that has
 * been overwritten, or is overwritten while it is copied.
 */
public final class RingSource implements WalSource {
  private final MemorySegment shm;
  private final long control;
  private final long ring;
  private final long ringSize;

  public RingSource(SharedMemory memory) {
    this.shm = memory.segment();
    this.control = memory.base(ShmemArea.WAL_CONTROL);
    this.ring = memory.base(ShmemArea.WAL_BUFFERS);
    this.ringSize = memory.size(ShmemArea.WAL_BUFFERS);
  }

  @Override
  public int read(long lsn, byte[] target, int offset, int length) {
    long end = Words.longAcquire(shm, control + WalControlLayout.INSERT_POSITION);
    if (lsn >= end || lsn < end - ringSize) {
      return 0;
    }
    int count = (int) Math.min(length, end - lsn);
    long at = lsn & ringSize - 1;
    int first = (int) Math.min(count, ringSize - at);
    MemorySegment.copy(shm, ValueLayout.JAVA_BYTE, ring + at, target, offset, first);
    if (first < count) {
      MemorySegment.copy(shm, ValueLayout.JAVA_BYTE, ring, target, offset + first, count - first);
    }
    long after = Words.longVolatile(shm, control + WalControlLayout.INSERT_POSITION);
    return lsn < after - ringSize ? 0 : count;
  }
}
