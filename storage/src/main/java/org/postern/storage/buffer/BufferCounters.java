package org.postern.storage.buffer;

import java.lang.foreign.MemorySegment;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.ShmemArea;
import org.postern.storage.shmem.Words;

/** Counts since the segment was created, for pg_stat_bgwriter. */
public record BufferCounters(
    long allocated,
    long writtenByBackends,
    long writtenByBackgroundWriter,
    long writtenByCheckpoints) {
  /** Reads the counters. */
  public static BufferCounters read(SharedMemory memory) {
    MemorySegment shm = memory.segment();
    long base = memory.base(ShmemArea.BUFFER_CONTROL);
    return new BufferCounters(
        Words.longAcquire(shm, base + BufferControlLayout.ALLOCATIONS),
        Words.longAcquire(shm, base + BufferControlLayout.WRITTEN_BACKEND),
        Words.longAcquire(shm, base + BufferControlLayout.WRITTEN_BACKGROUND),
        Words.longAcquire(shm, base + BufferControlLayout.WRITTEN_CHECKPOINT));
  }
}
