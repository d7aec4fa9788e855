package org.postern.executor.exec;

import java.util.List;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.Vector;
import org.postern.executor.vector.Vectors;

/**
 * The rows a join puts together: left columns, then right columns. Byte strings are copied, since
 * the sides may move on before the batch is handed out.
 */
final class JoinOutput {
  private final int leftWidth;
  private final RowStore store;
  private final Vector[] pair;

  JoinOutput(List<Integer> types, int leftWidth, ExecEnvironment env) {
    this.leftWidth = leftWidth;
    this.store = new RowStore(types, env);
    this.pair = new Vector[types.size()];
    for (int i = 0; i < pair.length; i++) {
      pair[i] = Vectors.create(env.exprs().physical(types.get(i)), 4);
    }
  }

  void reset() {
    store.clear();
  }

  int count() {
    return store.count();
  }

  boolean full() {
    return store.count() >= Batch.FULL;
  }

  Batch batch() {
    Batch out = new Batch(store.columns);
    out.count = store.count();
    return out;
  }

  void add(Batch left, int leftRow, Batch right, int rightRow) {
    store.addJoined(left.columns, leftRow, right.columns, rightRow, leftWidth);
  }

  void addLeftOnly(Batch left, int row) {
    store.addJoined(left.columns, row, null, 0, leftWidth);
  }

  void addRightOnly(Batch right, int row) {
    store.addJoined(null, 0, right.columns, row, leftWidth);
  }

  /** One left row spread beside a batch of right rows, to evaluate a condition over both. */
  Batch pairs(Batch left, int leftRow, Batch right) {
    Vector[] columns = new Vector[pair.length];
    for (int c = 0; c < leftWidth; c++) {
      Vector spread = pair[c];
      spread.reset();
      for (int i = 0; i < right.size(); i++) {
        spread.copy(right.row(i), left.columns[c], leftRow);
      }
      columns[c] = spread;
    }
    System.arraycopy(right.columns, 0, columns, leftWidth, columns.length - leftWidth);
    Batch out = new Batch(columns);
    out.count = right.count;
    out.selection = right.selection;
    out.selected = right.selected;
    return out;
  }
}
