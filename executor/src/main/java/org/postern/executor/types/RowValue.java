package org.postern.executor.types;

import java.util.Arrays;

/**
 * A composite value: the fields of a row, null for NULL, and the type of each. {@code typeOid} is
 * the composite type, or {@link TypeOid#RECORD} for an anonymous row, which may know the names of
 * its fields. The arrays are read only. Names take no part in equality.
 */
public final class RowValue {
  private final int typeOid;
  private final Object[] values;
  private final int[] typeOids;
  private final String[] names;

  public RowValue(int typeOid, Object[] values, int[] typeOids) {
    this(typeOid, values, typeOids, null);
  }

  /** {@code names}: of the fields of an anonymous row, null when they are not known. */
  public RowValue(int typeOid, Object[] values, int[] typeOids, String[] names) {
    assert values.length == typeOids.length;
    this.typeOid = typeOid;
    this.values = values;
    this.typeOids = typeOids;
    this.names = names;
  }

  /** The fields' names, or null. */
  public String[] names() {
    return names;
  }

  public int typeOid() {
    return typeOid;
  }

  public Object[] values() {
    return values;
  }

  public int[] typeOids() {
    return typeOids;
  }

  public int size() {
    return values.length;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof RowValue other
        && typeOid == other.typeOid
        && Arrays.equals(typeOids, other.typeOids)
        && Arrays.equals(values, other.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
