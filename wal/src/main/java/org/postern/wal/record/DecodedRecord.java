package org.postern.wal.record;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.postern.storage.page.PageLayout;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.walapi.RmgrId;
import org.postern.storage.walapi.WalInput;
import org.postern.storage.walapi.WalRecordBuilder;
import org.postern.storage.walapi.WalRecordView;

/**
 * A record in an array, checked and taken apart. The object is reused by its reader; the bytes
 * belong to the reader too.
 */
public final class DecodedRecord implements WalRecordView {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int MAX_BLOCKS = WalRecordBuilder.MAX_BLOCKS;
  private static final int FORK_COUNT = Fork.values().length;

  private final CRC32C crc = new CRC32C();
  private final RelFileLocator[] locators = new RelFileLocator[MAX_BLOCKS];
  private final Fork[] forks = new Fork[MAX_BLOCKS];
  private final long[] blocks = new long[MAX_BLOCKS];
  private final int[] flags = new int[MAX_BLOCKS];
  private final int[] holeOffsets = new int[MAX_BLOCKS];
  private final int[] holeLengths = new int[MAX_BLOCKS];
  private final int[] imageOffsets = new int[MAX_BLOCKS];
  private final int[] dataOffsets = new int[MAX_BLOCKS];
  private final int[] dataLengths = new int[MAX_BLOCKS];
  private byte[] bytes;
  private long lsn;
  private int length;
  private long xid;
  private RmgrId rmgr;
  private int info;
  private int blockCount;
  private int mainOffset;
  private int mainLength;

  /** The length that a record header at {@code offset} claims; not checked. */
  public static int lengthAt(byte[] source, int offset) {
    return (int) INT.get(source, offset + WalRecordFormat.LENGTH);
  }

  /** The LSN that a record header at {@code offset} claims; not checked. */
  public static long lsnAt(byte[] source, int offset) {
    return (long) LONG.get(source, offset + WalRecordFormat.LSN);
  }

  /**
   * Checks and decodes the record that should begin at LSN {@code at}, whose bytes lie at {@code
   * offset}. Returns null if it is valid, otherwise why not. {@code available} bytes may be read.
   */
  public String decode(byte[] source, int offset, int available, long at) {
    if (available < WalRecordFormat.HEADER_SIZE) {
      return "record header is cut off";
    }
    int claimed = lengthAt(source, offset);
    if (claimed < WalRecordFormat.HEADER_SIZE || claimed > WalRecordFormat.MAX_LENGTH) {
      return "invalid record length: length=" + claimed;
    }
    long own = lsnAt(source, offset);
    if (own != at) {
      return "record of another place: lsn=" + Lsn.format(own);
    }
    if (claimed > available) {
      return "record is cut off: length=" + claimed + ", available=" + available;
    }
    int stored = (int) INT.get(source, offset + WalRecordFormat.CRC);
    if (stored != WalRecordFormat.checksum(crc, source, offset, claimed)) {
      return "incorrect checksum";
    }
    bytes = source;
    lsn = at;
    length = claimed;
    xid = (long) LONG.get(source, offset + WalRecordFormat.XID);
    rmgr = RmgrId.of(source[offset + WalRecordFormat.RMGR] & 0xFF);
    info = source[offset + WalRecordFormat.INFO] & 0xFF;
    blockCount = source[offset + WalRecordFormat.BLOCK_COUNT] & 0xFF;
    mainLength = (int) INT.get(source, offset + WalRecordFormat.MAIN_LENGTH);
    if (rmgr == null) {
      return "unknown resource manager: rmgr=" + source[offset + WalRecordFormat.RMGR];
    }
    return decodeBlocks(offset);
  }

