package org.postern.storage.inval;

/**
 * Says that rows of a system table changed.
 *
 * @param database the database whose caches are meant, 0 for all
 * @param catalog oid of the system table, 0 for everything
 * @param relation the relation the changed row belongs to, 0 when it belongs to none or is unknown
 */
public record InvalidationMessage(int database, int catalog, int relation) {
  /** Bytes of a message in the queue and in a commit record. */
  public static final int SIZE = 16;

  public static final InvalidationMessage EVERYTHING = new InvalidationMessage(0, 0, 0);
}
