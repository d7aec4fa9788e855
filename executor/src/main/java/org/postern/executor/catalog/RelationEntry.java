package org.postern.executor.catalog;

import java.util.List;

/**
 * A relation as the cache holds it: its row of pg_class and its columns.
 *
 * <p>{@code kind} is relkind: r table, i index, S sequence, v view, m materialized view, c
 * composite type, t TOAST table, p partitioned table. {@code persistence}: p permanent, u unlogged,
 * t temporary. {@code fileNode} names the file; {@code tablespace} 0 is the database's default;
 * {@code options} are reloptions as {@code name=value}; {@code acl} is null for the default rights.
 * {@code hasChildren} may be true of a table that has none any more.
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
    List<String> options,
    List<String> acl,
    boolean partition,
    boolean hasChildren,
    boolean populated,
    List<ColumnEntry> columns) {

  /** A numeric storage parameter. */
  public int option(String option, int otherwise) {
    String prefix = option + "=";
    for (String setting : options) {
      if (setting.startsWith(prefix)) {
        return Integer.parseInt(setting.substring(prefix.length()));
      }
    }
    return otherwise;
  }

  /** A storage or view parameter that is on or off; off unless it was set. */
  public boolean flag(String option) {
    String prefix = option + "=";
    for (String setting : options) {
      if (setting.startsWith(prefix)) {
        return List.of("true", "on", "yes", "1", "t", "y")
            .contains(setting.substring(prefix.length()).toLowerCase(java.util.Locale.ROOT));
      }
    }
    return false;
  }

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
