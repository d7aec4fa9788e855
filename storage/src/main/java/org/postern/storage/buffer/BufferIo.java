package org.postern.storage.buffer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.os.Futex;
import org.postern.storage.page.PageChecksum;
import org.postern.storage.page.PageLayout;
import org.postern.storage.proc.ProcSlot;
import org.postern.storage.proc.WaitEvent;
import org.postern.storage.shmem.Words;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.smgr.RelationPaths;
import org.postern.storage.smgr.StorageManager;
import org.postern.storage.walapi.WalLog;

/**
 * Moves pages between buffers and files. At most one process at a time does I/O on a buffer: the
 * {@code ioOwner} of its state; others wait for the end and look again.
 *
 * <p>A page is written from a private copy, which gets the checksum: hint bits may change in the
 * buffer meanwhile. Before that the log is flushed up to the page's LSN.
 */
final class BufferIo {
  private static final long SLEEP_NANOS = 100_000_000L;

  private final BufferAddresses at;
  private final MemorySegment shm;
  private final ProcSlot slot;
  private final StorageManager smgr;
  private final WalLog wal;
  private final MemorySegment copy = Arena.ofAuto().allocate(PageLayout.PAGE_SIZE, 4096);
  private final long ownerBits;

  BufferIo(BufferAddresses at, ProcSlot slot, StorageManager smgr, WalLog wal) {
    this.at = at;
    this.shm = at.shm;
    this.slot = slot;
    this.smgr = smgr;
    this.wal = wal;
    this.ownerBits = (slot.index() + 1L) << BufferState.OWNER_SHIFT;
  }

  long ownerBits() {
    return ownerBits;
  }

  /**
   * Becomes the owner of the I/O on a pinned buffer, waiting for another's to end.
   *
   * @param forWrite false: only if the page is not valid yet; true: only if it is dirty
   * @return false when there is nothing to do (any more)
   */
  boolean start(int buffer, boolean forWrite) {
    long base = at.descriptor(buffer);
    for (; ; ) {
      long state = BufferDescriptorLayout.stateAcquire(shm, base);
      if (BufferState.ioOwner(state) >= 0) {
        await(buffer);
        continue;
      }
      boolean needed =
          forWrite
              ? BufferState.has(state, BufferState.DIRTY)
              : !BufferState.has(state, BufferState.VALID);
      if (!needed) {
        return false;
      }
      long wanted = state | ownerBits;
      if (forWrite) {
        wanted &= ~BufferState.JUST_DIRTIED;
      }
      if (BufferDescriptorLayout.casState(shm, base, state, wanted)) {
        return true;
      }
    }
  }

  /** Sleeps until the I/O in progress, if any, may have ended. */
  void await(int buffer) {
    long base = at.descriptor(buffer);
    int futex = Words.intAcquire(shm, base + BufferDescriptorLayout.IO_WAKE);
    long state = BufferDescriptorLayout.stateAcquire(shm, base);
    if (BufferState.ioOwner(state) < 0) {
      return;
    }
    assert (state & BufferState.OWNER_MASK) != ownerBits : "own I/O: buffer=" + buffer;
    if (BufferState.has(state, BufferState.IO_WAITERS)
        || BufferDescriptorLayout.casState(shm, base, state, state | BufferState.IO_WAITERS)) {
      int before = slot.waitEvent(WaitEvent.BUFFER_IO.code());
      Futex.wait(shm, base + BufferDescriptorLayout.IO_WAKE, futex, SLEEP_NANOS);
      slot.waitEvent(before);
    }
  }

  /** Ends this process's I/O; {@code written}: the page is clean unless dirtied meanwhile. */
  void end(int buffer, boolean written, long setFlags) {
    end(at, buffer, ownerBits, written, setFlags);
  }

  static void end(BufferAddresses at, int buffer, long ownerBits, boolean written, long setFlags) {
    MemorySegment shm = at.shm;
    long base = at.descriptor(buffer);
    for (; ; ) {
      long state = BufferDescriptorLayout.stateAcquire(shm, base);
      if ((state & BufferState.OWNER_MASK) != ownerBits) {
        return;
      }
      long wanted =
          state & ~(BufferState.OWNER_MASK | BufferState.IO_ERROR | BufferState.IO_WAITERS);
      if (written && !BufferState.has(state, BufferState.JUST_DIRTIED)) {
        wanted &= ~(BufferState.DIRTY | BufferState.CHECKPOINT_NEEDED);
      }
      wanted |= setFlags;
      if (BufferDescriptorLayout.casState(shm, base, state, wanted)) {
        if (BufferState.has(state, BufferState.IO_WAITERS)) {
          Words.getAndAddInt(shm, base + BufferDescriptorLayout.IO_WAKE, 1);
          Futex.wake(shm, base + BufferDescriptorLayout.IO_WAKE, Integer.MAX_VALUE);
        }
        return;
      }
    }
  }

  /** Reads the block into the buffer, whose I/O this process owns, and ends the I/O. */
  void read(int buffer, RelFileLocator locator, Fork fork, long block) {
    boolean ok = false;
    int before = slot.waitEvent(WaitEvent.DATA_FILE_READ.code());
    try {
      long page = at.page(buffer);
      smgr.read(locator, fork, block, shm, page);
      if (!PageChecksum.verify(shm, page, block)) {
        throw SqlException.error(
            SqlState.DATA_CORRUPTED,
            "invalid page in block %d of relation %s",
            block,
            RelationPaths.path(locator, fork));
      }
      ok = true;
    } finally {
      slot.waitEvent(before);
      end(buffer, false, ok ? BufferState.VALID : BufferState.IO_ERROR);
    }
  }

  /** Writes a dirty page; the caller has a pin and at least the share lock. True if it wrote. */
  boolean write(int buffer) {
    if (!start(buffer, true)) {
      return false;
    }
    boolean ok = false;
    int before = slot.waitEvent(0);
    try {
      long base = at.descriptor(buffer);
      long page = at.page(buffer);
      wal.flush(PageLayout.lsn(shm, page));
      MemorySegment.copy(shm, page, copy, 0, PageLayout.PAGE_SIZE);
      long block = BufferDescriptorLayout.block(shm, base);
      PageChecksum.set(copy, 0, block);
      RelFileLocator locator =
          new RelFileLocator(
              BufferDescriptorLayout.spcOid(shm, base),
              BufferDescriptorLayout.dbOid(shm, base),
              BufferDescriptorLayout.relNumber(shm, base));
      slot.waitEvent(WaitEvent.DATA_FILE_WRITE.code());
      smgr.write(locator, Fork.of(BufferDescriptorLayout.fork(shm, base)), block, copy, 0);
      ok = true;
    } finally {
      slot.waitEvent(before);
      end(buffer, ok, ok ? 0 : BufferState.IO_ERROR);
    }
    return true;
  }

  /** True when writing this page would have to flush the log first. */
  boolean needsLogFlush(int buffer) {
    return PageLayout.lsn(shm, at.page(buffer)) > wal.flushedLsn();
  }
}
