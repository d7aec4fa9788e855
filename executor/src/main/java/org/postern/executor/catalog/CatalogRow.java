package org.postern.executor.catalog;

import org.postern.executor.types.Slice;

/** A row of a system table: where it lies and its values as scalars, null for NULL. */
public record CatalogRow(SystemTable table, long tid, Object[] values) {

  public Object get(String column) {
    return values[table.position(column)];
  }

  public boolean isNull(String column) {
    return get(column) == null;
  }

  /** An integer column; 0 for NULL. */
  public int integer(String column) {
    Object value = get(column);
    return value == null ? 0 : ((Long) value).intValue();
  }

  /** An oid column: the same bits as an int, as everywhere in memory. */
  public int oid(String column) {
    return integer(column);
  }

  public boolean bool(String column) {
    Object value = get(column);
    return value != null && (Long) value != 0;
  }

  /** A "char" column. */
  public char character(String column) {
    Object value = get(column);
    return value == null ? 0 : (char) (((Long) value) & 0xff);
  }

  /** A float column; 0 for NULL. */
  public double number(String column) {
    Object value = get(column);
    return value == null ? 0 : (Double) value;
  }

  /** A name or text column; null for NULL. */
  public String text(String column) {
    Object value = get(column);
    return value == null ? null : ((Slice) value).toString();
  }

  /** The elements of an array column of integers or oids; empty for NULL. */
  public int[] integers(String column) {
    Object value = get(column);
    if (value == null) {
      return new int[0];
    }
    Object[] elements = ((org.postern.executor.types.ArrayValue) value).elements();
    int[] out = new int[elements.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = ((Long) elements[i]).intValue();
    }
    return out;
  }

  /** The elements of a text or name array column; null for NULL. */
  public String[] texts(String column) {
    Object value = get(column);
    if (value == null) {
      return null;
    }
    Object[] elements = ((org.postern.executor.types.ArrayValue) value).elements();
    String[] out = new String[elements.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = elements[i] == null ? null : elements[i].toString();
    }
    return out;
  }

  /** The characters of a "char" array column; empty for NULL. */
  public char[] characters(String column) {
    int[] codes = integers(column);
    char[] out = new char[codes.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (char) (codes[i] & 0xff);
    }
    return out;
  }

  @Override
  public String toString() {
    return table.name() + "@" + tid + java.util.Arrays.toString(values);
  }
}
