package org.postern.storage.btree;

import java.util.Arrays;
import org.postern.storage.access.ScanDirection;

/** Where a scan stands: the page read last, as it was then. */
final class BtreePosition {
  /** The phases of a scan. */
  enum State {
    BEFORE_START,
    AT_PAGE,
    ENDED
  }

  State state = State.BEFORE_START;
  ScanDirection endedIn;
  long block;
  long left;
  long right;
  long lsn;
  boolean moreLeft;
  boolean moreRight;

  /** Positions of the array keys, only in a mark. */
  int[] arrays = {};

  private int[] items = new int[64];

  void reset() {
    state = State.BEFORE_START;
  }

  void enter(long newBlock, long newLeft, long newRight, long newLsn) {
    state = State.AT_PAGE;
    block = newBlock;
    left = newLeft;
    right = newRight;
    lsn = newLsn;
  }

  /** Remembers the item number on the page of entry {@code index} of the batch. */
  void setItem(int index, int number) {
    if (index >= items.length) {
      items = Arrays.copyOf(items, Math.max(index + 1, items.length * 2));
    }
    items[index] = number;
  }

  int item(int index) {
    return items[index];
  }

  void copyFrom(BtreePosition other, BtreeArrayKeys arrayKeys) {
    state = other.state;
    endedIn = other.endedIn;
    block = other.block;
    left = other.left;
    right = other.right;
    lsn = other.lsn;
    moreLeft = other.moreLeft;
    moreRight = other.moreRight;
    items = other.items.clone();
    if (arrayKeys != null) {
      arrays = arrayKeys.savePosition();
    }
  }
}
