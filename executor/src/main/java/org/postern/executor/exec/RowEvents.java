package org.postern.executor.exec;

import org.postern.executor.catalog.RelationEntry;

/**
 * Told about rows that were written, so that constraints between rows are checked when the
 * statement, or the transaction, ends.
 */
public interface RowEvents {
  /** The listener for a table; null when nobody wants to know. */
  Listener listener(RelationEntry table);

  /** A unique key that can only be checked later: runs the check, which throws 23505. */
  void recheck(int index, Runnable check);

  /** Rows have one value per attribute of the table, in attribute order. */
  interface Listener {
    void inserted(Object[] row, long tid);

    void updated(Object[] before, Object[] after, long tid);

    void deleted(Object[] row);
  }

  /** Nobody wants to know. */
  static RowEvents none() {
    return new RowEvents() {
      @Override
      public Listener listener(RelationEntry table) {
        return null;
      }

      @Override
      public void recheck(int index, Runnable check) {
        check.run();
      }
    };
  }
}
