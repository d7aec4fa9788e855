package org.postern.storage.walapi;

import java.lang.foreign.MemorySegment;

/**
 * The pages of the record being redone. {@link #read} and {@link #init} pin the block and lock it
 * exclusively; the locks and pins are given back when the record is finished, so redo releases
 * nothing itself. Blocks are read in the order in which the forward path locked them.
 */
public interface RedoBuffers {
  /**
   * Makes the record's block {@code index} available and says what to do with it. An image in the
   * record is restored here, with the page LSN set and the buffer dirty. A block marked {@link
   * BlockFlags#WILL_INIT} is handled as {@link #init}.
   */
  RedoAction read(int index);

  /** As {@link #read}, waiting for all other pins to go away (for redo that moves tuples). */
  RedoAction readForCleanup(int index);

  /** Gives a zeroed page without reading the old one; the file is extended as needed. */
  RedoAction init(int index);

  /** The memory in which the pages lie. */
  MemorySegment memory();

  /** The page's address; only after read or init, and not if it is gone. */
  long page(int index);

  /** To be called after a page was changed: sets its LSN to the record's end, marks it dirty. */
  void changed(int index);
}
