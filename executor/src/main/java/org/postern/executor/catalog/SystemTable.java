package org.postern.executor.catalog;

import java.util.List;

/**
 * The fixed shape of a system table: oids and columns as PostgreSQL 15 has them. Its file is always
 * named by its oid.
 */
public record SystemTable(
    String name,
    int oid,
    boolean shared,
    int rowType,
    int toast,
    List<Column> columns,
    List<Index> indexes) {

  /** A column; {@code number} is 1-based. */
  public record Column(String name, int number, int type, boolean notNull, int collation) {}

  /** An index over {@code keys}, 1-based column numbers. */
  public record Index(
      String name,
      int oid,
      boolean unique,
      boolean primary,
      List<Integer> keys,
      List<Integer> opclasses,
      List<Integer> collations) {}

  /** The 0-based position of a column in a row; the name must exist. */
  public int position(String column) {
    for (Column c : columns) {
      if (c.name().equals(column)) {
        return c.number() - 1;
      }
    }
    throw new IllegalArgumentException("no such column: table=" + name + ", column=" + column);
  }

  /** The index with this oid; it must exist. */
  public Index index(int indexOid) {
    for (Index index : indexes) {
      if (index.oid() == indexOid) {
        return index;
      }
    }
    throw new IllegalArgumentException("no such index: table=" + name + ", oid=" + indexOid);
  }
}
