package org.postern.storage.transam;

/** One open transaction or subtransaction of this process. */
final class TransactionLevel {
  private final TransactionLevel parent;
  private final int nesting;
  private long xid;

  TransactionLevel(TransactionLevel parent) {
    this.parent = parent;
    this.nesting = parent == null ? 1 : parent.nesting + 1;
  }

  TransactionLevel parent() {
    return parent;
  }

  int nesting() {
    return nesting;
  }

  long xid() {
    return xid;
  }

  void xid(long value) {
    xid = value;
  }
}
