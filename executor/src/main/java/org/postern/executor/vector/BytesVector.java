package org.postern.executor.vector;

import java.util.Arrays;
import org.postern.executor.types.Slice;

/**
 * A column of byte strings. Rows point into byte arrays that may be shared (a page copy, a constant
 * of the query): they are never written through a vector.
 */
public final class BytesVector extends Vector {
  public byte[][] base;
  public int[] offset;
  public int[] length;

  public BytesVector(int capacity) {
    base = new byte[capacity][];
    offset = new int[capacity];
    length = new int[capacity];
  }

  @Override
  public int capacity() {
    return offset.length;
  }

  @Override
  public void ensureCapacity(int rows) {
    if (rows > offset.length) {
      int size = grow(offset.length, rows);
      base = Arrays.copyOf(base, size);
      offset = Arrays.copyOf(offset, size);
      length = Arrays.copyOf(length, size);
    }
  }

  @Override
  public Object get(int row) {
    return isNull(row) ? null : Slice.of(base[row], offset[row], length[row]);
  }

  @Override
  public void set(int row, Object value) {
    if (value == null) {
      setNull(row);
    } else {
      Slice slice = (Slice) value;
      setBytes(row, slice.base(), slice.offset(), slice.length());
    }
  }

  public void setBytes(int row, byte[] bytes, int from, int count) {
    ensureCapacity(row + 1);
    base[row] = bytes;
    offset[row] = from;
    length[row] = count;
    clearNull(row);
  }

  @Override
  public void copy(int row, Vector source, int from) {
    if (source.isNull(from)) {
      setNull(row);
    } else {
      BytesVector other = (BytesVector) source;
      setBytes(row, other.base[from], other.offset[from], other.length[from]);
    }
  }

  @Override
  public Vector emptyLike(int capacity) {
    return new BytesVector(capacity);
  }
}
