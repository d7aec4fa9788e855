package org.postern.wal.recovery;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;
import org.postern.storage.proc.ProcSlotLayout;
import org.postern.storage.proc.ProcSlots;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.ShmemArea;
import org.postern.storage.shmem.Words;
import org.postern.storage.walapi.DeadWriter;
import org.postern.storage.walapi.RmgrId;
import org.postern.storage.walapi.WalRecordBuilder;
import org.postern.storage.walapi.WalRecordView;
import org.postern.wal.insert.WalControlLayout;
import org.postern.wal.insert.WalRing;
import org.postern.wal.reader.RingSource;
import org.postern.wal.reader.WalReader;
import org.postern.wal.reader.WalSource;
import org.postern.wal.record.DecodedRecord;
import org.postern.wal.record.RecordEncoder;
import org.postern.wal.record.WalRecordFormat;
import org.postern.wal.record.XlogInfo;

/**
 * Settles what a dead process had reserved in the log.
 *
 * <p>In phase RESERVED the place is the dead process's: if the record there is whole it stays, else
 * it becomes a NOOP record of the same length. In phase TRYING the compare-and-set was about to
 * happen or had just happened:
 *
 * <ul>
 *   <li>the insert position is still the start: it had not happened, and will not any more;
 *   <li>another slot claims the same start: if its owner lives, wait until it has settled; if it is
 *       dead as well, nobody can tell which of them owns the place;
 *   <li>there is a whole record at the start: its writer has finished, so it was not the dead
 *       process, which would have reached phase RESERVED before copying;
 *   <li>otherwise the place is the dead process's.
 * </ul>
 *
 * While the phase is TRYING or RESERVED nothing behind the start is written to the files, so the
 * ring still holds the place.
 */
public final class WalRepair implements DeadWriter {
  private static final long NAP_NANOS = 100_000;
  private static final int MAX_NAPS = 50_000;

  private final MemorySegment shm;
  private final long control;
  private final WalRing ring;
  private final ProcSlots slots;
  private final RecordEncoder encoder = new RecordEncoder();
  private final WalRecordBuilder builder = new WalRecordBuilder();
  private final WalReader ringReader;
  private final WalReader fileReader;

  /** {@code files}: the segment files, for records that have left the ring. */
  public WalRepair(SharedMemory memory, ProcSlots slots, WalSource files) {
    this.shm = memory.segment();
    this.control = memory.base(ShmemArea.WAL_CONTROL);
    this.ring = new WalRing(memory);
    this.slots = slots;
    this.ringReader = new WalReader(new RingSource(memory), 0);
    this.fileReader = new WalReader(files, 0);
  }

  @Override
  public Fate settle(long slotBase) {
    int phase = Words.intAcquire(shm, slotBase + ProcSlotLayout.WAL_PHASE);
    return switch (phase) {
      case ProcSlotLayout.WAL_NONE -> Fate.NOTHING;
      case ProcSlotLayout.WAL_INSERTED -> Fate.COMPLETE;
      case ProcSlotLayout.WAL_RESERVED -> settleReserved(slotBase);
      case ProcSlotLayout.WAL_TRYING -> settleTrying(slotBase);
      default -> throw new IllegalStateException("unknown WAL phase: phase=" + phase);
    };
  }

  private Fate settleTrying(long slotBase) {
    long start = Words.longAcquire(shm, slotBase + ProcSlotLayout.WAL_START);
    for (int nap = 0; nap < MAX_NAPS; nap++) {
      long position = Words.longVolatile(shm, control + WalControlLayout.INSERT_POSITION);
      if (position <= start) {
        return nothing(slotBase);
      }
      Claim claim = otherClaim(slotBase, start);
      if (claim == Claim.DEAD) {
        return Fate.AMBIGUOUS;
      }
      if (claim == Claim.NONE) {
        // A claimant that finished between the two looks has left a whole record.
        return wholeRecord(start) != null ? nothing(slotBase) : settleReserved(slotBase);
      }
      LockSupport.parkNanos(NAP_NANOS);
    }
    return Fate.AMBIGUOUS;
  }

  private enum Claim {
    NONE,
    LIVING,
    DEAD
  }

  private Claim otherClaim(long slotBase, long start) {
    Claim result = Claim.NONE;
    for (int i = 0; i < slots.count(); i++) {
      long other = slots.address(i);
      int phase = Words.intAcquire(shm, other + ProcSlotLayout.WAL_PHASE);
      boolean claims = phase == ProcSlotLayout.WAL_TRYING || phase == ProcSlotLayout.WAL_RESERVED;
      if (other == slotBase
          || !claims
          || Words.longAcquire(shm, other + ProcSlotLayout.WAL_START) != start) {
        continue;
      }
      if (!slots.isDead(i)) {
        return Claim.LIVING;
      }
      result = Claim.DEAD;
    }
    return result;
  }

  private Fate nothing(long slotBase) {
    Words.setIntRelease(shm, slotBase + ProcSlotLayout.WAL_PHASE, ProcSlotLayout.WAL_NONE);
    return Fate.NOTHING;
  }

  private Fate settleReserved(long slotBase) {
    long start = Words.longAcquire(shm, slotBase + ProcSlotLayout.WAL_START);
    long length = Words.longAcquire(shm, slotBase + ProcSlotLayout.WAL_LENGTH);
    DecodedRecord whole = wholeRecord(start);
    if (whole != null && whole.endLsn() == start + length) {
      Words.setLongRelease(shm, slotBase + ProcSlotLayout.WAL_END, start + length);
      Words.setIntRelease(shm, slotBase + ProcSlotLayout.WAL_PHASE, ProcSlotLayout.WAL_INSERTED);
      return Fate.COMPLETE;
    }
    int filling = Math.toIntExact(length - WalRecordFormat.HEADER_SIZE);
    builder.begin(RmgrId.XLOG, XlogInfo.NOOP.number()).data().putBytes(new byte[filling]);
    encoder.encode(builder, 0);
    if (encoder.alignedLength() != length) {
      throw new IllegalStateException("padding does not fit: length=" + length);
    }
    encoder.finish(start);
    ring.put(start, encoder.memory(), length);
    Words.setIntRelease(shm, slotBase + ProcSlotLayout.WAL_PHASE, ProcSlotLayout.WAL_NONE);
    return Fate.PADDED;
  }

  private DecodedRecord wholeRecord(long start) {
    ringReader.seek(start);
    return ringReader.read();
  }

  @Override
  public WalRecordView read(long lsn) {
    DecodedRecord record = wholeRecord(lsn);
    if (record != null) {
      return record;
    }
    fileReader.seek(lsn);
    return fileReader.read();
  }
}
