package org.postern.storage.freespace;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.postern.storage.page.PageLayout;

/**
 * One page of the free-space map: a binary tree of bytes in which each inner node holds the larger
 * of its children. Leaf {@code i} is the free space of child page {@code i} in 1/256ths of a page.
 *
 * <pre>
 * page header 32 | inner nodes 4095 (node n has children 2n+1, 2n+2) | leaves {@link #SLOTS}
 * </pre>
 *
 * Changed under the exclusive lock, read under the share lock. Any content is acceptable: a wrong
 * value costs a useless visit to a page.
 */
final class FreeSpacePage {
  private static final int INNER = 4095;
  private static final int NODES = PageLayout.HEADER_SIZE;
  private static final int NODE_COUNT = PageLayout.PAGE_SIZE - PageLayout.HEADER_SIZE;

  /** Children of one page. */
  static final int SLOTS = NODE_COUNT - INNER;

  private FreeSpacePage() {}

  private static int node(MemorySegment mem, long page, int node) {
    return node < NODE_COUNT ? mem.get(ValueLayout.JAVA_BYTE, page + NODES + node) & 0xff : 0;
  }

  static int root(MemorySegment mem, long page) {
    return node(mem, page, 0);
  }

  static int get(MemorySegment mem, long page, int slot) {
    return node(mem, page, INNER + slot);
  }

  /** Sets a leaf and the nodes above it; true if the root's value changed. */
  static boolean set(MemorySegment mem, long page, int slot, int value) {
    int n = INNER + slot;
    mem.set(ValueLayout.JAVA_BYTE, page + NODES + n, (byte) value);
    while (n > 0) {
      n = (n - 1) / 2;
      int max = Math.max(node(mem, page, 2 * n + 1), node(mem, page, 2 * n + 2));
      if (node(mem, page, n) == max) {
        return false;
      }
      mem.set(ValueLayout.JAVA_BYTE, page + NODES + n, (byte) max);
    }
    return true;
  }

  /**
   * A slot with at least {@code wanted}, or -1. {@code taste} decides where several do, so that
   * processes spread over the table.
   */
  static int search(MemorySegment mem, long page, int wanted, int taste) {
    if (root(mem, page) < wanted) {
      return -1;
    }
    int n = 0;
    int bits = taste;
    while (n < INNER) {
      int left = 2 * n + 1;
      boolean leftFits = node(mem, page, left) >= wanted;
      boolean rightFits = node(mem, page, left + 1) >= wanted;
      if (!leftFits && !rightFits) {
        return -1;
      }
      n = rightFits && (!leftFits || (bits & 1) != 0) ? left + 1 : left;
      bits >>>= 1;
    }
    return n - INNER;
  }

  /** Recomputes the inner nodes from the leaves; true if something was wrong. */
  static boolean rebuild(MemorySegment mem, long page) {
    boolean changed = false;
    for (int n = INNER - 1; n >= 0; n--) {
      int max = Math.max(node(mem, page, 2 * n + 1), node(mem, page, 2 * n + 2));
      if (node(mem, page, n) != max) {
        mem.set(ValueLayout.JAVA_BYTE, page + NODES + n, (byte) max);
        changed = true;
      }
    }
    return changed;
  }
}