  private String decodeBlocks(int offset) {
    int end = offset + length;
    int at = offset + WalRecordFormat.HEADER_SIZE;
    if (blockCount > MAX_BLOCKS) {
      return "too many blocks: count=" + blockCount;
    }
    for (int i = 0; i < blockCount; i++) {
      if (end - at < WalRecordFormat.BLOCK_HEADER_SIZE) {
        return "block header is cut off";
      }
      int fork = bytes[at + WalRecordFormat.BLOCK_FORK];
      if (fork < 0 || fork >= FORK_COUNT) {
        return "unknown fork: fork=" + fork;
      }
      blocks[i] = (int) INT.get(bytes, at + WalRecordFormat.BLOCK_NUMBER) & 0xFFFFFFFFL;
      forks[i] = Fork.of(fork);
      flags[i] = bytes[at + WalRecordFormat.BLOCK_FLAGS] & 0xFF;
      dataLengths[i] = unsignedShort(at + WalRecordFormat.BLOCK_DATA_LENGTH);
      holeOffsets[i] = unsignedShort(at + WalRecordFormat.BLOCK_HOLE_OFFSET);
      holeLengths[i] = unsignedShort(at + WalRecordFormat.BLOCK_HOLE_LENGTH);
      at += WalRecordFormat.BLOCK_HEADER_SIZE;
      if (holeOffsets[i] + holeLengths[i] > PageLayout.PAGE_SIZE) {
        return "invalid hole: offset=" + holeOffsets[i] + ", length=" + holeLengths[i];
      }
      if ((flags[i] & WalRecordFormat.SAME_RELATION) != 0) {
        if (i == 0) {
          return "first block without a relation";
        }
        locators[i] = locators[i - 1];
      } else {
        if (end - at < WalRecordFormat.LOCATOR_SIZE) {
          return "block header is cut off";
        }
        locators[i] =
            new RelFileLocator(
                (int) INT.get(bytes, at),
                (int) INT.get(bytes, at + 4),
                (long) LONG.get(bytes, at + 8));
        at += WalRecordFormat.LOCATOR_SIZE;
      }
    }
    for (int i = 0; i < blockCount; i++) {
      if ((flags[i] & WalRecordFormat.HAS_IMAGE) != 0) {
        imageOffsets[i] = at;
        at += PageLayout.PAGE_SIZE - holeLengths[i];
      } else {
        imageOffsets[i] = -1;
      }
      dataOffsets[i] = at;
      at += dataLengths[i];
      if (at > end) {
        return "block data is cut off";
      }
    }
    mainOffset = at;
    if (mainLength < 0 || mainLength != end - at) {
      return "lengths do not add up: main=" + mainLength + ", left=" + (end - at);
    }
    return null;
  }

  private int unsignedShort(int at) {
    return (short) SHORT.get(bytes, at) & 0xFFFF;
  }

  /** Bytes of the record without filling. */
  public int length() {
    return length;
  }

  @Override
  public long startLsn() {
    return lsn;
  }

  @Override
  public long endLsn() {
    return lsn + WalRecordFormat.aligned(length);
  }

  @Override
  public long xid() {
    return xid;
  }

  @Override
  public RmgrId rmgr() {
    return rmgr;
  }

  @Override
  public int info() {
    return info;
  }

  @Override
  public int blockCount() {
    return blockCount;
  }

  @Override
  public RelFileLocator locator(int index) {
    return locators[Objects.checkIndex(index, blockCount)];
  }

  @Override
  public Fork fork(int index) {
    return forks[Objects.checkIndex(index, blockCount)];
  }

  @Override
  public long block(int index) {
    return blocks[Objects.checkIndex(index, blockCount)];
  }

  @Override
  public int blockFlags(int index) {
    return flags[Objects.checkIndex(index, blockCount)] & WalRecordFormat.CALLER_FLAGS;
  }

  @Override
  public boolean hasImage(int index) {
    return imageOffsets[Objects.checkIndex(index, blockCount)] >= 0;
  }

  /** Bytes of the image as stored; 0 if there is none. */
  public int imageLength(int index) {
    return hasImage(index) ? PageLayout.PAGE_SIZE - holeLengths[index] : 0;
  }

  @Override
  public void restoreImage(int index, MemorySegment memory, long page) {
    if (!hasImage(index)) {
      throw new IllegalStateException("no image: block=" + index + ", lsn=" + Lsn.format(lsn));
    }
    int from = imageOffsets[index];
    int hole = holeOffsets[index];
    int holeLength = holeLengths[index];
    int rest = PageLayout.PAGE_SIZE - hole - holeLength;
    MemorySegment.copy(bytes, from, memory, ValueLayout.JAVA_BYTE, page, hole);
    memory.asSlice(page + hole, holeLength).fill((byte) 0);
    MemorySegment.copy(
        bytes, from + hole, memory, ValueLayout.JAVA_BYTE, page + hole + holeLength, rest);
  }

  @Override
  public WalInput blockData(int index) {
    Objects.checkIndex(index, blockCount);
    return new WalInput(bytes, dataOffsets[index], dataLengths[index]);
  }

  @Override
  public WalInput data() {
    return new WalInput(bytes, mainOffset, mainLength);
  }
}
