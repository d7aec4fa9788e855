package org.postern.wal.insert;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lwlock.LwLockId;
import org.postern.storage.lwlock.LwLockMode;
import org.postern.storage.lwlock.LwLocks;
import org.postern.storage.proc.ProcSlot;
import org.postern.storage.proc.ProcSlotLayout;
import org.postern.storage.proc.ProcSlots;
import org.postern.storage.proc.WaitEvent;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.ShmemArea;
import org.postern.storage.shmem.Words;
import org.postern.storage.walapi.WalLog;
import org.postern.storage.walapi.WalRecordBuilder;
import org.postern.wal.record.Lsn;
import org.postern.wal.record.RecordEncoder;
import org.postern.wal.segment.WalFiles;

/**
 * The write-ahead log as one process writes it.
 *
 * <p>The problem: many processes append records, none of them may wait for another's copying, and
 * any of them may be killed at any instruction. A lock around the log would make them wait, and a
 * counter alone would leave a reservation without an owner when its process dies.
 *
 * <p>Inserting: the record is encoded privately. Its place is reserved by one compare-and-set on
 * the insert position, announced in the process's slot beforehand (see {@link WalIntents}); the
 * bytes are copied into the ring; the intent is marked INSERTED. Whether blocks need an image
 * depends on the redo pointer. The position is read before the redo pointer, and a checkpoint hides
 * the redo pointer (everything needs an image) before it inserts its CHECKPOINT_REDO record: so a
 * successful compare-and-set proves that no checkpoint began since the redo pointer was read.
 *
 * <p>The ring: a place is reserved only if the bytes it overwrites have been written to the files.
 * So an inserter that has reserved waits for nobody.
 *
 * <p>Flushing: one process at a time holds WALWrite, takes everything that is completely in the
 * ring, writes and syncs it; the others wait until the lock is released and find their record
 * durable, or become the next leader. That is group commit.
 *
 * <p>After a failed write or sync nobody can know what is on disk: {@link WalControlLayout#FAILED}
 * is set, and every later insert or flush in any process is a PANIC.
 *
 * <p>One object serves one process slot and is used by one thread at a time.
 */
public final class Wal implements WalLog {
  private static final int SPINS = 200;
  private static final long NAP_NANOS = 50_000;
  private static final int STALL_ROUNDS = 1000;

  private final MemorySegment shm;
  private final long control;
  private final WalRing ring;
  private final long ringSize;
  private final ProcSlot slot;
  private final long intent;
  private final WalIntents intents;
  private final LwLocks locks;
  private final long writeLock;
  private final WalFiles files;
  private final Runnable stalled;
  private final RecordEncoder encoder = new RecordEncoder();

  public Wal(SharedMemory memory, ProcSlots slots, ProcSlot slot, LwLocks locks, WalFiles files) {
    this(memory, slots, slot, locks, files, () -> {});
  }

  /**
   * As above; {@code stalled} runs whenever another process's copying is awaited for long. The
   * reaper looks there whether that process has died.
   */
  public Wal(
      SharedMemory memory,
      ProcSlots slots,
      ProcSlot slot,
      LwLocks locks,
      WalFiles files,
      Runnable stalled) {
    this.stalled = stalled;
    this.shm = memory.segment();
    this.control = memory.base(ShmemArea.WAL_CONTROL);
    this.ring = new WalRing(memory);
    this.ringSize = ring.size();
    this.slot = slot;
    this.intent = slot.base();
    this.intents = new WalIntents(slots);
    this.locks = locks;
    this.writeLock = locks.address(LwLockId.WAL_WRITE);
    this.files = files;
  }

  /** The files behind this log. */
  public WalFiles files() {
    return files;
  }

  /**
   * Makes the log usable: everything before {@code end} is in the files and durable, the next
   * record goes there. Called by recovery, before any other process works.
   */
  public void open(long end, long redoPointer) {
    Words.setLongPlain(shm, control + WalControlLayout.WRITTEN, end);
    Words.setLongPlain(shm, control + WalControlLayout.FLUSHED, end);
    Words.setLongPlain(shm, control + WalControlLayout.REDO_POINTER, redoPointer);
    Words.setLongPlain(shm, control + WalControlLayout.LAST_REDO, redoPointer);
    Words.setLongVolatile(shm, control + WalControlLayout.INSERT_POSITION, end);
  }

  /**
   * During replay: records before {@code lsn} are in the files and durable, so that pages may be
   * written; inserting is not possible yet.
   */
  public void replayedTo(long lsn) {
    Words.setLongRelease(shm, control + WalControlLayout.FLUSHED, lsn);
  }

