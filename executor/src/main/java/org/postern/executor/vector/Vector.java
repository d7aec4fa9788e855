package org.postern.executor.vector;

/**
 * One column of a batch: values in a primitive or reference array plus null marks.
 *
 * <p>{@code nulls} is null as long as no row is null, so that kernels can skip the check for a
 * whole batch. A vector grows on demand and is reused for batch after batch: a reader must take
 * what it wants to keep before the producer's next batch.
 */
public abstract sealed class Vector permits LongVector, DoubleVector, BytesVector, ObjectVector {
  /** Null marks by row; null when no row is null. */
  public boolean[] nulls;

  /** Rows that fit without growing. */
  public abstract int capacity();

  /** Makes room for {@code rows}, keeping the values already there. */
  public abstract void ensureCapacity(int rows);

  /** The value as a scalar; null for SQL NULL. */
  public abstract Object get(int row);

  /** Stores a scalar of this vector's physical form; null stores SQL NULL. */
  public abstract void set(int row, Object value);

  /** Copies row {@code from} of {@code source}, a vector of the same physical form. */
  public abstract void copy(int row, Vector source, int from);

  /** A new empty vector of the same form. */
  public abstract Vector emptyLike(int capacity);

  public final boolean isNull(int row) {
    return nulls != null && nulls[row];
  }

  public final void setNull(int row) {
    ensureCapacity(row + 1);
    if (nulls == null || nulls.length <= row) {
      boolean[] grown = new boolean[capacity()];
      if (nulls != null) {
        System.arraycopy(nulls, 0, grown, 0, nulls.length);
      }
      nulls = grown;
    }
    nulls[row] = true;
  }

  /** Marks {@code row} as not null, without touching its value. */
  protected final void clearNull(int row) {
    if (nulls != null) {
      if (nulls.length <= row) {
        nulls = java.util.Arrays.copyOf(nulls, capacity());
      }
      nulls[row] = false;
    }
  }

  /** Forgets every null mark: call before filling the vector anew. */
  public void reset() {
    nulls = null;
  }

  static int grow(int capacity, int wanted) {
    int next = Math.max(4, capacity);
    while (next < wanted) {
      next *= 2;
    }
    return next;
  }
}
