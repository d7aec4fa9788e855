package org.postern.storage.heap;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.postern.storage.access.RowLockMode;

/**
 * What xmax of a version says, taken apart into its members, and the new xmax that results when a
 * transaction joins them. A member is {@code xid << 3 | LockStatus}.
 *
 * <p>A single member is written as a plain xid with lock bits, several as a multixact. Members that
 * ended are dropped on the way, except an update that committed: it is the row's history.
 *
 * <p>Source: PostgreSQL documentation, "Row-Level Locks"; "Multixacts and Wraparound".
 */
final class RowLocks {
  private static final int STATUS_BITS = 3;

  private final MemorySegment mem;
  private final MultiXacts multis;
  private final HeapVisibility visibility;
  private long[] members = new long[8];
  private int count;

  /** The result of {@link #join} and {@link #carryOver}. */
  long newXmax;

  int newMask;
  int newMask2;

  RowLocks(MemorySegment mem, MultiXacts multis, HeapVisibility visibility) {
    this.mem = mem;
    this.multis = multis;
    this.visibility = visibility;
  }

  static long member(long xid, LockStatus status) {
    return xid << STATUS_BITS | status.ordinal();
  }

  static long xid(long member) {
    return member >>> STATUS_BITS;
  }

  static LockStatus status(long member) {
    return LockStatus.of((int) member & (1 << STATUS_BITS) - 1);
  }

  /** Loads the members of the version's xmax; returns how many. */
  int load(long tuple) {
    count = 0;
    int mask = HeapTupleLayout.mask(mem, tuple);
    if ((mask & HeapTupleLayout.XMAX_INVALID) != 0) {
      return 0;
    }
    long xmax = HeapTupleLayout.xmax(mem, tuple);
    if ((mask & HeapTupleLayout.XMAX_IS_MULTI) != 0) {
      long[] list = multis.members(xmax);
      members = list.length > members.length ? new long[list.length * 2] : members;
      System.arraycopy(list, 0, members, 0, list.length);
      count = list.length;
    } else if (xmax != 0) {
      members[0] = member(xmax, LockStatus.ofMask(mask, HeapTupleLayout.mask2(mem, tuple)));
      count = 1;
    }
    return count;
  }

  /** A member loaded last. */
  long memberAt(int i) {
    return members[i];
  }

  /** Whether this transaction already holds a lock at least as strong. */
  boolean held(RowLockMode mode) {
    for (int i = 0; i < count; i++) {
      if (status(members[i]).mode.compareTo(mode) >= 0 && visibility.current(xid(members[i]))) {
        return true;
      }
    }
    return false;
  }

  /** The xids that must end before {@code mode} can be had; null for none. */
  long[] conflicts(RowLockMode mode) {
    long[] found = null;
    int n = 0;
    for (int i = 0; i < count; i++) {
      long xid = xid(members[i]);
      if (status(members[i]).mode.conflictsWith(mode)
          && !visibility.current(xid)
          && visibility.running(xid)) {
        if (found == null) {
          found = new long[count];
        }
        found[n++] = xid;
      }
    }
    return found == null ? null : Arrays.copyOf(found, n);
  }

  /** Whether a committed update or deletion rules out that {@code mode} is had any more. */
  boolean supersededFor(RowLockMode mode) {
    for (int i = 0; i < count; i++) {
      LockStatus status = status(members[i]);
      if (status.isUpdate
          && status.mode.conflictsWith(mode)
          && visibility.committed(xid(members[i]))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Computes the new xmax when {@code xid} locks ({@code isUpdate}: replaces, deletes) the version.
   */
  void join(long tuple, long xid, RowLockMode wanted, boolean isUpdate) {
    load(tuple);
    RowLockMode mode = wanted;
    int kept = 0;
    for (int i = 0; i < count; i++) {
      long other = xid(members[i]);
      LockStatus status = status(members[i]);
      if (other == xid) {
        mode = status.mode.compareTo(mode) > 0 ? status.mode : mode;
      } else if (visibility.running(other) || status.isUpdate && visibility.committed(other)) {
        members[kept++] = members[i];
      }
    }
    count = kept;
    addMember(member(xid, LockStatus.of(updateMode(mode, isUpdate), isUpdate)));
    encode();
  }

  /** Computes the xmax with which a new version keeps the running lockers of the old one. */
  void carryOver(long tuple) {
    load(tuple);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (!status(members[i]).isUpdate
          && !visibility.current(xid(members[i]))
          && visibility.running(xid(members[i]))) {
        members[kept++] = members[i];
      }
    }
    count = kept;
    encode();
  }

  private static RowLockMode updateMode(RowLockMode mode, boolean isUpdate) {
    return isUpdate && mode.compareTo(RowLockMode.NO_KEY_UPDATE) < 0
        ? RowLockMode.NO_KEY_UPDATE
        : mode;
  }

  private void addMember(long member) {
    if (count == members.length) {
      members = Arrays.copyOf(members, count * 2);
    }
    members[count++] = member;
  }

  private void encode() {
    newMask = 0;
    newMask2 = 0;
    if (count == 0) {
      newXmax = 0;
      newMask = HeapTupleLayout.XMAX_INVALID;
      return;
    }
    boolean update = false;
    RowLockMode strongest = RowLockMode.KEY_SHARE;
    for (int i = 0; i < count; i++) {
      LockStatus status = status(members[i]);
      update |= status.isUpdate;
      strongest = status.mode.compareTo(strongest) > 0 ? status.mode : strongest;
    }
    if (strongest == RowLockMode.UPDATE) {
      newMask2 = HeapTupleLayout.KEYS_UPDATED;
    }
    if (!update) {
      newMask |= HeapTupleLayout.XMAX_LOCK_ONLY;
    }
    if (count == 1) {
      newXmax = xid(members[0]);
      newMask |= update ? 0 : LockStatus.lockBits(strongest);
      return;
    }
    newMask |= LockStatus.lockBits(strongest) | HeapTupleLayout.XMAX_IS_MULTI;
    newXmax = multis.create(members, count);
  }
}
