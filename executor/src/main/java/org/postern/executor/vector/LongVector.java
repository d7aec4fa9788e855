package org.postern.executor.vector;

import java.util.Arrays;

/** A column of values that fit a long: integers, booleans, oids, dates and times. */
public final class LongVector extends Vector {
  public long[] values;

  public LongVector(int capacity) {
    values = new long[capacity];
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
    return isNull(row) ? null : (Object) values[row];
  }

  @Override
  public void set(int row, Object value) {
    if (value == null) {
      setNull(row);
    } else {
      setLong(row, (Long) value);
    }
  }

  public void setLong(int row, long value) {
    ensureCapacity(row + 1);
    values[row] = value;
    clearNull(row);
  }

  @Override
  public void copy(int row, Vector source, int from) {
    if (source.isNull(from)) {
      setNull(row);
    } else {
      setLong(row, ((LongVector) source).values[from]);
    }
  }

  @Override
  public Vector emptyLike(int capacity) {
    return new LongVector(capacity);
  }
}
