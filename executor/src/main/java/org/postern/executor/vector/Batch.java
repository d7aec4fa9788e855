package org.postern.executor.vector;

/**
 * Rows in columns: {@code count} rows in each vector, of which {@code selection} names those that
 * still count (null: all of them).
 *
 * <p>A filter does not move values, it narrows the selection. {@code size()} is the number of
 * selected rows; {@code row(i)} maps the i-th of them to its index in the vectors.
 */
public final class Batch {
  /** Rows of a full batch. Point queries stay far below it, so vectors start small and grow. */
  public static final int FULL = 1024;

  public final Vector[] columns;
  public int count;
  public int[] selection;
  public int selected;

  public Batch(Vector... columns) {
    this.columns = columns;
  }

  public int size() {
    return selection == null ? count : selected;
  }

  public int row(int index) {
    return selection == null ? index : selection[index];
  }

  /** Empties the batch for refilling. */
  public void reset() {
    count = 0;
    selection = null;
    selected = 0;
    for (Vector column : columns) {
      column.reset();
    }
  }

  /** Appends the given scalars as one row. */
  public void addRow(Object[] values) {
    for (int i = 0; i < columns.length; i++) {
      columns[i].set(count, values[i]);
    }
    count++;
  }

  /** Copies one row of another batch of the same shape to the end of this one. */
  public void addRow(Batch source, int row) {
    for (int i = 0; i < columns.length; i++) {
      columns[i].copy(count, source.columns[i], row);
    }
    count++;
  }
}
