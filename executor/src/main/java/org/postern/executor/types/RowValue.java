package org.postern.executor.types;

import java.util.Arrays;

/**
 * A composite value: the fields of a row, null for NULL, and the type of each. {@code typeOid} is
 * the composite type, or {@link TypeOid#RECORD} for an anonymous row. The arrays are read only.
 */
public final class RowValue {
  private final int typeOid;
  private final Object[] values;
  private final int[] typeOids;

  public RowValue(int typeOid, Object[] values, int[] typeOids) {
    assert values.length == typeOids.length;
    this.typeOid = typeOid;
    this.values = values;
    this.typeOids = typeOids;
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
