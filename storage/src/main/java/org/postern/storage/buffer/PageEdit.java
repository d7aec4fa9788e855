package org.postern.storage.buffer;

import java.lang.foreign.MemorySegment;
import org.postern.storage.page.PageLayout;
import org.postern.storage.proc.ProcSlot;
import org.postern.storage.proc.ProcSlotLayout;
import org.postern.storage.shmem.ShmemArea;
import org.postern.storage.shmem.ShmemConfig;
import org.postern.storage.shmem.Words;
import org.postern.storage.walapi.RmgrId;
import org.postern.storage.walapi.WalLog;
import org.postern.storage.walapi.WalOutput;
import org.postern.storage.walapi.WalRecordBuilder;

/**
 * Changes to up to eight exclusively locked pages that happen together or not at all: storage's
 * critical section.
 *
 * <pre>
 *   try (PageEdit edit = edits.begin(RmgrId.HEAP, INSERT)) {
 *     int b = edit.add(buffer, BlockFlags.STANDARD);   // copies the before-image
 *     ... change bytes ...
 *     edit.data().putShort(number);
 *     edit.blockData(b).putBytes(tuple);
 *     long lsn = edit.log();
 *   }
 * </pre>
 *
 * <p>Each page is copied to the slot's part of EDIT_IMAGES, and its buffer published in the slot,
 * before any of its bytes may change. So an exception before {@link #log} puts the images back, and
 * when the process dies, the reaper does: unless the WAL record had been inserted completely. In
 * that case the pages are complete as well, since all bytes change before {@code log}, and they
 * only get their LSN.
 *
 * <p>{@code log} marks the pages dirty before it inserts the record: a checkpoint that begins in
 * between then finds them, and waits for their content locks.
 *
 * <p>Rule: the pages stay exclusively locked from {@link #add} to the end of the edit. Interrupts
 * are held meanwhile.
 */
public final class PageEdit implements AutoCloseable {
  private final BufferPool pool;
  private final WalLog wal;
  private final MemorySegment shm;
  private final ProcSlot slot;
  private final long images;
  private final WalRecordBuilder record = new WalRecordBuilder();
  private final int[] buffers = new int[ShmemConfig.EDIT_PAGES];
  private int count;
  private boolean active;

  PageEdit(BufferPool pool, WalLog wal) {
    this.pool = pool;
    this.wal = wal;
    this.shm = pool.memory();
    this.slot = pool.slot();
    this.images = imageAddress(slot.memory().base(ShmemArea.EDIT_IMAGES), slot.index(), 0);
  }

  static long imageAddress(long area, int slot, int page) {
    return area + ((long) slot * ShmemConfig.EDIT_PAGES + page) * PageLayout.PAGE_SIZE;
  }

  PageEdit begin(RmgrId rmgr, int info) {
    if (active) {
      throw new IllegalStateException("page edits do not nest");
    }
    record.begin(rmgr, info);
    count = 0;
    Words.setIntPlain(shm, slot.base() + ProcSlotLayout.EDIT_COUNT, 0);
    Words.setIntRelease(shm, slot.base() + ProcSlotLayout.EDIT_PHASE, ProcSlotLayout.EDIT_CHANGING);
    active = true;
    slot.interrupts().hold();
    return this;
  }

  boolean isActive() {
    return active;
  }

  /** The transaction that writes the record; 0 for none. */
  public PageEdit xid(long xid) {
    record.xid(xid);
    return this;
  }

  /**
   * Takes a page into the edit, before any byte of it changes; {@code flags} as {@link
   * org.postern.storage.walapi.BlockFlags}. Returns the block's index in the record.
   */
  public int add(int buffer, int flags) {
    assert active : "no page edit";
    if (!pool.isLockedExclusively(buffer)) {
      throw new IllegalStateException("edited page is not locked: buffer=" + buffer);
    }
    if (count == buffers.length) {
      throw new IllegalStateException("too many pages in one edit: count=" + count);
    }
    long page = pool.page(buffer);
    MemorySegment.copy(
        shm, page, shm, images + (long) count * PageLayout.PAGE_SIZE, PageLayout.PAGE_SIZE);
    buffers[count] = buffer;
    Words.setIntPlain(shm, slot.base() + ProcSlotLayout.EDIT_BUFFERS + count * 4L, buffer);
    count++;
    Words.setIntVolatile(shm, slot.base() + ProcSlotLayout.EDIT_COUNT, count);
    return record.addBlock(
        pool.locator(buffer), pool.fork(buffer), pool.block(buffer), shm, page, flags);
  }

  /** The record's main data. */
  public WalOutput data() {
    return record.data();
  }

  /** Data of the block that {@link #add} returned this index for. */
  public WalOutput blockData(int index) {
    return record.blockData(index);
  }

  /**
   * Logs the change: marks the pages dirty, inserts the record, sets the pages' LSNs, ends the
   * edit. Returns the LSN, to be flushed before the change is promised to anybody.
   */
  public long log() {
    assert active : "no page edit";
    for (int i = 0; i < count; i++) {
      pool.markDirty(buffers[i]);
    }
    Words.setIntRelease(shm, slot.base() + ProcSlotLayout.WAL_PHASE, ProcSlotLayout.WAL_NONE);
    Words.setIntVolatile(shm, slot.base() + ProcSlotLayout.EDIT_PHASE, ProcSlotLayout.EDIT_LOGGING);
    long lsn = wal.insert(record);
    for (int i = 0; i < count; i++) {
      PageLayout.setLsn(shm, pool.page(buffers[i]), lsn);
    }
    end();
    return lsn;
  }

  /** Keeps the change without logging it (unlogged and temporary relations); ends the edit. */
  public void applyUnlogged() {
    assert active : "no page edit";
    for (int i = 0; i < count; i++) {
      pool.markDirty(buffers[i]);
    }
    end();
  }

  private void end() {
    Words.setIntRelease(shm, slot.base() + ProcSlotLayout.EDIT_PHASE, ProcSlotLayout.EDIT_NONE);
    Words.setIntRelease(shm, slot.base() + ProcSlotLayout.EDIT_COUNT, 0);
    active = false;
    count = 0;
    slot.interrupts().resume();
  }

  /** Restores the before-images unless the edit was logged or applied. */
  @Override
  public void close() {
    if (!active) {
      return;
    }
    for (int i = count - 1; i >= 0; i--) {
      MemorySegment.copy(
          shm,
          images + (long) i * PageLayout.PAGE_SIZE,
          shm,
          pool.page(buffers[i]),
          PageLayout.PAGE_SIZE);
    }
    end();
  }
}
