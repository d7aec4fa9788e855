package org.postern.storage.page;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The header of each 8 KiB page, in memory and on disk, little-endian.
 *
 * <pre>
 *   0                   8           12      14      16      18      20      22      24         32
 *  +-------------------+-----------+-------+-------+-------+-------+-------+-------+----------+
 *  | lsn               | checksum  | flags | lower | upper |special|version|reserved| pruneXid |
 *  +-------------------+-----------+-------+-------+-------+-------+-------+-------+----------+
 *  | line pointers, 4 bytes each, growing up to lower ...                                      |
 *  |            free space between lower and upper                                             |
 *  | ... items growing down from the special space to upper             | special space        |
 *  +-------------------------------------------------------------------------------------------+
 *
 *  line pointer:  offset 15 bits (0..14) | flags 2 bits (15..16) | length 15 bits (17..31)
 * </pre>
 *
 * All fields are read under a share lock of the buffer and changed under its exclusive lock; the
 * exception are hint bits inside items, and {@code pruneXid}, which is a hint as well.
 *
 * <p>The checksum is the CRC-32C of the page with this field 0, mixed with the block number; it is
 * only kept on disk: a page in memory has a stale value. A page of zeroes is a new page.
 *
 * <p>Source: PostgreSQL documentation, "Database Page Layout"; ids are 64 bits wide here.
 */
public final class PageLayout {
  /** Bytes of a page. */
  public static final int PAGE_SIZE = 8192;

  /** End of the WAL record that last changed the page, 8 bytes. */
  public static final int LSN = 0;

  /** CRC-32C, set when the page is written, 4 bytes. */
  public static final int CHECKSUM = LSN + 8;

  /** Flag bits, 2 bytes. */
  public static final int FLAGS = CHECKSUM + 4;

  /** End of the line pointers, 2 bytes. */
  public static final int LOWER = FLAGS + 2;

  /** Start of the items, 2 bytes. */
  public static final int UPPER = LOWER + 2;

  /** Start of the special space, 2 bytes. */
  public static final int SPECIAL = UPPER + 2;

  /** Page layout version, 2 bytes. */
  public static final int LAYOUT_VERSION = SPECIAL + 2;

  /** Named and zero, 2 bytes. */
  public static final int RESERVED = LAYOUT_VERSION + 2;

  /** Oldest xid whose tuples may be pruned, a hint, 8 bytes. */
  public static final int PRUNE_XID = RESERVED + 2;

  /** Bytes of the header. */
  public static final int HEADER_SIZE = PRUNE_XID + 8;

  /** The version this code writes. */
  public static final int CURRENT_VERSION = 1;

  /** Flag: some line pointer is UNUSED. */
  public static final int FLAG_HAS_FREE_LINES = 1;

  /** Flag: a new tuple did not fit lately. */
  public static final int FLAG_FULL = 2;

  /** Flag: all tuples on the page are visible to all. */
  public static final int FLAG_ALL_VISIBLE = 4;

  /** Bytes of a line pointer. */
  public static final int LINE_POINTER_SIZE = 4;

  public static final int LP_UNUSED = 0;
  public static final int LP_NORMAL = 1;
  public static final int LP_REDIRECT = 2;
  public static final int LP_DEAD = 3;

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  static {
    if (HEADER_SIZE != 32) {
      throw new AssertionError("page header size: size=" + HEADER_SIZE);
    }
  }

  private PageLayout() {}

  public static long lsn(MemorySegment mem, long page) {
    return mem.get(LONG, page + LSN);
  }

  public static void setLsn(MemorySegment mem, long page, long lsn) {
    mem.set(LONG, page + LSN, lsn);
  }

  public static int checksum(MemorySegment mem, long page) {
    return mem.get(INT, page + CHECKSUM);
  }

  static void setChecksum(MemorySegment mem, long page, int checksum) {
    mem.set(INT, page + CHECKSUM, checksum);
  }

  public static int flags(MemorySegment mem, long page) {
    return mem.get(SHORT, page + FLAGS) & 0xFFFF;
  }

  public static void setFlags(MemorySegment mem, long page, int flags) {
    mem.set(SHORT, page + FLAGS, (short) flags);
  }

  public static boolean hasFlag(MemorySegment mem, long page, int flag) {
    return (flags(mem, page) & flag) != 0;
  }

  public static void setFlag(MemorySegment mem, long page, int flag, boolean on) {
    int flags = flags(mem, page);
    setFlags(mem, page, on ? flags | flag : flags & ~flag);
  }

  public static int lower(MemorySegment mem, long page) {
    return mem.get(SHORT, page + LOWER) & 0xFFFF;
  }

  public static void setLower(MemorySegment mem, long page, int lower) {
    mem.set(SHORT, page + LOWER, (short) lower);
  }

  public static int upper(MemorySegment mem, long page) {
    return mem.get(SHORT, page + UPPER) & 0xFFFF;
  }

  public static void setUpper(MemorySegment mem, long page, int upper) {
    mem.set(SHORT, page + UPPER, (short) upper);
  }

  public static int special(MemorySegment mem, long page) {
    return mem.get(SHORT, page + SPECIAL) & 0xFFFF;
  }

  static void setSpecial(MemorySegment mem, long page, int special) {
    mem.set(SHORT, page + SPECIAL, (short) special);
  }

  public static int layoutVersion(MemorySegment mem, long page) {
    return mem.get(SHORT, page + LAYOUT_VERSION) & 0xFFFF;
  }

  static void setLayoutVersion(MemorySegment mem, long page, int version) {
    mem.set(SHORT, page + LAYOUT_VERSION, (short) version);
  }

  public static long pruneXid(MemorySegment mem, long page) {
    return mem.get(LONG, page + PRUNE_XID);
  }

  public static void setPruneXid(MemorySegment mem, long page, long xid) {
    mem.set(LONG, page + PRUNE_XID, xid);
  }

  /** The packed line pointer of item {@code number}, counted from 1. */
  public static int linePointer(MemorySegment mem, long page, int number) {
    return mem.get(INT, page + HEADER_SIZE + (long) (number - 1) * LINE_POINTER_SIZE);
  }

  public static void setLinePointer(MemorySegment mem, long page, int number, int pointer) {
    mem.set(INT, page + HEADER_SIZE + (long) (number - 1) * LINE_POINTER_SIZE, pointer);
  }

  /** Packs a line pointer. */
  public static int pack(int offset, int flags, int length) {
    return offset | flags << 15 | length << 17;
  }

  public static int offsetOf(int linePointer) {
    return linePointer & 0x7FFF;
  }

  public static int flagsOf(int linePointer) {
    return linePointer >>> 15 & 3;
  }

  public static int lengthOf(int linePointer) {
    return linePointer >>> 17;
  }
}
