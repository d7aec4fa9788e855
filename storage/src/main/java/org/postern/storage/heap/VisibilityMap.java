package org.postern.storage.heap;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import org.postern.storage.access.TableHandle;
import org.postern.storage.buffer.BufferPool;
import org.postern.storage.page.PageLayout;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.smgr.StorageManager;

/**
 * Two bits per heap page: all rows visible to everybody; all rows frozen. Stored in the visibility
 * fork, 32640 heap pages to a map page, behind an ordinary page header.
 *
 * <p>A bit is changed only together with the heap page, under its exclusive lock, within one edit.
 * It is read without the heap page: a reader that finds a bit set may rely on it for its own
 * snapshot, since a row that appears later is not visible to that snapshot.
 *
 * <p>Source: PostgreSQL documentation, "Visibility Map".
 */
final class VisibilityMap {
  static final int ALL_VISIBLE = 1;
  static final int ALL_FROZEN = 2;

  private static final int BLOCKS_PER_BYTE = 4;

  /** Heap blocks that one map page speaks of. */
  static final int BLOCKS_PER_PAGE =
      (PageLayout.PAGE_SIZE - PageLayout.HEADER_SIZE) * BLOCKS_PER_BYTE;

  private final BufferPool pool;
  private final StorageManager files;
  private final Map<RelFileLocator, Long> knownBlocks = new HashMap<>();

  VisibilityMap(BufferPool pool, StorageManager files) {
    this.pool = pool;
    this.files = files;
  }

  /** Gives a map page its header: all of it is in use, so that images leave nothing out. */
  static void initIfNew(MemorySegment mem, long page) {
    if (SlottedPage.isNew(mem, page)) {
      SlottedPage.init(mem, page, 0);
      PageLayout.setLower(mem, page, PageLayout.PAGE_SIZE);
    }
  }

  static boolean isMapPage(MemorySegment mem, long page) {
    return PageLayout.lower(mem, page) == PageLayout.PAGE_SIZE;
  }

  static int bits(MemorySegment mem, long page, long block) {
    int index = (int) (block % BLOCKS_PER_PAGE);
    int value = mem.get(ValueLayout.JAVA_BYTE, page + PageLayout.HEADER_SIZE + index / 4);
    return value >>> 2 * (index & 3) & 3;
  }

  static void setBits(MemorySegment mem, long page, long block, int bits) {
    int index = (int) (block % BLOCKS_PER_PAGE);
    long at = page + PageLayout.HEADER_SIZE + index / 4;
    int shift = 2 * (index & 3);
    int value = mem.get(ValueLayout.JAVA_BYTE, at) & ~(3 << shift) | bits << shift;
    mem.set(ValueLayout.JAVA_BYTE, at, (byte) value);
  }

  /** The bits of a heap block; 0 where the map does not reach. */
  int get(TableHandle table, long block) {
    int buffer = open(table.locator(), block / BLOCKS_PER_PAGE, false);
    if (buffer < 0) {
      return 0;
    }
    // One byte is read whole, so that no lock is needed.
    int bits = bits(pool.memory(), pool.page(buffer), block);
    pool.unpin(buffer);
    return bits;
  }

  /** Pins the map page of a heap block, adding it to the fork if need be. */
  int pin(RelFileLocator relation, long block) {
    return open(relation, block / BLOCKS_PER_PAGE, true);
  }

  private int open(RelFileLocator relation, long page, boolean grow) {
    long known = knownBlocks.getOrDefault(relation, 0L);
    if (page >= known) {
      boolean exists = known > 0 || files.exists(relation, Fork.VISIBILITY);
      known = exists ? pool.nblocks(relation, Fork.VISIBILITY) : 0;
      if (page >= known) {
        if (!grow) {
          return -1;
        }
        if (!exists) {
          files.create(relation, Fork.VISIBILITY, true);
        }
        while (page >= known) {
          int buffer = pool.extend(relation, Fork.VISIBILITY);
          known = Math.max(known, pool.block(buffer) + 1);
          pool.unlockUnpin(buffer);
        }
      }
      knownBlocks.put(relation, known);
    }
    return pool.read(relation, Fork.VISIBILITY, page);
  }
}
