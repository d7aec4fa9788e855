package org.postern.executor.vector;

import java.util.Arrays;

/** A column of immutable value objects: numeric, interval, arrays, rows. */
public final class ObjectVector extends Vector {
  public Object[] values;

  public ObjectVector(int capacity) {
    values = new Object[capacity];
  }

  @Override
  public int capacity() {
    return values.length;
  }

  @Override
  public void ensureCapacity(int rows) {
    if (rows > values.length) {
      values = Arrays.copyOf(values, grow(values.length, rows));
    }
  }

  @Override
  public Object get(int row) {
    return isNull(row) ? null : values[row];
  }

  @Override
  public void set(int row, Object value) {
    if (value == null) {
      setNull(row);
    } else {
      ensureCapacity(row + 1);
      values[row] = value;
      clearNull(row);
    }
  }

  @Override
  public void copy(int row, Vector source, int from) {
    set(row, source.get(from));
  }

  @Override
  public Vector emptyLike(int capacity) {
    return new ObjectVector(capacity);
  }
}
