package org.postern.server.wiring;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import org.postern.server.config.ServerConfig;
import org.postern.server.postmaster.SharedMemorySetup;
import org.postern.storage.os.ProcessControl;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.ShmemConfig;

/**
 * Creates the shared segment in the sizes that the configuration asks for. The mapping is dropped
 * at once: the postmaster must not be able to touch what is in it.
 */
public final class SharedSegment implements SharedMemorySetup {
  /** wal_buffers = -1 means this part of shared_buffers. */
  private static final int WAL_SHARE = 32;

  private static final int PAGE = ShmemConfig.PAGE_BYTES;
  private static final int MIN_WAL_BYTES = 1 << 18;
  private static final int MAX_AUTO_WAL_BYTES = 1 << 24;
  private static final int CSN_RING_ENTRIES = 1 << 16;
  private static final int INVALIDATION_BYTES = 1 << 20;
  private static final int STATISTICS_BYTES = 4 << 20;

  @Override
  public void create(Path file, int processSlots, ServerConfig config) {
    try (Arena arena = Arena.ofShared()) {
      SharedMemory.create(file, sizes(processSlots, config), arena).publish(ProcessControl.pid());
    }
  }

  static ShmemConfig sizes(int processSlots, ServerConfig config) {
    int buffers = config.integer("shared_buffers");
    long locks = (long) config.integer("max_locks_per_transaction") * processSlots;
    return new ShmemConfig(
        processSlots,
        buffers,
        walBytes(config.integer("wal_buffers"), buffers),
        powerOfTwo(Math.clamp(locks, 1024, 1 << 20)),
        CSN_RING_ENTRIES,
        INVALIDATION_BYTES,
        STATISTICS_BYTES);
  }

  private static int walBytes(int walBuffers, int buffers) {
    long bytes =
        walBuffers < 0
            ? Math.min((long) buffers / WAL_SHARE * PAGE, MAX_AUTO_WAL_BYTES)
            : (long) walBuffers * PAGE;
    return powerOfTwo(Math.clamp(bytes, MIN_WAL_BYTES, 1 << 30));
  }

  /** The least power of two that is not smaller. */
  private static int powerOfTwo(int value) {
    int high = Integer.highestOneBit(value);
    return high == value ? value : high << 1;
  }
}
