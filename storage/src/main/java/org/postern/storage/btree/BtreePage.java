package org.postern.storage.btree;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.postern.storage.page.PageLayout;
import org.postern.storage.page.SlottedPage;

/** Changes to the items of one B-tree page; the caller holds its exclusive lock. */
final class BtreePage {
  private BtreePage() {}

  /** Whether an item of this size and its line pointer fit. */
  static boolean fits(MemorySegment mem, long page, int size) {
    return SlottedPage.exactFreeSpace(mem, page) >= size + PageLayout.LINE_POINTER_SIZE;
  }

  /** Inserts a tuple as item {@code number}; the items from there on move up by one. */
  static void insert(
      MemorySegment mem, long page, int number, byte[] tuple, int tupleAt, int size) {
    assert fits(mem, page, size);
    int lower = PageLayout.lower(mem, page);
    int upper = PageLayout.upper(mem, page) - size;
    long at = page + PageLayout.HEADER_SIZE + (long) (number - 1) * PageLayout.LINE_POINTER_SIZE;
    long moved = page + lower - at;
    assert moved >= 0 : "number=" + number;
    if (moved > 0) {
      MemorySegment.copy(mem, at, mem, at + PageLayout.LINE_POINTER_SIZE, moved);
    }
    MemorySegment.copy(tuple, tupleAt, mem, ValueLayout.JAVA_BYTE, page + upper, size);
    PageLayout.setLinePointer(
        mem, page, number, PageLayout.pack(upper, PageLayout.LP_NORMAL, size));
    PageLayout.setLower(mem, page, lower + PageLayout.LINE_POINTER_SIZE);
    PageLayout.setUpper(mem, page, upper);
  }

  /** Adds a tuple behind the last item. */
  static void append(MemorySegment mem, long page, byte[] tuple, int tupleAt, int size) {
    insert(mem, page, SlottedPage.itemCount(mem, page) + 1, tuple, tupleAt, size);
  }

  static void append(MemorySegment mem, long page, MemorySegment source, long from, int size) {
    assert fits(mem, page, size);
    int number = SlottedPage.itemCount(mem, page) + 1;
    int upper = PageLayout.upper(mem, page) - size;
    MemorySegment.copy(source, from, mem, page + upper, size);
    PageLayout.setLinePointer(
        mem, page, number, PageLayout.pack(upper, PageLayout.LP_NORMAL, size));
    PageLayout.setLower(mem, page, PageLayout.lower(mem, page) + PageLayout.LINE_POINTER_SIZE);
    PageLayout.setUpper(mem, page, upper);
  }

  /** Adds the keyless first item of an internal page. */
  static void appendMinusInfinity(MemorySegment mem, long page, long child) {
    byte[] tuple = new byte[BtreeTupleLayout.HEADER_SIZE];
    BtreeTupleLayout.setPivot(tuple, 0, tuple.length, 0, false, false);
    BtreeTupleLayout.setChild(tuple, 0, child);
    append(mem, page, tuple, 0, tuple.length);
  }

  /** Takes items out, closes the gaps, and forgets that some were dead: all dead ones are named. */
  static void remove(MemorySegment mem, long page, int[] numbers, int howMany) {
    SlottedPage.deleteItems(mem, page, numbers, howMany);
    BtreePageLayout.setFlag(mem, page, BtreePageLayout.FLAG_HAS_DEAD, false);
  }
}
