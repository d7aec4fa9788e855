package org.postern.storage.btree;

/**
 * The way a descent came: per level the block whose downlink it followed. Only a starting point
 * when a parent is looked for, since the parent may have split meanwhile: the search goes right
 * from it.
 */
final class BtreeStack {
  private static final int MAX_LEVELS = 32;

  private final long[] block = new long[MAX_LEVELS];
  private int top;

  /** A descent begins at a page of this level; nothing above it is known. */
  void begin(int rootLevel) {
    top = rootLevel;
  }

  void set(int level, long visited) {
    block[level] = visited;
  }

  /** Highest level that was visited. */
  int top() {
    return top;
  }

  boolean knows(int level) {
    return level <= top;
  }

  long block(int level) {
    assert knows(level);
    return block[level];
  }
}
