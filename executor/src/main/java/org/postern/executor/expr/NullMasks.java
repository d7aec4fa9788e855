package org.postern.executor.expr;

import org.postern.executor.vector.Batch;
import org.postern.executor.vector.Vector;

/** Null propagation of strict operations, a vector at a time. */
final class NullMasks {
  private NullMasks() {}

  /** Marks {@code out} null in the selected rows where {@code a} is. */
  static void copy(Vector out, Vector a, Batch input) {
    if (a.nulls == null) {
      return;
    }
    for (int i = 0, n = input.size(); i < n; i++) {
      int row = input.row(i);
      if (a.nulls[row]) {
        out.setNull(row);
      }
    }
  }

  /** Marks {@code out} null in the selected rows where {@code a} or {@code b} is. */
  static void or(Vector out, Vector a, Vector b, Batch input) {
    copy(out, a, input);
    copy(out, b, input);
  }
}
