package org.postern.storage.transam;

/**
 * The records about relation files.
 *
 * <pre>
 *   Create   → spcOid:4 dbOid:4 relNumber:8 fork:1
 *   Truncate → spcOid:4 dbOid:4 relNumber:8 (blocks:8){4}    (by fork; -1 leaves the fork alone)
 *   Pending  → count:varlong (kind:1 xid:8 spcOid:4 dbOid:4 relNumber:8){count}
 * </pre>
 *
 * A checkpoint logs Pending behind its redo pointer: the files whose creation or removal was logged
 * before it by transactions that had not ended.
 */
final class SmgrWal {
  static final int CREATE = 1;
  static final int TRUNCATE = 2;
  static final int PENDING = 3;

  private SmgrWal() {}
}
