package org.postern.executor.expr;

import org.postern.executor.vector.Batch;
import org.postern.executor.vector.Vector;

/** Helpers shared by the evaluators for walking selected rows. */
final class Rows {
  private Rows() {}

  /** The input restricted to the given rows; shares its columns. */
  static Batch restrict(Batch input, int[] rows, int count) {
    Batch view = new Batch(input.columns);
    view.count = input.count;
    view.selection = rows;
    view.selected = count;
    return view;
  }

  /** Prepares {@code out} for the rows of {@code input}. */
  static void prepare(Vector out, Batch input) {
    out.ensureCapacity(input.count);
    out.reset();
  }
}
