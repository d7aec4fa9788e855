package org.postern.storage.btree;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.postern.storage.page.PageLayout;
import org.postern.storage.page.SlottedPage;

/**
 * The special space at the end of each B-tree page.
 *
 * <pre>
 *   0        4         8         12        16                  24
 *  +--------+---------+---------+---------+--------------------+
 *  | left   | right   | level   | flags   | deletedAt          |
 *  +--------+---------+---------+---------+--------------------+
 * </pre>
 *
 * All fields are read under a share lock of the buffer and changed under its exclusive lock.
 *
 * <p>Items are ordered by item number. On a page that is not the rightmost of its level item 1 is
 * the high key, an upper bound of all keys on the page; the data items follow. The first data item
 * of an internal page has no key and stands for minus infinity.
 *
 * <p>Source: Lehman and Yao, "Efficient Locking for Concurrent Operations on B-Trees" (1981).
 */
public final class BtreePageLayout {
  /** Block of the left sibling, 0 for none, 4 bytes. */
  public static final int LEFT = 0;

  /** Block of the right sibling, 0 for none; kept on a deleted page, 4 bytes. */
  public static final int RIGHT = LEFT + 4;

  /** 0 for a leaf, 4 bytes; never changes while the page is in the tree. */
  public static final int LEVEL = RIGHT + 4;

  /** Flag bits, 4 bytes. */
  public static final int FLAGS = LEVEL + 4;

  /** LSN of the log's end when the page was deleted, 8 bytes; 0 on other pages. */
  public static final int DELETED_AT = FLAGS + 4;

  public static final int SIZE = DELETED_AT + 8;

  /** Flag: the page is the root. */
  public static final int FLAG_ROOT = 1;

  /** Flag: the page was taken out of the tree; its right link stays valid. */
  public static final int FLAG_DELETED = 2;

  /** Flag: the page is block 0. */
  public static final int FLAG_META = 4;

  /** Flag: the right sibling has no downlink in the parent yet. */
  public static final int FLAG_INCOMPLETE_SPLIT = 8;

  /** Flag, a hint: some line pointer on the page is DEAD. */
  public static final int FLAG_HAS_DEAD = 16;

  /** The block number that stands for "no page"; block 0 is the meta page. */
  public static final long NONE = 0;

  /** Offset of the special space within the page. */
  public static final int START = PageLayout.PAGE_SIZE - SIZE;

  /**
   * Longest index tuple: three of them, the high key extended by a tid, fit on a page with their
   * line pointers.
   */
  public static final int MAX_TUPLE_SIZE =
      ((START - SlottedPage.align(PageLayout.HEADER_SIZE + 3 * PageLayout.LINE_POINTER_SIZE)) / 3
              & -8)
          - 8;

  /** Bytes for items and line pointers of a page without high key. */
  public static final int USABLE = START - PageLayout.HEADER_SIZE;

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  static {
    if (SIZE != 24 || START % 8 != 0) {
      throw new AssertionError("special space: size=" + SIZE);
    }
  }

  private BtreePageLayout() {}

  /** Makes an empty page in the tree. */
  public static void init(MemorySegment mem, long page, int level, int flags) {
    SlottedPage.init(mem, page, SIZE);
    mem.set(INT, page + START + LEVEL, level);
    mem.set(INT, page + START + FLAGS, flags);
  }

  public static long left(MemorySegment mem, long page) {
    return mem.get(INT, page + START + LEFT) & 0xFFFFFFFFL;
  }

  public static void setLeft(MemorySegment mem, long page, long block) {
    mem.set(INT, page + START + LEFT, (int) block);
  }

  public static long right(MemorySegment mem, long page) {
    return mem.get(INT, page + START + RIGHT) & 0xFFFFFFFFL;
  }

  public static void setRight(MemorySegment mem, long page, long block) {
    mem.set(INT, page + START + RIGHT, (int) block);
  }

  public static int level(MemorySegment mem, long page) {
    return mem.get(INT, page + START + LEVEL);
  }

  public static int flags(MemorySegment mem, long page) {
    return mem.get(INT, page + START + FLAGS);
  }

  public static void setFlags(MemorySegment mem, long page, int flags) {
    mem.set(INT, page + START + FLAGS, flags);
  }

  public static boolean hasFlag(MemorySegment mem, long page, int flag) {
    return (flags(mem, page) & flag) != 0;
  }

  public static void setFlag(MemorySegment mem, long page, int flag, boolean on) {
    int flags = flags(mem, page);
    setFlags(mem, page, on ? flags | flag : flags & ~flag);
  }

  public static long deletedAt(MemorySegment mem, long page) {
    return mem.get(LONG, page + START + DELETED_AT);
  }

  public static void setDeletedAt(MemorySegment mem, long page, long lsn) {
    mem.set(LONG, page + START + DELETED_AT, lsn);
  }

  public static boolean isLeaf(MemorySegment mem, long page) {
    return level(mem, page) == 0;
  }

  public static boolean isRightmost(MemorySegment mem, long page) {
    return right(mem, page) == NONE;
  }

  public static boolean isLeftmost(MemorySegment mem, long page) {
    return left(mem, page) == NONE;
  }

  public static boolean isDeleted(MemorySegment mem, long page) {
    return hasFlag(mem, page, FLAG_DELETED);
  }

  /** Item number of the first data item, whether it exists or not. */
  public static int firstData(MemorySegment mem, long page) {
    return isRightmost(mem, page) ? 1 : 2;
  }
}
