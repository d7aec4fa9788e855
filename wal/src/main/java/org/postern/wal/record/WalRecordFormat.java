package org.postern.wal.record;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The layout of a WAL record. All numbers are little-endian; a record begins at a multiple of
 * {@link #ALIGNMENT} and its {@code length} does not count the zero bytes that fill it up to the
 * next one. Records follow each other without gaps, across segment files too: there are no page or
 * segment headers, so an LSN is the byte's position in the log.
 *
 * <pre>
 *   Record      → Header BlockHeader{blockCount} BlockBody{blockCount} MainData
 *   Header      → length:4 crc:4 lsn:8 xid:8 rmgr:1 info:1 blockCount:1 reserved:1 mainLength:4
 *   BlockHeader → block:4 fork:1 flags:1 dataLength:2 holeOffset:2 holeLength:2 Locator?
 *   Locator     → spcOid:4 dbOid:4 relNumber:8         (absent if flags has SAME_RELATION)
 *   BlockBody   → Image? data:dataLength
 *   Image       → page without the hole: 8192 - holeLength bytes    (if flags has HAS_IMAGE)
 *   MainData    → mainLength bytes, defined by the resource manager
 * </pre>
 *
 * {@code crc} is the CRC-32C of everything behind the header followed by the header without the crc
 * field: so all but 28 bytes can be summed up before the record's place is known. {@code lsn} is
 * the record's own position: it tells a record from the stale bytes of a segment file used again.
 *
 * <p>Written by {@link RecordEncoder}, read by {@link DecodedRecord}.
 *
 * <p>Source: PostgreSQL documentation, "WAL Internals"; the layout is ours.
 */
public final class WalRecordFormat {
  /** Bytes of the record without filling, 4 bytes. */
  public static final int LENGTH = 0;

  /** CRC-32C, 4 bytes. */
  public static final int CRC = LENGTH + 4;

  /** The record's own LSN, 8 bytes. */
  public static final int LSN = CRC + 4;

  /** Writing transaction or 0, 8 bytes. */
  public static final int XID = LSN + 8;

  /** Resource manager number, 1 byte. */
  public static final int RMGR = XID + 8;

  /** The manager's kind of record, 1 byte. */
  public static final int INFO = RMGR + 1;

  /** Number of block headers, 1 byte. */
  public static final int BLOCK_COUNT = INFO + 1;

  /** Named and zero, 1 byte. */
  public static final int RESERVED = BLOCK_COUNT + 1;

  /** Bytes of main data, 4 bytes. */
  public static final int MAIN_LENGTH = RESERVED + 1;

  /** Bytes of the header: the smallest record. */
  public static final int HEADER_SIZE = MAIN_LENGTH + 4;

  /** Block number, 4 bytes, unsigned. */
  public static final int BLOCK_NUMBER = 0;

  /** Fork number, 1 byte. */
  public static final int BLOCK_FORK = BLOCK_NUMBER + 4;

  /** Block flags, 1 byte: the low four bits are the caller's. */
  public static final int BLOCK_FLAGS = BLOCK_FORK + 1;

  /** Bytes of the block's data, 2 bytes. */
  public static final int BLOCK_DATA_LENGTH = BLOCK_FLAGS + 1;

  /** Where the image's hole begins, 2 bytes. */
  public static final int BLOCK_HOLE_OFFSET = BLOCK_DATA_LENGTH + 2;

  /** Bytes left out of the image, 2 bytes. */
  public static final int BLOCK_HOLE_LENGTH = BLOCK_HOLE_OFFSET + 2;

  /** Bytes of a block header without locator. */
  public static final int BLOCK_HEADER_SIZE = BLOCK_HOLE_LENGTH + 2;

  /** Bytes of a locator. */
  public static final int LOCATOR_SIZE = 16;

  /** The block flags that the caller gave. */
  public static final int CALLER_FLAGS = 0x0F;

  /** Block flag: an image follows. */
  public static final int HAS_IMAGE = 0x10;

  /** Block flag: the relation is that of the block before. */
  public static final int SAME_RELATION = 0x20;

  /** Records begin at multiples of this. */
  public static final int ALIGNMENT = 8;

  /** A record is never longer: a length above this is not a record. */
  public static final int MAX_LENGTH = 64 << 20;

  static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  static {
    if (HEADER_SIZE != 32 || BLOCK_HEADER_SIZE != 12) {
      throw new AssertionError("record layout: header=" + HEADER_SIZE);
    }
  }

  private WalRecordFormat() {}

  /** {@code length} with the filling. */
  public static long aligned(long length) {
    return (length + ALIGNMENT - 1) & -ALIGNMENT;
  }

  /** The checksum of a whole record in an array. */
  static int checksum(CRC32C crc, byte[] bytes, int offset, int length) {
    crc.reset();
    crc.update(bytes, offset + HEADER_SIZE, length - HEADER_SIZE);
    crc.update(bytes, offset + LENGTH, CRC - LENGTH);
    crc.update(bytes, offset + LSN, HEADER_SIZE - LSN);
    return (int) crc.getValue();
  }
}
