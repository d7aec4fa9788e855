package org.postern.storage.transam;

/**
 * Transaction ids: 64 bits, given out in ascending order, never reused.
 *
 * <p>Source: PostgreSQL documentation, "Transactions and Identifiers".
 */
public final class Xid {
  /** No transaction. */
  public static final long INVALID = 0;

  /** Writes the rows that initdb makes; always committed. */
  public static final long BOOTSTRAP = 1;

  /** Stands for a transaction so old that every snapshot sees it; always committed. */
  public static final long FROZEN = 2;

  /** The first id that a transaction gets. */
  public static final long FIRST_NORMAL = 3;

  private Xid() {}

  public static boolean isNormal(long xid) {
    return xid >= FIRST_NORMAL;
  }
}
