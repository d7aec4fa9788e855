package org.postern.storage.buffer;

import java.lang.foreign.MemorySegment;
import org.postern.storage.shmem.Words;

/**
 * Writes dirty buffers that the clock hand will soon reach, so that backends find clean victims.
 *
 * <p>Source: PostgreSQL documentation, "Background Writer".
 */
public final class BackgroundWriter {
  private final BufferPool pool;
  private final BufferAddresses at;
  private final MemorySegment shm;
  private final int maxPages;
  private final double multiplier;
  private long lastAllocations;
  private double smoothed;
  private long cleanedUpTo;

  /**
   * @param maxPages bgwriter_lru_maxpages
   * @param multiplier bgwriter_lru_multiplier
   */
  public BackgroundWriter(BufferPool pool, int maxPages, double multiplier) {
    this.pool = pool;
    this.at = pool.addresses();
    this.shm = pool.memory();
    this.maxPages = maxPages;
    this.multiplier = multiplier;
  }

  /** One round; returns the number of buffers written. */
  public int round() {
    long allocations = Words.longAcquire(shm, at.control + BufferControlLayout.ALLOCATIONS);
    long recent = allocations - lastAllocations;
    lastAllocations = allocations;
    smoothed = recent >= smoothed ? recent : smoothed + (recent - smoothed) / 16;
    long wanted = (long) Math.ceil(smoothed * multiplier);
    long hand = Words.longAcquire(shm, at.control + BufferControlLayout.CLOCK_HAND);
    long position = Math.max(hand, cleanedUpTo);
    long end = hand + at.count;
    int written = 0;
    for (long found = position - hand; found < wanted && position < end && written < maxPages; ) {
      int buffer = (int) Long.remainderUnsigned(position, at.count);
      position++;
      long state = at.state(buffer);
      if (BufferState.refcount(state) != 0 || BufferState.usage(state) != 0) {
        continue;
      }
      found++;
      if (BufferState.has(state, BufferState.DIRTY) && pool.writeIfDirty(buffer)) {
        written++;
        Words.getAndAddLong(shm, at.control + BufferControlLayout.WRITTEN_BACKGROUND, 1);
      }
    }
    cleanedUpTo = position;
    return written;
  }
}
