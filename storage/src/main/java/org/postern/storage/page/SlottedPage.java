package org.postern.storage.page;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Items on a page, reached through line pointers. Item numbers count from 1.
 *
 * <p>The rule: a line pointer's number is an address others keep (a tuple id, an index entry's
 * position), so moving items never changes it, except in {@link #deleteItems} and {@link
 * #removeItem}, which close the gap and are for pages whose numbers nobody keeps.
 *
 * <p>Items start at multiples of 8. All methods need the buffer's exclusive lock when they change
 * and its share lock when they read.
 *
 * <p>Source: PostgreSQL documentation, "Database Page Layout".
 */
public final class SlottedPage {
  /** Most line pointers that can be on a page of heap tuples. */
  public static final int MAX_ITEMS =
      (PageLayout.PAGE_SIZE - PageLayout.HEADER_SIZE) / PageLayout.LINE_POINTER_SIZE;

  private static final int ALIGN = 8;

  private SlottedPage() {}

  /** Makes an empty page; everything is zeroed first, also the LSN. */
  public static void init(MemorySegment mem, long page, int specialSize) {
    mem.asSlice(page, PageLayout.PAGE_SIZE).fill((byte) 0);
    int special = PageLayout.PAGE_SIZE - align(specialSize);
    PageLayout.setLower(mem, page, PageLayout.HEADER_SIZE);
    PageLayout.setUpper(mem, page, special);
    PageLayout.setSpecial(mem, page, special);
    PageLayout.setLayoutVersion(mem, page, PageLayout.CURRENT_VERSION);
  }

  /** True for a page that was never initialised, as a freshly extended one. */
  public static boolean isNew(MemorySegment mem, long page) {
    return PageLayout.upper(mem, page) == 0;
  }

  public static int itemCount(MemorySegment mem, long page) {
    int lower = PageLayout.lower(mem, page);
    return lower <= PageLayout.HEADER_SIZE
        ? 0
        : (lower - PageLayout.HEADER_SIZE) / PageLayout.LINE_POINTER_SIZE;
  }

  public static boolean isEmpty(MemorySegment mem, long page) {
    return PageLayout.lower(mem, page) <= PageLayout.HEADER_SIZE;
  }

  public static int itemFlags(MemorySegment mem, long page, int number) {
    return PageLayout.flagsOf(PageLayout.linePointer(mem, page, number));
  }

  /** Offset of the item within the page; the target's number for a redirect. */
  public static int itemOffset(MemorySegment mem, long page, int number) {
    return PageLayout.offsetOf(PageLayout.linePointer(mem, page, number));
  }

  public static int itemLength(MemorySegment mem, long page, int number) {
    return PageLayout.lengthOf(PageLayout.linePointer(mem, page, number));
  }

  /** Address of the item in {@code mem}. */
  public static long item(MemorySegment mem, long page, int number) {
    return page + itemOffset(mem, page, number);
  }

  /** Bytes left for one more item and its line pointer; 0 when not even that fits. */
  public static int freeSpace(MemorySegment mem, long page) {
    return Math.max(0, exactFreeSpace(mem, page) - PageLayout.LINE_POINTER_SIZE);
  }

  /** Bytes between the line pointers and the items. */
  public static int exactFreeSpace(MemorySegment mem, long page) {
    return Math.max(0, PageLayout.upper(mem, page) - PageLayout.lower(mem, page));
  }

  /**
   * Free space for a heap tuple: as {@link #freeSpace}, but 0 when {@code maxItems} line pointers
   * are there and none is unused.
   */
  public static int heapFreeSpace(MemorySegment mem, long page, int maxItems) {
    int free = freeSpace(mem, page);
    if (free > 0 && itemCount(mem, page) >= maxItems && firstUnused(mem, page) == 0) {
      return 0;
    }
    return free;
  }

  /** Bytes an item of this length takes, without its line pointer. */
  public static int align(int length) {
    return length + (ALIGN - 1) & -ALIGN;
  }

  /** The lowest unused line pointer, 0 for none. */
  public static int firstUnused(MemorySegment mem, long page) {
    if (!PageLayout.hasFlag(mem, page, PageLayout.FLAG_HAS_FREE_LINES)) {
      return 0;
    }
    int count = itemCount(mem, page);
    for (int i = 1; i <= count; i++) {
      if (itemFlags(mem, page, i) == PageLayout.LP_UNUSED) {
        return i;
      }
    }
    PageLayout.setFlag(mem, page, PageLayout.FLAG_HAS_FREE_LINES, false);
    return 0;
  }

  /**
   * Adds an item, in an unused line pointer if there is one.
   *
   * @return its number, 0 when it does not fit
   */
  public static int addItem(
      MemorySegment mem, long page, MemorySegment source, long from, int length) {
    int number = firstUnused(mem, page);
    if (number == 0) {
      number = itemCount(mem, page) + 1;
    }
    return putItem(mem, page, number, source, from, length) ? number : 0;
  }

  /** As {@link #addItem(MemorySegment, long, MemorySegment, long, int)} from an array. */
  public static int addItem(MemorySegment mem, long page, byte[] source, int from, int length) {
    return addItem(mem, page, MemorySegment.ofArray(source), from, length);
  }

  /**
   * Puts an item in line pointer {@code number}, which must be unused or the one after the last;
   * redo uses it to repeat an insertion exactly.
   */
  public static boolean putItem(
      MemorySegment mem, long page, int number, MemorySegment source, long from, int length) {
    int count = itemCount(mem, page);
    if (number < 1 || number > count + 1) {
      throw new IllegalArgumentException(
          "line pointer out of range: number=" + number + ", count=" + count);
    }
    boolean fresh = number == count + 1;
    if (!fresh && itemFlags(mem, page, number) != PageLayout.LP_UNUSED) {
      throw new IllegalArgumentException("line pointer in use: number=" + number);
    }
    int lower = PageLayout.lower(mem, page) + (fresh ? PageLayout.LINE_POINTER_SIZE : 0);
    int upper = PageLayout.upper(mem, page) - align(length);
    if (lower > upper) {
      return false;
    }
    store(mem, page, number, upper, source, from, length);
    PageLayout.setLower(mem, page, lower);
    return true;
  }

  /**
   * Inserts an item at {@code number}, moving the line pointers from there on up by one; for index
   * pages, whose order is the line pointers' order.
   */
  public static boolean insertItem(
      MemorySegment mem, long page, int number, MemorySegment source, long from, int length) {
    int count = itemCount(mem, page);
    if (number < 1 || number > count + 1) {
      throw new IllegalArgumentException(
          "line pointer out of range: number=" + number + ", count=" + count);
    }
    int lower = PageLayout.lower(mem, page) + PageLayout.LINE_POINTER_SIZE;
    int upper = PageLayout.upper(mem, page) - align(length);
    if (lower > upper) {
      return false;
    }
    long at = page + PageLayout.HEADER_SIZE + (long) (number - 1) * PageLayout.LINE_POINTER_SIZE;
    long bytes = (long) (count - number + 1) * PageLayout.LINE_POINTER_SIZE;
    if (bytes > 0) {
      MemorySegment.copy(mem, at, mem, at + PageLayout.LINE_POINTER_SIZE, bytes);
    }
    store(mem, page, number, upper, source, from, length);
    PageLayout.setLower(mem, page, lower);
    return true;
  }

  private static void store(
      MemorySegment mem,
      long page,
      int number,
      int upper,
      MemorySegment source,
      long from,
      int length) {
    MemorySegment.copy(source, from, mem, page + upper, length);
    int padding = align(length) - length;
    if (padding > 0) {
      mem.asSlice(page + upper + length, padding).fill((byte) 0);
    }
    PageLayout.setLinePointer(
        mem, page, number, PageLayout.pack(upper, PageLayout.LP_NORMAL, length));
    PageLayout.setUpper(mem, page, upper);
  }

  /** Overwrites an item in place, or moves it within the page when the aligned length differs. */
  public static boolean replaceItem(
      MemorySegment mem, long page, int number, MemorySegment source, long from, int length) {
    int old = PageLayout.linePointer(mem, page, number);
    int oldSize = align(PageLayout.lengthOf(old));
    int newSize = align(length);
    if (oldSize == newSize) {
      MemorySegment.copy(source, from, mem, page + PageLayout.offsetOf(old), length);
      PageLayout.setLinePointer(
          mem,
          page,
          number,
          PageLayout.pack(PageLayout.offsetOf(old), PageLayout.flagsOf(old), length));
      return true;
    }
    if (newSize - oldSize > exactFreeSpace(mem, page)) {
      return false;
    }
    PageLayout.setLinePointer(mem, page, number, PageLayout.pack(0, PageLayout.flagsOf(old), 0));
    compactify(mem, page);
    int upper = PageLayout.upper(mem, page) - newSize;
    store(mem, page, number, upper, source, from, length);
    PageLayout.setLinePointer(
        mem, page, number, PageLayout.pack(upper, PageLayout.flagsOf(old), length));
    return true;
  }

  public static void setUnused(MemorySegment mem, long page, int number) {
    PageLayout.setLinePointer(mem, page, number, 0);
    PageLayout.setFlag(mem, page, PageLayout.FLAG_HAS_FREE_LINES, true);
  }

  /** Dead without storage; {@link #compactify} then reclaims the bytes. */
  public static void setDead(MemorySegment mem, long page, int number) {
    PageLayout.setLinePointer(mem, page, number, PageLayout.pack(0, PageLayout.LP_DEAD, 0));
  }

  /** Dead, but the item's bytes stay readable (index hints). */
  public static void markDead(MemorySegment mem, long page, int number) {
    int pointer = PageLayout.linePointer(mem, page, number);
    PageLayout.setLinePointer(
        mem,
        page,
        number,
        PageLayout.pack(
            PageLayout.offsetOf(pointer), PageLayout.LP_DEAD, PageLayout.lengthOf(pointer)));
  }

  public static void setRedirect(MemorySegment mem, long page, int number, int target) {
    PageLayout.setLinePointer(
        mem, page, number, PageLayout.pack(target, PageLayout.LP_REDIRECT, 0));
  }

  /** Removes one item and its line pointer; later items' numbers fall by one. */
  public static void removeItem(MemorySegment mem, long page, int number) {
    deleteItems(mem, page, new int[] {number}, 1);
  }

  /** Removes items and their line pointers; {@code numbers} ascend. */
  public static void deleteItems(MemorySegment mem, long page, int[] numbers, int howMany) {
    int count = itemCount(mem, page);
    int kept = 0;
    int next = 0;
    for (int i = 1; i <= count; i++) {
      if (next < howMany && numbers[next] == i) {
        next++;
        continue;
      }
      kept++;
      if (kept != i) {
        PageLayout.setLinePointer(mem, page, kept, PageLayout.linePointer(mem, page, i));
      }
    }
    if (next != howMany) {
      throw new IllegalArgumentException("item numbers do not ascend: found=" + next);
    }
    PageLayout.setLower(mem, page, PageLayout.HEADER_SIZE + kept * PageLayout.LINE_POINTER_SIZE);
    compactify(mem, page);
  }

  /** Drops unused line pointers at the end of the array. */
  public static void truncateLinePointers(MemorySegment mem, long page) {
    int count = itemCount(mem, page);
    int kept = count;
    while (kept > 0 && itemFlags(mem, page, kept) == PageLayout.LP_UNUSED) {
      kept--;
    }
    if (kept != count) {
      PageLayout.setLower(mem, page, PageLayout.HEADER_SIZE + kept * PageLayout.LINE_POINTER_SIZE);
    }
  }

  /** Moves all items with storage to the end, so that the free space is one piece. */
  public static void compactify(MemorySegment mem, long page) {
    int count = itemCount(mem, page);
    int special = PageLayout.special(mem, page);
    long[] items = new long[count];
    int n = 0;
    boolean unused = false;
    for (int i = 1; i <= count; i++) {
      int pointer = PageLayout.linePointer(mem, page, i);
      int length = PageLayout.lengthOf(pointer);
      if (length > 0 && PageLayout.flagsOf(pointer) != PageLayout.LP_REDIRECT) {
        int offset = PageLayout.offsetOf(pointer);
        if (offset < PageLayout.HEADER_SIZE || offset + length > special) {
          throw new IllegalStateException(
              "corrupted line pointer: number=" + i + ", offset=" + offset + ", length=" + length);
        }
        items[n++] = (long) offset << 32 | i;
      } else if (PageLayout.flagsOf(pointer) == PageLayout.LP_UNUSED) {
        unused = true;
      }
    }
    Arrays.sort(items, 0, n);
    int upper = special;
    for (int k = n - 1; k >= 0; k--) {
      int number = (int) items[k];
      int offset = (int) (items[k] >>> 32);
      int pointer = PageLayout.linePointer(mem, page, number);
      int length = PageLayout.lengthOf(pointer);
      int size = align(length);
      upper -= size;
      if (upper != offset) {
        MemorySegment.copy(mem, page + offset, mem, page + upper, size);
        PageLayout.setLinePointer(
            mem, page, number, PageLayout.pack(upper, PageLayout.flagsOf(pointer), length));
      }
    }
    PageLayout.setUpper(mem, page, upper);
    PageLayout.setFlag(mem, page, PageLayout.FLAG_HAS_FREE_LINES, unused);
  }
}
