package org.postern.executor.command;

import java.util.List;
import java.util.function.Consumer;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.CatalogStore;

/**
 * Changes rows of system tables. A row may be changed again only after {@link #step}; every public
 * operation on objects ends with one.
 */
final class CatalogEditor {
  /** Indexes that only commands use. */
  static final int ATTRIBUTE_NAME = 2658;

  static final int ATTRDEF_OID = 2657;
  static final int CAST_OID = 2660;
  static final int CONSTRAINT_NAME = 2664;
  static final int DESCRIPTION = 2675;
  static final int SHARED_DESCRIPTION = 2397;
  static final int SHARED_DEPENDER = 1232;
  static final int SHARED_REFERENCE = 1233;
  static final int MEMBERS_ROLE = 2694;
  static final int MEMBERS_MEMBER = 2695;
  static final int STATISTIC = 2696;
  static final int REWRITE_OID = 2692;
  static final int TRIGGER_CONSTRAINT = 2699;
  static final int TRIGGER_OID = 2702;
  static final int DEFAULT_ACL_OID = 828;

  private final Catalog catalog;
  private final CatalogStore store;

  CatalogEditor(Catalog catalog) {
    this.catalog = catalog;
    this.store = catalog.store();
  }

  RowValues row(String table) {
    return new RowValues(catalog.tables().table(table));
  }

  int newOid(String table) {
    return store.newOid(catalog.tables().table(table));
  }

  void insert(RowValues row) {
    store.insert(row.table(), row.values());
  }

  void update(CatalogRow row, Consumer<RowValues> change) {
    RowValues values = new RowValues(row);
    change.accept(values);
    store.update(row, values.values());
  }

  void delete(CatalogRow row) {
    store.delete(row);
  }

  /** Makes the changes so far visible. */
  void step() {
    store.commandCounterIncrement();
  }

  List<CatalogRow> rows(String table, int index, Object... key) {
    return catalog.rows(table, index, key);
  }

  /** The only row, or null. */
  CatalogRow find(String table, int index, Object... key) {
    return catalog.row(table, index, key);
  }

  /** The only row; it must exist. */
  CatalogRow get(String table, int index, Object... key) {
    CatalogRow row = catalog.row(table, index, key);
    if (row == null) {
      throw new IllegalStateException(
          "no such catalog row: table=" + table + ", key=" + java.util.Arrays.toString(key));
    }
    return row;
  }

  List<CatalogRow> all(String table) {
    return store.scan(catalog.tables().table(table));
  }

  CatalogRow relation(int oid) {
    return get(
        "pg_class", org.postern.executor.catalog.CatalogIndexes.CLASS_OID, Catalog.unsigned(oid));
  }

  CatalogRow attribute(int relation, int number) {
    return get(
        "pg_attribute",
        org.postern.executor.catalog.CatalogIndexes.ATTRIBUTE_RELATION_NUMBER,
        Catalog.unsigned(relation),
        (long) number);
  }
}
