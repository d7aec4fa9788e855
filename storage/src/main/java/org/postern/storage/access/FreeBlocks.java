package org.postern.storage.access;

import org.postern.storage.smgr.RelFileLocator;

/**
 * Remembers blocks of an index that hold nothing and may be used again. A hint in both directions:
 * the index checks a block that it gets, and a forgotten block is found by the next vacuum.
 */
public interface FreeBlocks {
  /** Remembers nothing. */
  FreeBlocks NONE =
      new FreeBlocks() {
        @Override
        public long take(RelFileLocator index) {
          return -1;
        }

        @Override
        public void put(RelFileLocator index, long block) {}
      };

  /** A block to use, no longer remembered; -1 when none is known. */
  long take(RelFileLocator index);

  void put(RelFileLocator index, long block);
}
