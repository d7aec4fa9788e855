package org.postern.executor.expr;

import org.postern.executor.query.Expr;

/** Gives {@code CURRENT_DATE}, {@code CURRENT_USER} and the like. */
@FunctionalInterface
public interface SqlValues {
  Object value(Expr.SqlValue expr);

  /** The next value of the sequence of an identity column. */
  default long nextValue(int sequence) {
    throw new IllegalStateException("no sequences here: sequence=" + sequence);
  }

  /** The tid of the row of {@code table} that a cursor stands on; null for none. */
  default Object currentOf(String cursor, int table) {
    throw new IllegalStateException("no cursors here: cursor=" + cursor);
  }
}
