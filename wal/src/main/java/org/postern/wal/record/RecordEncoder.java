package org.postern.wal.record;

import static org.postern.wal.record.WalRecordFormat.ALIGNMENT;
import static org.postern.wal.record.WalRecordFormat.HEADER_SIZE;
import static org.postern.wal.record.WalRecordFormat.INT;
import static org.postern.wal.record.WalRecordFormat.LONG;
import static org.postern.wal.record.WalRecordFormat.SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.page.PageLayout;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.walapi.BlockFlags;
import org.postern.storage.walapi.WalOutput;
import org.postern.storage.walapi.WalRecordBuilder;

/**
 * Turns a {@link WalRecordBuilder} into bytes in a private buffer, so that the time between
 * reserving a place in the log and having filled it is one copy. One object per process.
 *
 * <p>{@link #encode} does everything that does not depend on the place; {@link #finish} adds the
 * LSN and the checksum of the header.
 */
public final class RecordEncoder {
  private static final int PAGE_SIZE = PageLayout.PAGE_SIZE;

  private final CRC32C crc = new CRC32C();
  private final boolean[] images = new boolean[WalRecordBuilder.MAX_BLOCKS];
  private ByteBuffer buffer;
  private MemorySegment memory;
  private int length;

  public RecordEncoder() {
    room(64 * 1024);
  }

  private void room(int bytes) {
    buffer = ByteBuffer.allocateDirect(bytes);
    memory = MemorySegment.ofBuffer(buffer);
  }

  /** The encoded record from offset 0; valid until the next {@link #encode}. */
  public MemorySegment memory() {
    return memory;
  }

  /** Bytes of the encoded record with its filling. */
  public int alignedLength() {
    return (length + ALIGNMENT - 1) & -ALIGNMENT;
  }

  /**
   * Whether another redo pointer would change which blocks are logged whole: the record has to be
   * encoded again if a checkpoint began since it was encoded.
   */
  public boolean stillFits(WalRecordBuilder record, long redoPointer) {
    for (int i = 0; i < record.blockCount(); i++) {
      if (images[i] != wantsImage(record, i, redoPointer)) {
        return false;
      }
    }
    return true;
  }

  private static boolean wantsImage(WalRecordBuilder record, int index, long redoPointer) {
    int flags = record.flags(index);
    if ((flags & BlockFlags.FORCE_IMAGE) != 0) {
      return true;
    }
    if ((flags & (BlockFlags.WILL_INIT | BlockFlags.NO_IMAGE)) != 0) {
      return false;
    }
    return PageLayout.lsn(record.memory(index), record.page(index)) <= redoPointer;
  }

  /** Encodes all but LSN and checksum; returns the length without filling. */
  public int encode(WalRecordBuilder record, long redoPointer) {
    int count = record.blockCount();
    int mainLength = record.data().length();
    long bound = HEADER_SIZE + mainLength + ALIGNMENT;
    for (int i = 0; i < count; i++) {
      images[i] = wantsImage(record, i, redoPointer);
      bound += WalRecordFormat.BLOCK_HEADER_SIZE + WalRecordFormat.LOCATOR_SIZE;
      bound += record.blockData(i).length() + (images[i] ? PAGE_SIZE : 0);
    }
    if (bound > WalRecordFormat.MAX_LENGTH) {
      throw SqlException.error(
          SqlState.PROGRAM_LIMIT_EXCEEDED, "write-ahead log record too long: length=%d", bound);
    }
    if (bound > memory.byteSize()) {
      room((int) Math.max(bound, memory.byteSize() * 2));
    }
    int at = HEADER_SIZE;
    for (int i = 0; i < count; i++) {
      at = blockHeader(record, i, at);
    }
    for (int i = 0; i < count; i++) {
      at = blockBody(record, i, at);
    }
    MemorySegment.copy(record.data().array(), 0, memory, ValueLayout.JAVA_BYTE, at, mainLength);
    at += mainLength;
    length = at;
    memory.set(INT, WalRecordFormat.LENGTH, length);
    memory.set(LONG, WalRecordFormat.XID, record.xid());
    memory.set(ValueLayout.JAVA_BYTE, WalRecordFormat.RMGR, (byte) record.rmgr().number());
    memory.set(ValueLayout.JAVA_BYTE, WalRecordFormat.INFO, (byte) record.info());
    memory.set(ValueLayout.JAVA_BYTE, WalRecordFormat.BLOCK_COUNT, (byte) count);
    memory.set(ValueLayout.JAVA_BYTE, WalRecordFormat.RESERVED, (byte) 0);
    memory.set(INT, WalRecordFormat.MAIN_LENGTH, mainLength);
    for (int fill = length; (fill & ALIGNMENT - 1) != 0; fill++) {
      memory.set(ValueLayout.JAVA_BYTE, fill, (byte) 0);
    }
    crc.reset();
    sum(HEADER_SIZE, length);
    return length;
  }

