package org.postern.storage.heap;

import org.postern.storage.access.RowLockMode;

/**
 * What one transaction does to a row version: holds one of four locks on it, or replaced or deleted
 * it. The ordinal is stored in multixact members.
 */
enum LockStatus {
  FOR_KEY_SHARE(RowLockMode.KEY_SHARE, false),
  FOR_SHARE(RowLockMode.SHARE, false),
  FOR_NO_KEY_UPDATE(RowLockMode.NO_KEY_UPDATE, false),
  FOR_UPDATE(RowLockMode.UPDATE, false),
  NO_KEY_UPDATED(RowLockMode.NO_KEY_UPDATE, true),
  UPDATED(RowLockMode.UPDATE, true);

  private static final LockStatus[] BY_NUMBER = values();

  final RowLockMode mode;
  final boolean isUpdate;

  LockStatus(RowLockMode mode, boolean isUpdate) {
    this.mode = mode;
    this.isUpdate = isUpdate;
  }

  static LockStatus of(int number) {
    return BY_NUMBER[number];
  }

  static LockStatus of(RowLockMode mode, boolean isUpdate) {
    return switch (mode) {
      case KEY_SHARE -> FOR_KEY_SHARE;
      case SHARE -> FOR_SHARE;
      case NO_KEY_UPDATE -> isUpdate ? NO_KEY_UPDATED : FOR_NO_KEY_UPDATE;
      case UPDATE -> isUpdate ? UPDATED : FOR_UPDATE;
    };
  }

  /** What a plain (not multi) xmax with these mask bits means. */
  static LockStatus ofMask(int mask, int mask2) {
    boolean keys = (mask2 & HeapTupleLayout.KEYS_UPDATED) != 0;
    if (!HeapTupleLayout.lockedOnly(mask)) {
      return keys ? UPDATED : NO_KEY_UPDATED;
    }
    return switch (mask & HeapTupleLayout.XMAX_LOCK_MASK) {
      case HeapTupleLayout.XMAX_KEYSHR_LOCK -> FOR_KEY_SHARE;
      case HeapTupleLayout.XMAX_SHR_LOCK -> FOR_SHARE;
      default -> keys ? FOR_UPDATE : FOR_NO_KEY_UPDATE;
    };
  }

  /** The infomask bits of a lock of this strength (without XMAX_LOCK_ONLY). */
  static int lockBits(RowLockMode mode) {
    return switch (mode) {
      case KEY_SHARE -> HeapTupleLayout.XMAX_KEYSHR_LOCK;
      case SHARE -> HeapTupleLayout.XMAX_SHR_LOCK;
      case NO_KEY_UPDATE, UPDATE -> HeapTupleLayout.XMAX_EXCL_LOCK;
    };
  }
}