  @Override
  public long insert(WalRecordBuilder record) {
    long redo = redoWord();
    encoder.encode(record, redo);
    for (; ; ) {
      long position = Words.longAcquire(shm, control + WalControlLayout.INSERT_POSITION);
      long redoNow = redoWord();
      if (redoNow != redo && !encoder.stillFits(record, redoNow)) {
        encoder.encode(record, redoNow);
      }
      redo = redoNow;
      long length = encoder.alignedLength();
      checkUsable(position, length);
      if (position + length - written() > ringSize) {
        Words.getAndAddLong(shm, control + WalControlLayout.COUNT_RING_FULL, 1);
        write(position + length - ringSize);
        continue;
      }
      if (reserve(position, length)) {
        copy(position, length);
        return position + length;
      }
      Thread.onSpinWait();
    }
  }

  private long redoWord() {
    return Words.longAcquire(shm, control + WalControlLayout.REDO_POINTER);
  }

  private void checkUsable(long position, long length) {
    if (Words.intAcquire(shm, control + WalControlLayout.FAILED) != 0) {
      throw failed();
    }
    if (position == 0) {
      throw new IllegalStateException("the log is not open: recovery has not finished");
    }
    if (length > ringSize / 2) {
      throw SqlException.error(
              SqlState.PROGRAM_LIMIT_EXCEEDED, "write-ahead log record too long: length=%d", length)
          .withHint("Increase \"wal_buffers\" or make the transaction smaller.");
    }
  }

  private SqlException failed() {
    return SqlException.panic(
        SqlState.IO_ERROR, "the write-ahead log could not be written: no further changes");
  }

  private boolean reserve(long position, long length) {
    Words.setLongPlain(shm, intent + ProcSlotLayout.WAL_LENGTH, length);
    Words.setLongRelease(shm, intent + ProcSlotLayout.WAL_START, position);
    Words.setIntRelease(shm, intent + ProcSlotLayout.WAL_PHASE, ProcSlotLayout.WAL_TRYING);
    if (Words.casLong(
        shm, control + WalControlLayout.INSERT_POSITION, position, position + length)) {
      Words.setIntRelease(shm, intent + ProcSlotLayout.WAL_PHASE, ProcSlotLayout.WAL_RESERVED);
      return true;
    }
    Words.setIntRelease(shm, intent + ProcSlotLayout.WAL_PHASE, ProcSlotLayout.WAL_NONE);
    return false;
  }

  private void copy(long position, long length) {
    encoder.finish(position);
    ring.put(position, encoder.memory(), length);
    Words.setLongRelease(shm, intent + ProcSlotLayout.WAL_END, position + length);
    Words.setIntRelease(shm, intent + ProcSlotLayout.WAL_PHASE, ProcSlotLayout.WAL_INSERTED);
  }

  /** Where the newest record of this process begins. */
  public long lastStart() {
    return Words.longPlain(shm, intent + ProcSlotLayout.WAL_START);
  }

  @Override
  public void flush(long lsn) {
    while (flushedLsn() < lsn) {
      if (Words.intAcquire(shm, control + WalControlLayout.FAILED) != 0) {
        throw failed();
      }
      long end = insertLsn();
      if (end == 0) {
        // Replay: what is read from the files was synced first, and a page newer than the replay
        // was written only after its record had been flushed.
        return;
      }
      if (lsn > end) {
        throw SqlException.error(
            SqlState.DATA_CORRUPTED,
            "xlog flush request %s is not satisfied --- flushed only to %s",
            Lsn.format(lsn),
            Lsn.format(end));
      }
      if (!locks.acquireOrWait(writeLock)) {
        continue;
      }
      try {
        if (flushedLsn() < lsn) {
          long complete = awaitComplete(lsn);
          writeLocked(complete);
          syncLocked(complete);
        }
      } finally {
        locks.release(writeLock);
      }
    }
  }

  @Override
  public void write(long lsn) {
    while (written() < lsn) {
      if (Words.intAcquire(shm, control + WalControlLayout.FAILED) != 0) {
        throw failed();
      }
      if (!locks.acquireOrWait(writeLock)) {
        continue;
      }
      try {
        if (written() < lsn) {
          writeLocked(awaitComplete(lsn));
        }
      } finally {
        locks.release(writeLock);
      }
    }
  }

  @Override
  public void flushLater(long lsn) {
    for (; ; ) {
      long old = Words.longAcquire(shm, control + WalControlLayout.ASYNC_LSN);
      if (old >= lsn || Words.casLong(shm, control + WalControlLayout.ASYNC_LSN, old, lsn)) {
        return;
      }
    }
  }

