package org.postern.executor.command;

import java.util.List;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.SystemTable;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.io.VectorIo;

/** A row of a system table under construction, by column name. */
final class RowValues {
  private final SystemTable table;
  private final Object[] values;

  RowValues(SystemTable table) {
    this.table = table;
    this.values = new Object[table.columns().size()];
  }

  RowValues(CatalogRow row) {
    this.table = row.table();
    this.values = row.values().clone();
  }

  SystemTable table() {
    return table;
  }

  Object[] values() {
    return values;
  }

  RowValues set(String column, Object value) {
    values[table.position(column)] = value;
    return this;
  }

  RowValues oid(String column, int value) {
    return set(column, Integer.toUnsignedLong(value));
  }

  RowValues number(String column, long value) {
    return set(column, value);
  }

  RowValues flag(String column, boolean value) {
    return set(column, value ? 1L : 0L);
  }

  /** A "char" column. */
  RowValues letter(String column, char value) {
    return set(column, (long) (byte) value);
  }

  RowValues text(String column, String value) {
    return set(column, value == null ? null : Slice.utf8(value));
  }

  /** A text[] or aclitem[] column; null for none. */
  RowValues texts(String column, int elementType, List<String> items) {
    if (items == null) {
      return set(column, null);
    }
    Object[] elements = items.stream().map(Slice::utf8).toArray();
    return set(column, ArrayValue.of(elementType, elements));
  }

  /** An int2[] column; null for none. */
  RowValues shorts(String column, List<Integer> items) {
    return set(
        column,
        items == null
            ? null
            : ArrayValue.of(TypeOid.INT2, items.stream().map(i -> (Object) (long) i).toArray()));
  }

  /** A "char"[] column. */
  RowValues letters(String column, String letters) {
    return set(
        column,
        ArrayValue.of(TypeOid.CHAR, letters.chars().mapToObj(c -> (Object) (long) c).toArray()));
  }

  /** An oid[] column. */
  RowValues oids(String column, List<Integer> items) {
    return set(
        column,
        ArrayValue.of(
            TypeOid.OID, items.stream().map(i -> (Object) Integer.toUnsignedLong(i)).toArray()));
  }

  /** An int2vector or oidvector column. */
  RowValues vector(String column, int elementType, List<Integer> items) {
    Object[] elements = new Object[items.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] =
          elementType == TypeOid.OID
              ? (Object) Integer.toUnsignedLong(items.get(i))
              : (Object) (long) items.get(i);
    }
    return set(column, VectorIo.of(elementType, elements));
  }
}
