package org.postern.executor.exec;

import java.util.List;
import org.postern.executor.types.Physical;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.BytesVector;
import org.postern.executor.vector.DoubleVector;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.ObjectVector;
import org.postern.executor.vector.Vector;
import org.postern.executor.vector.Vectors;

/**
 * Rows kept beyond the batch they came in: growing columns whose byte strings are copied into
 * chunks of the store's own.
 */
final class RowStore {
  private static final int CHUNK = 1 << 16;

  final Vector[] columns;
  private int count;
  private byte[] chunk = new byte[0];
  private int used;
  private long chunkBytes;
  private long objectBytes;
  private final int rowBytes;

  RowStore(List<Integer> types, ExecEnvironment env) {
    columns = new Vector[types.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = Vectors.create(physical(types.get(i), env), 16);
    }
    rowBytes = fixedBytes();
  }

  private int fixedBytes() {
    int bytes = 0;
    for (Vector column : columns) {
      bytes += column instanceof BytesVector ? 16 : 9;
    }
    return bytes;
  }

  /** About how many bytes the rows take. */
  long memory() {
    return (long) count * rowBytes + chunkBytes - (chunk.length - used) + objectBytes;
  }

  private static int objectBytes(Object value) {
    return value instanceof org.postern.executor.types.ArrayValue array
        ? 64 + 24 * array.size()
        : 48;
  }

  private static Physical physical(int type, ExecEnvironment env) {
    return env.exprs().physical(type);
  }

  /** All rows of a node, which is closed. */
  static RowStore drain(ExecNode node, List<Integer> types, ExecEnvironment env) {
    RowStore store = new RowStore(types, env);
    for (Batch batch = node.next(); batch != null; batch = node.next()) {
      env.interrupts().check();
      store.addAll(batch);
    }
    node.close();
    return store;
  }

  int count() {
    return count;
  }

  void clear() {
    count = 0;
    for (Vector column : columns) {
      column.reset();
    }
    chunk = new byte[0];
    used = 0;
    chunkBytes = 0;
    objectBytes = 0;
  }

  void addAll(Batch batch) {
    for (int i = 0, n = batch.size(); i < n; i++) {
      add(batch, batch.row(i));
    }
  }

  /** Adds one row; returns its number. */
  int add(Batch batch, int row) {
    for (int c = 0; c < columns.length; c++) {
      copy(columns[c], batch.columns[c], row);
    }
    return count++;
  }

  /** Adds a row made of two; a null side gives nulls. */
  int addJoined(Vector[] left, int leftRow, Vector[] right, int rightRow, int leftWidth) {
    for (int c = 0; c < columns.length; c++) {
      Vector[] side = c < leftWidth ? left : right;
      if (side == null) {
        columns[c].setNull(count);
      } else {
        copy(
            columns[c],
            side[c < leftWidth ? c : c - leftWidth],
            c < leftWidth ? leftRow : rightRow);
      }
    }
    return count++;
  }

  /** Adds a row of vectors that stand in the store's order. */
  int add(Vector[] source, int row) {
    for (int c = 0; c < columns.length; c++) {
      copy(columns[c], source[c], row);
    }
    return count++;
  }

  private void copy(Vector to, Vector from, int row) {
    if (from.isNull(row)) {
      to.setNull(count);
      return;
    }
    switch (to) {
      case LongVector v -> v.setLong(count, ((LongVector) from).values[row]);
      case DoubleVector v -> v.setDouble(count, ((DoubleVector) from).values[row]);
      case ObjectVector v -> {
        Object value = ((ObjectVector) from).values[row];
        objectBytes += objectBytes(value);
        v.set(count, value);
      }
      case BytesVector v -> {
        BytesVector bytes = (BytesVector) from;
        int length = bytes.length[row];
        if (used + length > chunk.length) {
          chunk = new byte[Math.max(length, count == 0 ? 256 : CHUNK)];
          used = 0;
          chunkBytes += chunk.length;
        }
        System.arraycopy(bytes.base[row], bytes.offset[row], chunk, used, length);
        v.setBytes(count, chunk, used, length);
        used += length;
      }
    }
  }

  /** The rows in order. */
  Reader reader() {
    return new Reader(null, count);
  }

  /** The rows {@code order[0..size)}, in that order. */
  Reader reader(int[] order, int size) {
    return new Reader(order, size);
  }

  /** Gives the rows out in batches that share the store's columns. */
  final class Reader {
    private final int[] order;
    private final int size;
    private int at;

    private Reader(int[] order, int size) {
      this.order = order;
      this.size = size;
    }

    Batch next() {
      if (at >= size) {
        return null;
      }
      int n = Math.min(Batch.FULL, size - at);
      Batch batch = new Batch(columns);
      batch.count = count;
      int[] rows = new int[n];
      for (int i = 0; i < n; i++) {
        rows[i] = order == null ? at + i : order[at + i];
      }
      if (order == null && at == 0 && n == count) {
        rows = null;
      }
      batch.selection = rows;
      batch.selected = n;
      at += n;
      return batch;
    }
  }
}
