package org.postern.storage.freespace;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.postern.storage.buffer.BufferPool;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.page.PageLayout;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.smgr.StorageManager;

/**
 * Finds a page with room. Three levels of {@link FreeSpacePage}s, stored depth first in the
 * relation's free-space fork: block 0 is the root, 1 its first child, 2 the first leaf page, and so
 * on.
 *
 * <p>Nothing is logged. A page that a crash left torn is started anew; values that a crash left
 * stale are corrected when the page they speak of is visited.
 *
 * <p>Source: PostgreSQL documentation, "Free Space Map".
 */
public final class FreeSpaceMap {
  private static final int UNIT = PageLayout.PAGE_SIZE / 256;

  /** What the longest tuple needs: an empty page must satisfy it, although that is no multiple. */
  private static final int LARGEST_REQUEST = 254 * UNIT + 24;

  private static final int ROOT_LEVEL = 2;
  private static final long SLOTS = FreeSpacePage.SLOTS;

  private final BufferPool pool;
  private final StorageManager files;
  private final int taste;
  private final Map<RelFileLocator, Long> knownBlocks = new HashMap<>();

  /** {@code taste}: any number, different in each process. */
  public FreeSpaceMap(BufferPool pool, StorageManager files, int taste) {
    this.pool = pool;
    this.files = files;
    this.taste = taste;
  }

  /** A page that should have {@code bytes} free, or -1. */
  public long search(RelFileLocator relation, int bytes) {
    int wanted = Math.min(255, (bytes + UNIT - 1) / UNIT);
    for (int attempt = 0; attempt < 100; attempt++) {
      long page = 0;
      int level = ROOT_LEVEL;
      while (true) {
        int buffer = open(relation, level, page, false);
        if (buffer < 0) {
          return -1;
        }
        pool.lockShared(buffer);
        int slot = FreeSpacePage.search(pool.memory(), pool.page(buffer), wanted, taste);
        int root = FreeSpacePage.root(pool.memory(), pool.page(buffer));
        pool.unlockUnpin(buffer);
        if (slot < 0) {
          if (level == ROOT_LEVEL) {
            return -1;
          }
          // The parent promised too much: tell it the truth and start again.
          store(
              relation, level + 1, page / SLOTS, (int) (page % SLOTS), Math.min(root, wanted - 1));
          break;
        }
        page = page * SLOTS + slot;
        if (level == 0) {
          return page;
        }
        level--;
      }
    }
    return -1;
  }

  /** Notes the room of a page. */
  public void record(RelFileLocator relation, long block, int bytes) {
    long page = block;
    int value = bytes >= LARGEST_REQUEST ? 255 : Math.min(254, bytes / UNIT);
    for (int level = 0; level <= ROOT_LEVEL; level++) {
      int root = store(relation, level, page / SLOTS, (int) (page % SLOTS), value);
      if (root < 0) {
        return;
      }
      value = root;
      page = page / SLOTS;
    }
  }

  /** Corrects the entry of a page that had too little room, and looks for another one. */
  public long recordAndSearch(RelFileLocator relation, long block, int freeBytes, int bytes) {
    record(relation, block, freeBytes);
    return search(relation, bytes);
  }

  /** What the map says about a block, in bytes. */
  public int recorded(RelFileLocator relation, long block) {
    int buffer = open(relation, 0, block / SLOTS, false);
    if (buffer < 0) {
      return 0;
    }
    pool.lockShared(buffer);
    int value = FreeSpacePage.get(pool.memory(), pool.page(buffer), (int) (block % SLOTS));
    pool.unlockUnpin(buffer);
    return value * UNIT;
  }

  /** Forgets the blocks from {@code first} up to {@code end}, which are cut off. */
  public void forget(RelFileLocator relation, long first, long end) {
    for (long block = first; block < end; block++) {
      if (recorded(relation, block) != 0) {
        record(relation, block, 0);
      }
    }
  }

  /** Sets one entry; returns the page's new root value if that changed, else -1. */
  private int store(RelFileLocator relation, int level, long page, int slot, int value) {
    int buffer = open(relation, level, page, value > 0);
    if (buffer < 0) {
      return -1;
    }
    MemorySegment mem = pool.memory();
    long address = pool.page(buffer);
    pool.lockExclusive(buffer);
    try {
      if (SlottedPage.isNew(mem, address)) {
        SlottedPage.init(mem, address, 0);
      }
      if (FreeSpacePage.get(mem, address, slot) == value) {
        return -1;
      }
      boolean rootChanged = FreeSpacePage.set(mem, address, slot, value);
      pool.markDirty(buffer);
      return rootChanged ? FreeSpacePage.root(mem, address) : -1;
    } finally {
      pool.unlockUnpin(buffer);
    }
  }

  /** Pins a page of the map, or -1 if the map is not that long and is not to grow. */
  private int open(RelFileLocator relation, int level, long page, boolean grow) {
    long block = physical(level, page);
    long known = knownBlocks.getOrDefault(relation, 0L);
    if (block >= known) {
      boolean exists = known > 0 || files.exists(relation, Fork.FREE_SPACE);
      known = exists ? pool.nblocks(relation, Fork.FREE_SPACE) : 0;
      if (block >= known) {
        if (!grow) {
          return -1;
        }
        if (!exists) {
          files.create(relation, Fork.FREE_SPACE, true);
        }
        while (block >= known) {
          int buffer = pool.extend(relation, Fork.FREE_SPACE);
          SlottedPage.init(pool.memory(), pool.page(buffer), 0);
          pool.markDirty(buffer);
          known = Math.max(known, pool.block(buffer) + 1);
          pool.unlockUnpin(buffer);
        }
      }
      knownBlocks.put(relation, known);
    }
    try {
      return pool.read(relation, Fork.FREE_SPACE, block);
    } catch (SqlException e) {
      if (e.state() != SqlState.DATA_CORRUPTED) {
        throw e;
      }
      int buffer = pool.readZeroed(relation, Fork.FREE_SPACE, block);
      SlottedPage.init(pool.memory(), pool.page(buffer), 0);
      pool.markDirty(buffer);
      pool.unlock(buffer);
      return buffer;
    }
  }

  /** Where a page of the tree lies in the fork, which stores the tree depth first. */
  static long physical(int level, long page) {
    long leaf = page;
    for (int l = 0; l < level; l++) {
      leaf *= SLOTS;
    }
    long pages = 0;
    for (int l = 0; l <= ROOT_LEVEL; l++) {
      pages += leaf + 1;
      leaf /= SLOTS;
    }
    return pages - level - 1;
  }
}