  private int blockHeader(WalRecordBuilder record, int index, int at) {
    RelFileLocator locator = record.locator(index);
    boolean same = index > 0 && locator.equals(record.locator(index - 1));
    int flags = record.flags(index) & WalRecordFormat.CALLER_FLAGS;
    flags |= images[index] ? WalRecordFormat.HAS_IMAGE : 0;
    flags |= same ? WalRecordFormat.SAME_RELATION : 0;
    int dataLength = dataLength(record, index);
    if (dataLength > 0xFFFF) {
      throw new IllegalArgumentException("block data too long: length=" + dataLength);
    }
    int holeOffset = 0;
    int holeLength = 0;
    if (images[index] && (flags & BlockFlags.STANDARD) != 0) {
      int lower = PageLayout.lower(record.memory(index), record.page(index));
      int upper = PageLayout.upper(record.memory(index), record.page(index));
      if (lower >= PageLayout.HEADER_SIZE && lower < upper && upper <= PAGE_SIZE) {
        holeOffset = lower;
        holeLength = upper - lower;
      }
    }
    memory.set(INT, at + WalRecordFormat.BLOCK_NUMBER, (int) record.block(index));
    memory.set(
        ValueLayout.JAVA_BYTE, at + WalRecordFormat.BLOCK_FORK, (byte) record.fork(index).number());
    memory.set(ValueLayout.JAVA_BYTE, at + WalRecordFormat.BLOCK_FLAGS, (byte) flags);
    memory.set(SHORT, at + WalRecordFormat.BLOCK_DATA_LENGTH, (short) dataLength);
    memory.set(SHORT, at + WalRecordFormat.BLOCK_HOLE_OFFSET, (short) holeOffset);
    memory.set(SHORT, at + WalRecordFormat.BLOCK_HOLE_LENGTH, (short) holeLength);
    int next = at + WalRecordFormat.BLOCK_HEADER_SIZE;
    if (same) {
      return next;
    }
    memory.set(INT, next, locator.spcOid());
    memory.set(INT, next + 4, locator.dbOid());
    memory.set(LONG, next + 8, locator.relNumber());
    return next + WalRecordFormat.LOCATOR_SIZE;
  }

  private int dataLength(WalRecordBuilder record, int index) {
    boolean keep = !images[index] || (record.flags(index) & BlockFlags.KEEP_DATA) != 0;
    return keep ? record.blockData(index).length() : 0;
  }

  private int blockBody(WalRecordBuilder record, int index, int start) {
    int at = start;
    if (images[index]) {
      MemorySegment source = record.memory(index);
      long page = record.page(index);
      int lower = PAGE_SIZE;
      int upper = PAGE_SIZE;
      if ((record.flags(index) & BlockFlags.STANDARD) != 0) {
        int pageLower = PageLayout.lower(source, page);
        int pageUpper = PageLayout.upper(source, page);
        if (pageLower >= PageLayout.HEADER_SIZE
            && pageLower < pageUpper
            && pageUpper <= PAGE_SIZE) {
          lower = pageLower;
          upper = pageUpper;
        }
      }
      MemorySegment.copy(source, page, memory, at, lower);
      at += lower;
      MemorySegment.copy(source, page + upper, memory, at, PAGE_SIZE - upper);
      at += PAGE_SIZE - upper;
    }
    WalOutput data = record.blockData(index);
    int dataLength = dataLength(record, index);
    MemorySegment.copy(data.array(), 0, memory, ValueLayout.JAVA_BYTE, at, dataLength);
    return at + dataLength;
  }

  /** Completes the record for its place in the log. */
  public void finish(long lsn) {
    memory.set(LONG, WalRecordFormat.LSN, lsn);
    sum(WalRecordFormat.LENGTH, WalRecordFormat.CRC);
    sum(WalRecordFormat.LSN, HEADER_SIZE);
    memory.set(INT, WalRecordFormat.CRC, (int) crc.getValue());
  }

  private void sum(int from, int to) {
    buffer.limit(to).position(from);
    crc.update(buffer);
  }
}
