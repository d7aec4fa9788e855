package org.postern.storage.btree;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.postern.storage.page.PageLayout;
import org.postern.storage.page.SlottedPage;

/**
 * A private copy of a page's data items with one item added, in order: what a split distributes.
 * The forward path and redo both split through this class, so that they cannot differ.
 */
final class BtreeItems {
  private static final int MAX_ITEMS = SlottedPage.MAX_ITEMS + 1;

  private final MemorySegment memory =
      Arena.ofAuto().allocate(3L * PageLayout.PAGE_SIZE, PageLayout.PAGE_SIZE);
  private final long[] address = new long[MAX_ITEMS];
  private final int[] size = new int[MAX_ITEMS];
  private int count;
  private long highKey;
  private int flags;
  private int level;
  private long left;
  private long right;

  /** Copies the page and puts the new tuple at item number {@code newNumber}. */
  void load(MemorySegment mem, long page, int newNumber, byte[] tuple, int tupleAt, int tupleSize) {
    MemorySegment.copy(mem, page, memory, 0, PageLayout.PAGE_SIZE);
    MemorySegment.copy(
        tuple, tupleAt, memory, ValueLayout.JAVA_BYTE, PageLayout.PAGE_SIZE, tupleSize);
    flags = BtreePageLayout.flags(memory, 0);
    level = BtreePageLayout.level(memory, 0);
    left = BtreePageLayout.left(memory, 0);
    right = BtreePageLayout.right(memory, 0);
    int first = BtreePageLayout.firstData(memory, 0);
    highKey = first == 2 ? SlottedPage.item(memory, 0, 1) : -1;
    int last = SlottedPage.itemCount(memory, 0);
    assert newNumber >= first && newNumber <= last + 1 : "newNumber=" + newNumber;
    count = 0;
    for (int number = first; number <= last + 1; number++) {
      if (number == newNumber) {
        address[count] = PageLayout.PAGE_SIZE;
        size[count++] = tupleSize;
      }
      if (number <= last) {
        address[count] = SlottedPage.item(memory, 0, number);
        size[count++] = SlottedPage.itemLength(memory, 0, number);
      }
    }
  }

  /** Number of data items, the new one included. */
  int count() {
    return count;
  }

  MemorySegment memory() {
    return memory;
  }

  /** Address within {@link #memory} of data item {@code index}, counted from 0. */
  long address(int index) {
    return address[index];
  }

  int size(int index) {
    return size[index];
  }

  boolean isLeaf() {
    return level == 0;
  }

  int level() {
    return level;
  }

  boolean isRightmost() {
    return right == BtreePageLayout.NONE;
  }

  long left() {
    return left;
  }

  long right() {
    return right;
  }

  int flags() {
    return flags;
  }

  /** Address within {@link #memory} of the page's old high key; -1 on a rightmost page. */
  long highKey() {
    return highKey;
  }

  int highKeySize() {
    return highKey < 0 ? 0 : BtreeTupleLayout.size(memory, highKey);
  }

  /**
   * Rewrites the page as the left half: the items before {@code firstRight} under a new high key.
   */
  void writeLeft(
      MemorySegment mem, long page, int firstRight, byte[] newHighKey, int highKeyAt, long right) {
    long lsn = PageLayout.lsn(mem, page);
    int kept = flags & ~(BtreePageLayout.FLAG_ROOT | BtreePageLayout.FLAG_HAS_DEAD);
    BtreePageLayout.init(mem, page, level, kept | BtreePageLayout.FLAG_INCOMPLETE_SPLIT);
    PageLayout.setLsn(mem, page, lsn);
    BtreePageLayout.setLeft(mem, page, left);
    BtreePageLayout.setRight(mem, page, right);
    BtreePage.append(
        mem, page, newHighKey, highKeyAt, BtreeTupleLayout.size(newHighKey, highKeyAt));
    for (int i = 0; i < firstRight; i++) {
      BtreePage.append(mem, page, memory, address[i], size[i]);
    }
  }

  /** Writes the right half into a new page. */
  void writeRight(MemorySegment mem, long page, int firstRight, long leftBlock) {
    int kept =
        flags
            & ~(BtreePageLayout.FLAG_ROOT
                | BtreePageLayout.FLAG_HAS_DEAD
                | BtreePageLayout.FLAG_INCOMPLETE_SPLIT);
    BtreePageLayout.init(mem, page, level, kept);
    BtreePageLayout.setLeft(mem, page, leftBlock);
    BtreePageLayout.setRight(mem, page, right);
    if (highKey >= 0) {
      BtreePage.append(mem, page, memory, highKey, highKeySize());
    }
    int from = firstRight;
    if (level > 0) {
      BtreePage.appendMinusInfinity(mem, page, BtreeTupleLayout.child(memory, address[from]));
      from++;
    }
    for (int i = from; i < count; i++) {
      BtreePage.append(mem, page, memory, address[i], size[i]);
    }
  }
}
