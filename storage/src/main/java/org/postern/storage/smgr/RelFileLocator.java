package org.postern.storage.smgr;

/**
 * Names the files of one relation: tablespace, database and relation file number.
 *
 * <p>{@code spcOid} 1663 is {@code base/}, 1664 is {@code global/} (then {@code dbOid} is 0), and 0
 * is {@code pg_xact/}, the commit log. File numbers are 64 bits wide and never used twice, so a
 * stale locator can never name another relation's files.
 *
 * <p>Source: PostgreSQL documentation, "Database File Layout".
 */
public record RelFileLocator(int spcOid, int dbOid, long relNumber) {
  /** The tablespace {@code pg_default}. */
  public static final int DEFAULT_TABLESPACE = 1663;

  /** The tablespace {@code pg_global}. */
  public static final int GLOBAL_TABLESPACE = 1664;

  /** The pseudo tablespace of the commit log. */
  public static final int COMMIT_LOG_TABLESPACE = 0;
}
