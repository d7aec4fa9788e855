package org.postern.storage.shmem;

/**
 * The areas of the segment in address order. The package named owns the area's layout; nobody else
 * does arithmetic in it. All zero is a valid initial state of each area unless its owner says
 * otherwise.
 */
public enum ShmemArea {
  /** {@link ShmemHeaderLayout}. */
  HEADER,
  /** storage.proc. */
  PROC_SLOTS,
  /** storage.lwlock: the fixed, named locks. */
  LWLOCKS,
  /** storage.buffer: hash buckets. */
  BUFFER_MAPPING,
  /** storage.buffer: clock hand and counters. */
  BUFFER_CONTROL,
  /** storage.buffer. */
  BUFFER_DESCRIPTORS,
  /** storage.buffer: the pages, aligned to their size. */
  BUFFER_BLOCKS,
  /** storage.smgr: files written since the last checkpoint. */
  SYNC_REQUESTS,
  /** storage.lock: hash buckets and wait tickets. */
  LOCK_TABLE,
  /** Module wal. */
  WAL_CONTROL,
  /** Module wal. */
  WAL_BUFFERS,
  /** storage.transam: control words and CSN ring. */
  TRANSAM,
  /** Module executor, catalog caches. */
  INVALIDATION,
  /** Cumulative statistics. */
  STATISTICS,
  /** storage.buffer: before-images of the pages being edited, by slot. */
  EDIT_IMAGES;

  private static final int CONTROL_BYTES = 16 * 1024;

  /** Bytes of the area, before rounding up to a page. */
  long size(ShmemConfig config) {
    return switch (this) {
      case HEADER -> ShmemHeaderLayout.SIZE;
      case PROC_SLOTS -> (long) config.maxSlots() * ShmemConfig.PROC_SLOT_BYTES;
      case LWLOCKS -> 512L * 64;
      case BUFFER_MAPPING -> (long) config.mappingBuckets() * Integer.BYTES;
      case BUFFER_CONTROL -> 4096;
      case BUFFER_DESCRIPTORS -> (long) config.bufferCount() * ShmemConfig.BUFFER_DESCRIPTOR_BYTES;
      case BUFFER_BLOCKS -> (long) config.bufferCount() * ShmemConfig.PAGE_BYTES;
      case SYNC_REQUESTS -> 128 + ShmemConfig.SYNC_REQUESTS * 32L;
      case LOCK_TABLE -> 1024 + (long) config.lockTableBuckets() * Integer.BYTES;
      case WAL_CONTROL -> CONTROL_BYTES;
      case WAL_BUFFERS -> config.walBufferBytes();
      case TRANSAM ->
          CONTROL_BYTES
              + (long) config.csnRingEntries() * Long.BYTES
              + ShmemConfig.PENDING_FILES * 32L;
      case INVALIDATION -> CONTROL_BYTES + (long) config.invalidationBytes();
      case STATISTICS -> CONTROL_BYTES + (long) config.statisticsBytes();
      case EDIT_IMAGES ->
          (long) config.maxSlots() * ShmemConfig.EDIT_PAGES * ShmemConfig.PAGE_BYTES;
    };
  }
}
