package org.postern.storage.btree;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.postern.storage.page.PageLayout;

/**
 * Block 0 of each index: where the root is.
 *
 * <pre>
 *   32       36        40       44       48
 *  +--------+---------+--------+--------+
 *  | magic  | version | root   | level  |
 *  +--------+---------+--------+--------+
 * </pre>
 *
 * Read under a share lock of the buffer, changed under its exclusive lock, which is taken after the
 * locks of any other page of the index.
 */
public final class BtreeMetaLayout {
  /** Block number of the meta page. */
  public static final long BLOCK = 0;

  /** Marks the page as a B-tree's, 4 bytes. */
  public static final int MAGIC = PageLayout.HEADER_SIZE;

  /** Version of the index format, 4 bytes. */
  public static final int VERSION = MAGIC + 4;

  /** Block of the root, 0 while the index has none, 4 bytes. */
  public static final int ROOT = VERSION + 4;

  /** Level of the root, 4 bytes. */
  public static final int LEVEL = ROOT + 4;

  public static final int END = LEVEL + 4;

  /** PostgreSQL's BTREE_MAGIC, so that inspection tools find a familiar number. */
  public static final int MAGIC_VALUE = 0x053162;

  /** Version 1 of this format; not PostgreSQL's. */
  public static final int CURRENT_VERSION = 1;

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  static {
    if (END != 48) {
      throw new AssertionError("meta page: end=" + END);
    }
  }

  private BtreeMetaLayout() {}

  public static void init(MemorySegment mem, long page, long root, int level) {
    BtreePageLayout.init(mem, page, 0, BtreePageLayout.FLAG_META);
    mem.set(INT, page + MAGIC, MAGIC_VALUE);
    mem.set(INT, page + VERSION, CURRENT_VERSION);
    // The fields lie where line pointers would: lower is set behind them so that a page image
    // keeps them.
    PageLayout.setLower(mem, page, END);
    setRoot(mem, page, root, level);
  }

  public static boolean isValid(MemorySegment mem, long page) {
    return mem.get(INT, page + MAGIC) == MAGIC_VALUE
        && mem.get(INT, page + VERSION) == CURRENT_VERSION
        && BtreePageLayout.hasFlag(mem, page, BtreePageLayout.FLAG_META);
  }

  public static long root(MemorySegment mem, long page) {
    return mem.get(INT, page + ROOT) & 0xFFFFFFFFL;
  }

  public static int level(MemorySegment mem, long page) {
    return mem.get(INT, page + LEVEL);
  }

  public static void setRoot(MemorySegment mem, long page, long root, int level) {
    mem.set(INT, page + ROOT, (int) root);
    mem.set(INT, page + LEVEL, level);
  }
}
