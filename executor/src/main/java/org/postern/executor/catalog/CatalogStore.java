package org.postern.executor.catalog;

import java.util.List;

/**
 * Rows of system tables under the current catalog snapshot, and changes to them.
 *
 * <p>Changes are transactional, keep the table's indexes, and send an invalidation for what was
 * cached of the row when the transaction commits.
 */
public interface CatalogStore {
  /** Rows whose leading index columns equal {@code key}. */
  List<CatalogRow> lookup(SystemTable table, SystemTable.Index index, Object... key);

  /** All rows. */
  List<CatalogRow> scan(SystemTable table);

  /** Adds a row; values in column order. Returns its tid. */
  long insert(SystemTable table, Object[] values);

  void update(CatalogRow row, Object[] values);

  void delete(CatalogRow row);

  /** A new oid that no row of {@code table} has under its oid index. */
  int newOid(SystemTable table);

  /** Makes the changes of this command visible to the next look-up. */
  void commandCounterIncrement();
}
