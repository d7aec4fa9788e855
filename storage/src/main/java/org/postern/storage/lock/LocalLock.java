package org.postern.storage.lock;

import java.util.Arrays;

/**
 * What this process knows of a lock it holds: how often, in which modes, and for whom (the session
 * or which level of subtransaction). Shared memory only knows the modes.
 */
final class LocalLock {
  /** Level of the session's own locks; the top transaction is 1. */
  static final int SESSION = 0;

  final LockTag tag;
  final int hash;
  final int index;

  /** level * 8 + mode ordinal, and how often. */
  private int[] keys = new int[2];

  private int[] counts = new int[2];
  private int size;

  LocalLock(LockTag tag, int hash, int index) {
    this.tag = tag;
    this.hash = hash;
    this.index = index;
  }

  boolean isHeld(LockMode mode) {
    for (int i = 0; i < size; i++) {
      if ((keys[i] & 7) == mode.ordinal()) {
        return true;
      }
    }
    return false;
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean hasSessionLocks() {
    for (int i = 0; i < size; i++) {
      if (keys[i] >>> 3 == SESSION) {
        return true;
      }
    }
    return false;
  }

  void add(int level, LockMode mode, int count) {
    int key = level << 3 | mode.ordinal();
    for (int i = 0; i < size; i++) {
      if (keys[i] == key) {
        counts[i] += count;
        return;
      }
    }
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
      counts = Arrays.copyOf(counts, size * 2);
    }
    keys[size] = key;
    counts[size++] = count;
  }

  /** Takes one count off: of the session, or of the innermost level; false if there is none. */
  boolean subtract(boolean session, LockMode mode) {
    int found = -1;
    for (int i = 0; i < size; i++) {
      boolean matches = (keys[i] & 7) == mode.ordinal() && keys[i] >>> 3 == SESSION == session;
      if (matches && (found < 0 || keys[i] > keys[found])) {
        found = i;
      }
    }
    if (found < 0) {
      return false;
    }
    if (--counts[found] == 0) {
      removeAt(found);
    }
    return true;
  }

  private void removeAt(int i) {
    size--;
    keys[i] = keys[size];
    counts[i] = counts[size];
  }

  /** Removes all counts of levels {@code from} to {@code to}. */
  void removeLevels(int from, int to) {
    for (int i = size - 1; i >= 0; i--) {
      int level = keys[i] >>> 3;
      if (level >= from && level <= to) {
        removeAt(i);
      }
    }
  }

  /** Gives the counts of one level to another. */
  void moveLevel(int from, int to) {
    for (int i = size - 1; i >= 0; i--) {
      if (keys[i] >>> 3 == from) {
        LockMode mode = LockMode.of((keys[i] & 7) + 1);
        int count = counts[i];
        removeAt(i);
        add(to, mode, count);
      }
    }
  }

  /** Mask of the modes still counted. */
  int heldMask() {
    int mask = 0;
    for (int i = 0; i < size; i++) {
      mask |= 1 << (keys[i] & 7);
    }
    return mask;
  }
}