  /** Whether {@link #flushLater} asked for more than has been flushed. */
  public boolean flushWanted() {
    return Words.longAcquire(shm, control + WalControlLayout.ASYNC_LSN) > flushedLsn();
  }

  /** Writes and syncs whatever is complete, unless somebody is at it; for the WAL writer. */
  public boolean flushBackground() {
    if (insertLsn() == 0 || !locks.tryAcquire(writeLock, LwLockMode.EXCLUSIVE)) {
      return false;
    }
    try {
      long end = intents.completedBefore(insertLsn());
      if (end <= flushedLsn()) {
        return false;
      }
      writeLocked(Math.max(end, written()));
      syncLocked(written());
      return true;
    } finally {
      locks.release(writeLock);
    }
  }

  /** Waits for the copying of everything before {@code lsn}; returns how far it is complete. */
  private long awaitComplete(long lsn) {
    for (int round = 0; ; round++) {
      long end = intents.completedBefore(insertLsn());
      if (end >= lsn) {
        return end;
      }
      if (round < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(NAP_NANOS);
        if (round % STALL_ROUNDS == 0) {
          stalled.run();
        }
      }
    }
  }

  private void writeLocked(long end) {
    long from = written();
    int before = slot.waitEvent(WaitEvent.WAL_WRITE.code());
    try {
      while (from < end) {
        long segmentEnd = files.segmentEnd(from);
        long to = Math.min(Math.min(end, segmentEnd), from + ring.contiguous(from));
        files.write(from, shm, ring.address(from), to - from, locks);
        Words.setLongRelease(shm, control + WalControlLayout.WRITTEN, to);
        Words.getAndAddLong(shm, control + WalControlLayout.COUNT_WRITES, 1);
        if (to == segmentEnd) {
          syncLocked(to);
        }
        from = to;
      }
    } catch (RuntimeException e) {
      throw fail(e);
    } finally {
      slot.waitEvent(before);
    }
  }

  private void syncLocked(long end) {
    if (end <= flushedLsn()) {
      return;
    }
    int before = slot.waitEvent(WaitEvent.WAL_SYNC.code());
    try {
      files.sync(end);
      Words.getAndAddLong(shm, control + WalControlLayout.COUNT_SYNCS, 1);
      Words.setLongRelease(shm, control + WalControlLayout.FLUSHED, end);
    } catch (RuntimeException e) {
      throw fail(e);
    } finally {
      slot.waitEvent(before);
    }
  }

  private SqlException fail(RuntimeException cause) {
    Words.setIntVolatile(shm, control + WalControlLayout.FAILED, 1);
    if (cause instanceof SqlException e) {
      return SqlException.panic(e.state(), "%s", e.getMessage()).withCause(e);
    }
    return SqlException.panic(SqlState.IO_ERROR, "could not write to the write-ahead log")
        .withCause(cause);
  }

  /** Makes sure that the segment that will be needed next exists; for auxiliary processes. */
  public boolean prepareNextSegment() {
    long position = insertLsn();
    if (position == 0) {
      return false;
    }
    long next = files.segmentEnd(position);
    if (position - (next - files.segmentSize()) < files.segmentSize() / 2 || files.exists(next)) {
      return false;
    }
    return files.create(next, locks);
  }

  @Override
  public long insertLsn() {
    return Words.longAcquire(shm, control + WalControlLayout.INSERT_POSITION);
  }

  @Override
  public long flushedLsn() {
    return Words.longAcquire(shm, control + WalControlLayout.FLUSHED);
  }

  /** Everything before this is in the files. */
  public long written() {
    return Words.longAcquire(shm, control + WalControlLayout.WRITTEN);
  }

  @Override
  public long redoPointer() {
    return Words.longAcquire(shm, control + WalControlLayout.LAST_REDO);
  }

  @Override
  public boolean needsImage(long pageLsn) {
    return pageLsn <= redoWord();
  }

  /** Syncs of WAL files by all processes since the start. */
  public long syncCount() {
    return Words.longAcquire(shm, control + WalControlLayout.COUNT_SYNCS);
  }

  /** Used by checkpoints: from now on every block is logged whole. */
  public void hideRedoPointer() {
    Words.setLongVolatile(shm, control + WalControlLayout.REDO_POINTER, Long.MAX_VALUE);
  }

  /** Used by checkpoints: blocks changed before {@code lsn} are logged whole. */
  public void showRedoPointer(long lsn) {
    Words.setLongVolatile(shm, control + WalControlLayout.REDO_POINTER, lsn);
  }

  /** Used by checkpoints when complete: a replay starts at {@code lsn}. */
  public void completeRedoPointer(long lsn) {
    Words.setLongVolatile(shm, control + WalControlLayout.LAST_REDO, lsn);
  }
}
