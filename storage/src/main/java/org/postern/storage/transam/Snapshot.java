package org.postern.storage.transam;

/**
 * What a statement may see. An MVCC snapshot is one number: it sees the transactions whose commit
 * sequence number (the LSN behind their commit record) is not above {@link #csn}, and of its own
 * transaction the commands before {@link #curCid}.
 *
 * <p>The tests themselves belong to heap; this class answers for other transactions' ids through
 * {@link CommitLog#committedBefore} and for its own through {@link TransactionManager#isCurrent}.
 */
public final class Snapshot {
  /** The rule by which rows are judged. */
  public enum Kind {
    /** Committed at {@link Snapshot#csn}, plus own earlier commands. */
    MVCC,
    /** Whatever is committed now, plus everything of the own transaction. */
    SELF,
    /** As SELF, but also rows of transactions in progress; the heap reports who they are. */
    DIRTY,
    /** Every row version. */
    ANY,
    /** Rows of a TOAST table: as ANY, but not those of aborted insertions. */
    TOAST
  }

  public static final Snapshot SELF = new Snapshot(Kind.SELF, 0, 0, 0);
  public static final Snapshot DIRTY = new Snapshot(Kind.DIRTY, 0, 0, 0);
  public static final Snapshot ANY = new Snapshot(Kind.ANY, 0, 0, 0);
  public static final Snapshot TOAST = new Snapshot(Kind.TOAST, 0, 0, 0);

  private final Kind kind;
  private final long csn;
  private final long xmin;
  private final int curCid;

  private Snapshot(Kind kind, long csn, long xmin, int curCid) {
    this.kind = kind;
    this.csn = csn;
    this.xmin = xmin;
    this.curCid = curCid;
  }

  /** An MVCC snapshot; used by {@link SnapshotManager} and by tests. */
  public static Snapshot mvcc(long csn, long xmin, int curCid) {
    return new Snapshot(Kind.MVCC, csn, xmin, curCid);
  }

  /** The same view of other transactions, with another boundary among the own commands. */
  public Snapshot withCurCid(int cid) {
    return cid == curCid ? this : new Snapshot(kind, csn, xmin, cid);
  }

  public Kind kind() {
    return kind;
  }

  public boolean isMvcc() {
    return kind == Kind.MVCC;
  }

  /** Commits with a sequence number up to this one are seen. */
  public long csn() {
    return csn;
  }

  /**
   * Every transaction below this id had ended, and is seen if it committed: below it a hint bit
   * decides without asking the commit log.
   */
  public long xmin() {
    return xmin;
  }

  /** Own changes by commands with a smaller number are seen. */
  public int curCid() {
    return curCid;
  }

  @Override
  public String toString() {
    return kind + "(csn=" + csn + ", xmin=" + xmin + ", curCid=" + curCid + ")";
  }
}
