package org.postern.wal.reader;

import java.util.Arrays;
import org.postern.wal.record.DecodedRecord;
import org.postern.wal.record.WalRecordFormat;

/**
 * Reads records one after the other until something is found that is not a record of that place.
 * What stopped it is told by {@link #reason}: for replay that is the end of the log.
 */
public final class WalReader {
  private static final int CHUNK = 128 * 1024;

  private final WalSource source;
  private final DecodedRecord record = new DecodedRecord();
  private byte[] buffer = new byte[CHUNK];
  private long bufferLsn;
  private int filled;
  private long next;
  private String reason = "";

  /** The first record to be read begins at {@code start}. */
  public WalReader(WalSource source, long start) {
    this.source = source;
    seek(start);
  }

  /** Continues at another place. */
  public void seek(long start) {
    if (start % WalRecordFormat.ALIGNMENT != 0) {
      throw new IllegalArgumentException("not the place of a record: lsn=" + start);
    }
    next = start;
    bufferLsn = start;
    filled = 0;
  }

  /** Where the next record begins, or would begin. */
  public long position() {
    return next;
  }

  /** Why {@link #read} returned null. */
  public String reason() {
    return reason;
  }

  /** The next record, or null at the end. The object is used again by the next call. */
  public DecodedRecord read() {
    int available = ensure(WalRecordFormat.HEADER_SIZE);
    int offset = (int) (next - bufferLsn);
    if (available >= WalRecordFormat.HEADER_SIZE) {
      int length = DecodedRecord.lengthAt(buffer, offset);
      boolean plausible =
          length >= WalRecordFormat.HEADER_SIZE
              && length <= WalRecordFormat.MAX_LENGTH
              && DecodedRecord.lsnAt(buffer, offset) == next;
      if (plausible && length > available) {
        available = ensure(length);
        offset = (int) (next - bufferLsn);
      }
    }
    reason = record.decode(buffer, offset, available, next);
    if (reason != null) {
      return null;
    }
    next = record.endLsn();
    return record;
  }

  /** Tries to have so many bytes from the next record on; returns how many there are. */
  private int ensure(int wanted) {
    int offset = (int) Math.min(next - bufferLsn, filled);
    if (filled - offset >= wanted) {
      return filled - offset;
    }
    if (next - bufferLsn > filled) {
      filled = 0;
    } else if (offset > 0) {
      System.arraycopy(buffer, offset, buffer, 0, filled - offset);
      filled -= offset;
    }
    bufferLsn = next;
    if (buffer.length < wanted) {
      buffer = Arrays.copyOf(buffer, Math.max(wanted, buffer.length * 2));
    }
    while (filled < wanted) {
      int count = source.read(next + filled, buffer, filled, buffer.length - filled);
      if (count <= 0) {
        break;
      }
      filled += count;
    }
    return filled;
  }
}
