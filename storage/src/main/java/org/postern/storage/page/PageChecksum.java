package org.postern.storage.page;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.zip.CRC32C;

/**
 * The checksum a page carries on disk, and the checks each page passes when it is read.
 *
 * <p>CRC-32C over the page with the field taken as 0, xor the block number, so that a page written
 * to a wrong place is noticed; 0 is avoided, since 0 means "a page that was never written".
 *
 * <p>Source: PostgreSQL documentation, "Data Checksums".
 */
public final class PageChecksum {
  private PageChecksum() {}

  /** Computes the checksum of {@code page} as block {@code block}. */
  public static int compute(MemorySegment mem, long page, long block) {
    CRC32C crc = new CRC32C();
    crc.update(mem.asSlice(page, PageLayout.CHECKSUM).asByteBuffer());
    crc.update(new byte[4]);
    int rest = PageLayout.CHECKSUM + 4;
    crc.update(mem.asSlice(page + rest, PageLayout.PAGE_SIZE - rest).asByteBuffer());
    int value = (int) crc.getValue() ^ (int) block;
    return value == 0 ? 1 : value;
  }

  /** Stores the checksum; {@code mem} is a private copy of the page. */
  public static void set(MemorySegment mem, long page, long block) {
    if (SlottedPage.isNew(mem, page)) {
      return;
    }
    PageLayout.setChecksum(mem, page, compute(mem, page, block));
  }

  /** True when the page is all zero, or its checksum matches and its header makes sense. */
  public static boolean verify(MemorySegment mem, long page, long block) {
    if (SlottedPage.isNew(mem, page)) {
      return isZero(mem, page);
    }
    int lower = PageLayout.lower(mem, page);
    int upper = PageLayout.upper(mem, page);
    int special = PageLayout.special(mem, page);
    return PageLayout.layoutVersion(mem, page) == PageLayout.CURRENT_VERSION
        && lower >= PageLayout.HEADER_SIZE
        && lower <= upper
        && upper <= special
        && special <= PageLayout.PAGE_SIZE
        && PageLayout.checksum(mem, page) == compute(mem, page, block);
  }

  private static boolean isZero(MemorySegment mem, long page) {
    for (int i = 0; i < PageLayout.PAGE_SIZE; i += 8) {
      if (mem.get(ValueLayout.JAVA_LONG_UNALIGNED, page + i) != 0) {
        return false;
      }
    }
    return true;
  }
}
