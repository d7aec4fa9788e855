package org.postern.storage.smgr;

/**
 * Names of relation files, relative to the data directory.
 *
 * <p>Source: PostgreSQL documentation, "Database File Layout".
 */
public final class RelationPaths {
  /** Blocks of a segment file: 1 GiB. */
  public static final int SEGMENT_BLOCKS = 131072;

  /** The directory of this server's files inside a tablespace. */
  public static final String TABLESPACE_VERSION_DIRECTORY = "PG_15_202209061";

  private RelationPaths() {}

  /** Directory of a database's files. */
  public static String directory(int spcOid, int dbOid) {
    return switch (spcOid) {
      case RelFileLocator.COMMIT_LOG_TABLESPACE -> "pg_xact";
      case RelFileLocator.GLOBAL_TABLESPACE -> "global";
      case RelFileLocator.DEFAULT_TABLESPACE -> "base/" + Integer.toUnsignedString(dbOid);
      default ->
          "pg_tblspc/"
              + Integer.toUnsignedString(spcOid)
              + "/"
              + TABLESPACE_VERSION_DIRECTORY
              + "/"
              + Integer.toUnsignedString(dbOid);
    };
  }

  /** First segment of a fork, as {@code base/5/16384_fsm}. */
  public static String path(RelFileLocator locator, Fork fork) {
    return directory(locator.spcOid(), locator.dbOid()) + "/" + locator.relNumber() + fork.suffix();
  }

  /** Segment {@code segment} of a fork. */
  public static String path(RelFileLocator locator, Fork fork, int segment) {
    String first = path(locator, fork);
    return segment == 0 ? first : first + "." + segment;
  }
}
