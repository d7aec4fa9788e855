package org.postern.storage.access;

/**
 * Told by the heap what is done to tables: for statistics. Called after the deed, in the
 * transaction that did it; nobody knows yet whether it commits.
 */
public interface TableChanges {
  /** Nobody listens. */
  TableChanges NONE =
      new TableChanges() {
        @Override
        public void inserted(TableHandle table, int rows) {
          // Nobody listens.
        }

        @Override
        public void updated(TableHandle table, boolean heapOnly) {
          // Nobody listens.
        }

        @Override
        public void deleted(TableHandle table) {
          // Nobody listens.
        }

        @Override
        public void scanned(TableHandle table, long rows, boolean begins) {
          // Nobody listens.
        }
      };

  void inserted(TableHandle table, int rows);

  void updated(TableHandle table, boolean heapOnly);

  void deleted(TableHandle table);

  /** A scan gave rows; {@code begins} with its first ones. */
  void scanned(TableHandle table, long rows, boolean begins);
}
