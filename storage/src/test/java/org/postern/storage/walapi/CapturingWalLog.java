package org.postern.storage.walapi;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link WalLog} in memory: gives out LSNs, keeps every record so that a test can redo it, and
 * remembers how far it was asked to flush. Safe for use by several threads.
 *
 * <p>Whole pages are logged only from {@link #imagesAfter} on, so that tests exercise redo proper
 * unless they ask for images.
 */
public final class CapturingWalLog implements WalLog {
  /** The LSN of the first record. */
  public static final long FIRST_LSN = 0x1000;

  private static final ValueLayout.OfLong PAGE_LSN =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final List<CapturedRecord> records = new ArrayList<>();
  private long insertLsn = FIRST_LSN;
  private long flushedLsn = FIRST_LSN;
  private long redoPointer;
  private int flushCount;
  private boolean keep = true;

  /** False: records are counted but not kept, for benchmarks. */
  public synchronized void keepRecords(boolean value) {
    keep = value;
  }

  @Override
  public synchronized long insert(WalRecordBuilder record) {
    int count = record.blockCount();
    boolean[] image = new boolean[count];
    long size = 32L + record.data().length();
    for (int i = 0; i < count; i++) {
      image[i] = wantsImage(record, i);
      size += 28 + (image[i] ? 8192 : record.blockData(i).length());
    }
    long start = insertLsn;
    insertLsn = start + ((size + 7) & ~7L);
    if (keep) {
      records.add(new CapturedRecord(record, start, insertLsn, image));
    }
    return insertLsn;
  }

  private boolean wantsImage(WalRecordBuilder record, int index) {
    int flags = record.flags(index);
    if ((flags & BlockFlags.FORCE_IMAGE) != 0) {
      return true;
    }
    if ((flags & (BlockFlags.WILL_INIT | BlockFlags.NO_IMAGE)) != 0) {
      return false;
    }
    return needsImage(record.memory(index).get(PAGE_LSN, record.page(index)));
  }

  @Override
  public synchronized void flush(long lsn) {
    if (lsn > insertLsn) {
      throw new IllegalStateException("flush beyond the log: lsn=" + lsn + ", end=" + insertLsn);
    }
    if (lsn > flushedLsn) {
      flushedLsn = lsn;
      flushCount++;
    }
  }

  @Override
  public synchronized long insertLsn() {
    return insertLsn;
  }

  @Override
  public synchronized long flushedLsn() {
    return flushedLsn;
  }

  @Override
  public synchronized long redoPointer() {
    return redoPointer;
  }

  @Override
  public synchronized boolean needsImage(long pageLsn) {
    return pageLsn <= redoPointer && redoPointer != 0;
  }

  /** As if a checkpoint began now: pages not changed since are logged whole. */
  public synchronized void imagesAfter() {
    redoPointer = insertLsn;
  }

  /** Every record so far, oldest first. */
  public synchronized List<CapturedRecord> records() {
    return List.copyOf(records);
  }

  /** The newest record. */
  public synchronized CapturedRecord last() {
    return records.getLast();
  }

  /** How often a flush had something to do. */
  public synchronized int flushCount() {
    return flushCount;
  }
}
