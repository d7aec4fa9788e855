package org.postern.storage.shmem;

import java.lang.foreign.MemorySegment;

/**
 * The first page of the segment.
 *
 * <pre>
 *   0         8         12        16          20          24                 32
 *  +---------+---------+---------+-----------+-----------+------------------+-------------------+
 *  | magic   | version | pid     | pageSize  | areaCount | startTime        | totalSize         |
 *  +---------+---------+---------+-----------+-----------+------------------+-------------------+
 *   40: config, 7 ints (maxSlots ...), 4 bytes reserved
 *   72: restartsNeeded, restartRequest (ints), 80: reserved to 128
 *   128: areas: base and size, 8 bytes each, in the order of ShmemArea
 * </pre>
 *
 * All fields are written once by the creator before {@code magic}, which is stored last with
 * release order; attachers spin on it with acquire order. The exceptions are the two words at 72,
 * which anybody changes atomically.
 */
public final class ShmemHeaderLayout {
  /** "PSTRNSHM"; published last. */
  public static final long MAGIC_VALUE = 0x4D48534E52545350L;

  /** A changed layout anywhere in the segment must bump this. */
  public static final int SHMEM_VERSION = 1;

  /** 8 bytes, written last. */
  public static final int MAGIC = 0;

  /** {@link #SHMEM_VERSION}, 4 bytes. */
  public static final int VERSION = MAGIC + 8;

  /** The creating process, 4 bytes. */
  public static final int PID = VERSION + 4;

  /** Bytes of a page, 4 bytes. */
  public static final int PAGE_SIZE = PID + 4;

  /** Number of areas, 4 bytes. */
  public static final int AREA_COUNT = PAGE_SIZE + 4;

  /** Milliseconds since 1970 at creation, 8 bytes. */
  public static final int START_TIME = AREA_COUNT + 4;

  /** Bytes of the segment, 8 bytes. */
  public static final int TOTAL_SIZE = START_TIME + 8;

  /** {@link ShmemConfig}, 7 ints and one reserved. */
  public static final int CONFIG = TOTAL_SIZE + 8;

  /** Counts dead processes whose state could not be repaired, 4 bytes. */
  public static final int RESTARTS_NEEDED = CONFIG + 32;

  /** Non-zero: all processes must end and the log be replayed, 4 bytes. */
  public static final int RESTART_REQUEST = RESTARTS_NEEDED + 4;

  /** Named and zero, 48 bytes. */
  public static final int RESERVED = RESTART_REQUEST + 4;

  /** Base and size of each area. */
  public static final int AREAS = RESERVED + 48;

  /** Bytes of the header, a whole page. */
  public static final int SIZE = 8192;

  static {
    if (AREAS != 128 || AREAS + ShmemArea.values().length * 16 > SIZE) {
      throw new AssertionError("segment header layout: areas=" + AREAS);
    }
  }

  private ShmemHeaderLayout() {}

  static long magicAcquire(MemorySegment shm) {
    return Words.longAcquire(shm, MAGIC);
  }

  static void magicRelease(MemorySegment shm, long value) {
    Words.setLongRelease(shm, MAGIC, value);
  }

  static void config(MemorySegment shm, ShmemConfig config) {
    int[] fields = {
      config.maxSlots(),
      config.bufferCount(),
      config.walBufferBytes(),
      config.lockTableBuckets(),
      config.csnRingEntries(),
      config.invalidationBytes(),
      config.statisticsBytes()
    };
    for (int i = 0; i < fields.length; i++) {
      Words.setIntPlain(shm, CONFIG + 4L * i, fields[i]);
    }
  }

  static ShmemConfig config(MemorySegment shm) {
    int[] f = new int[7];
    for (int i = 0; i < f.length; i++) {
      f[i] = Words.intPlain(shm, CONFIG + 4L * i);
    }
    return new ShmemConfig(f[0], f[1], f[2], f[3], f[4], f[5], f[6]);
  }

  static long areaBase(MemorySegment shm, ShmemArea area) {
    return Words.longPlain(shm, AREAS + 16L * area.ordinal());
  }

  static long areaSize(MemorySegment shm, ShmemArea area) {
    return Words.longPlain(shm, AREAS + 16L * area.ordinal() + 8);
  }

  static void area(MemorySegment shm, ShmemArea area, long base, long size) {
    Words.setLongPlain(shm, AREAS + 16L * area.ordinal(), base);
    Words.setLongPlain(shm, AREAS + 16L * area.ordinal() + 8, size);
  }
}
