package org.postern.executor.vector;

import java.util.Arrays;

/** A column of floating-point values; float4 is held widened. */
public final class DoubleVector extends Vector {
  public double[] values;

  public DoubleVector(int capacity) {
    values = new double[capacity];
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
      setDouble(row, (Double) value);
    }
  }

  public void setDouble(int row, double value) {
    ensureCapacity(row + 1);
    values[row] = value;
    clearNull(row);
  }

  @Override
  public void copy(int row, Vector source, int from) {
    if (source.isNull(from)) {
      setNull(row);
    } else {
      setDouble(row, ((DoubleVector) source).values[from]);
    }
  }

  @Override
  public Vector emptyLike(int capacity) {
    return new DoubleVector(capacity);
  }
}
