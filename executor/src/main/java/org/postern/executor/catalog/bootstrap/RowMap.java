package org.postern.executor.catalog.bootstrap;

import java.util.Arrays;
import org.postern.executor.catalog.SystemTable;
import org.postern.executor.types.Slice;

/** A row of a system table under construction, by column name. */
final class RowMap {
  private final SystemTable table;
  private final Object[] values;

  RowMap(SystemTable table) {
    this(table, new Object[table.columns().size()]);
  }

  RowMap(SystemTable table, Object[] values) {
    this.table = table;
    this.values = values;
  }

  RowMap set(String column, Object value) {
    values[table.position(column)] = value;
    return this;
  }

  RowMap oid(String column, int value) {
    return set(column, Integer.toUnsignedLong(value));
  }

  RowMap number(String column, long value) {
    return set(column, value);
  }

  RowMap flag(String column, boolean value) {
    return set(column, value ? 1L : 0L);
  }

  RowMap character(String column, char value) {
    return set(column, (long) (byte) value);
  }

  RowMap name(String column, String value) {
    return set(column, Slice.utf8(value));
  }

  int oid(String column) {
    Object value = values[table.position(column)];
    return value == null ? 0 : ((Long) value).intValue();
  }

  String text(String column) {
    return values[table.position(column)].toString();
  }

  char character(String column) {
    return (char) ((Long) values[table.position(column)] & 0xff);
  }

  Object get(String column) {
    return values[table.position(column)];
  }

  Object[] values() {
    return values;
  }

  @Override
  public String toString() {
    return table.name() + Arrays.toString(values);
  }
}
