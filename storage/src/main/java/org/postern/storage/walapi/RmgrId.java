package org.postern.storage.walapi;

/**
 * The resource managers, by the number stored in each WAL record. Numbers are append-only: a
 * removed manager keeps its place.
 */
public enum RmgrId {
  /** Checkpoints, full page images, segment switches. */
  XLOG(0, "XLOG"),
  /** Commit and abort of transactions. */
  XACT(1, "Transaction"),
  /** Creation and truncation of relation files. */
  SMGR(2, "Storage"),
  /** Heap tuples and visibility map. */
  HEAP(3, "Heap"),
  /** B-tree indexes. */
  BTREE(4, "Btree"),
  /** Sequences. */
  SEQUENCE(5, "Sequence"),
  /** Creation and removal of database directories. */
  DATABASE(6, "Database"),
  /** The map of relation files of the shared and nailed catalogs. */
  RELMAP(7, "RelMap"),
  /** Row lock sets held by several transactions. */
  MULTIXACT(8, "MultiXact"),
  /** Creation and removal of tablespaces. */
  TABLESPACE(9, "Tablespace"),
  /** Pages of access methods that log nothing but whole pages. */
  GENERIC(10, "Generic");

  private static final RmgrId[] BY_NUMBER = values();

  private final int number;
  private final String title;

  RmgrId(int number, String title) {
    this.number = number;
    this.title = title;
  }

  /** The byte stored in a record. */
  public int number() {
    return number;
  }

  /** The name shown by the log dump. */
  public String title() {
    return title;
  }

  /** The manager with this number, or null if no such number was given out. */
  public static RmgrId of(int number) {
    return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
  }
}
