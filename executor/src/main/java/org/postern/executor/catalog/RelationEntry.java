package org.postern.executor.catalog;

import java.util.List;

/**
 * A relation as the cache holds it: its row of pg_class and its columns.
 *
 * <p>{@code kind} is relkind: r table, i index, S sequence, v view, m materialized view, c
 * composite type, t TOAST table, p partitioned table. {@code persistence}: p permanent, u unlogged,
 * t temporary. {@code fileNode} names the file; {@code tablespace} 0 is the database's default.
 */
public record RelationEntry(
    int oid,
    String name,
    int namespace,
    int rowType,
    int owner,
    int accessMethod,
    long fileNode,
    int tablespace,
    boolean shared,
    char kind,
    char persistence,
    double rowCount,
    int pages,
    int toast,
    boolean hasIndexes,
    boolean hasTriggers,
    int checks,
    List<ColumnEntry> columns) {

  public ColumnEntry column(int number) {
    return columns.get(number - 1);
  }

  /** The live column of this name, or null. */
  public ColumnEntry column(String columnName) {
    for (ColumnEntry column : columns) {
      if (!column.dropped() && column.name().equals(columnName)) {
        return column;
      }
    }
    return null;
  }
}
