package org.postern.storage.shmem;

/**
 * How large each area of the segment is, in elements. Fixed when the segment is created; attachers
 * read it from the header.
 *
 * @param maxSlots process slots: clients, spares and auxiliary processes together
 * @param bufferCount buffers of 8 KiB ({@code shared_buffers})
 * @param walBufferBytes ring of WAL bytes, a power of two
 * @param lockTableBuckets hash buckets of the heavyweight lock table, a power of two
 * @param csnRingEntries words of the ring of recent commit numbers, a power of two
 * @param invalidationBytes queue of catalog invalidation messages
 * @param statisticsBytes cumulative statistics
 */
public record ShmemConfig(
    int maxSlots,
    int bufferCount,
    int walBufferBytes,
    int lockTableBuckets,
    int csnRingEntries,
    int invalidationBytes,
    int statisticsBytes) {
  /** Bytes of one process slot. */
  public static final int PROC_SLOT_BYTES = 48 * 1024;

  /** Bytes of one buffer descriptor. */
  public static final int BUFFER_DESCRIPTOR_BYTES = 64;

  /** Bytes of one page. */
  public static final int PAGE_BYTES = 8192;

  /** Pages that one page edit may change. */
  public static final int EDIT_PAGES = 8;

  /** Entries of the table of files waiting for a sync. */
  public static final int SYNC_REQUESTS = 4096;

  /** Entries of the table of relation files that running transactions have made or dropped. */
  public static final int PENDING_FILES = 8192;

  /** Checks the numbers. */
  public ShmemConfig {
    check(maxSlots >= 1 && maxSlots < 65535, "maxSlots", maxSlots);
    check(bufferCount >= 16, "bufferCount", bufferCount);
    check(Integer.bitCount(walBufferBytes) == 1, "walBufferBytes", walBufferBytes);
    check(Integer.bitCount(lockTableBuckets) == 1, "lockTableBuckets", lockTableBuckets);
    check(Integer.bitCount(csnRingEntries) == 1, "csnRingEntries", csnRingEntries);
    check(invalidationBytes >= 0, "invalidationBytes", invalidationBytes);
    check(statisticsBytes >= 0, "statisticsBytes", statisticsBytes);
  }

  private static void check(boolean ok, String name, int value) {
    if (!ok) {
      throw new IllegalArgumentException("shared memory setting: " + name + "=" + value);
    }
  }

  /** A small segment for tests: a few megabytes. */
  public static ShmemConfig small(int maxSlots, int bufferCount) {
    return new ShmemConfig(maxSlots, bufferCount, 1 << 20, 1024, 65536, 1 << 16, 1 << 16);
  }

  /** Buckets of the buffer mapping: a power of two, about two per buffer, at least 256. */
  public int mappingBuckets() {
    return Math.max(256, Integer.highestOneBit(bufferCount * 2 - 1) << 1);
  }
}
