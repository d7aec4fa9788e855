package org.postern.storage.btree;

import org.postern.storage.access.FreeBlocks;
import org.postern.storage.freespace.FreeSpaceMap;
import org.postern.storage.page.PageLayout;
import org.postern.storage.smgr.RelFileLocator;

/**
 * Free blocks of indexes, kept in the free-space map: a free block is one with all its room, every
 * other block has none.
 */
public final class FreeSpaceBlocks implements FreeBlocks {
  private final FreeSpaceMap map;

  public FreeSpaceBlocks(FreeSpaceMap map) {
    this.map = map;
  }

  @Override
  public long take(RelFileLocator index) {
    long block = map.search(index, PageLayout.PAGE_SIZE / 2);
    if (block >= 0) {
      map.record(index, block, 0);
    }
    return block;
  }

  @Override
  public void put(RelFileLocator index, long block) {
    map.record(index, block, PageLayout.PAGE_SIZE - 1);
  }
}
