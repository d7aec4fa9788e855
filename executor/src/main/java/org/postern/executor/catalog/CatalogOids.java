package org.postern.executor.catalog;

/** Oids of the system tables that caches watch. */
public final class CatalogOids {
  public static final int TYPE = 1247;
  public static final int ATTRIBUTE = 1249;
  public static final int CLASS = 1259;
  public static final int ENUM = 3501;
  public static final int RANGE = 3541;

  private CatalogOids() {}
}
