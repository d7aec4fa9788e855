package org.postern.executor.session.functions;

import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogOids;
import org.postern.executor.catalog.CatalogRow;

/** What pg_depend says of sequences. */
final class Dependencies {
  private final Catalog catalog;

  Dependencies(Catalog catalog) {
    this.catalog = catalog;
  }

  /** The sequence that a column owns, by SERIAL or IDENTITY; 0 for none. */
  int ownedSequence(int table, int column) {
    for (CatalogRow row :
        catalog.rows(
            "pg_depend",
            CatalogIndexes.DEPEND_REFERENCE,
            Catalog.unsigned(CatalogOids.CLASS),
            Catalog.unsigned(table),
            (long) column)) {
      char kind = row.character("deptype");
      boolean owned = kind == 'a' || kind == 'i';
      if (owned && row.oid("classid") == CatalogOids.CLASS && isSequence(row.oid("objid"))) {
        return row.oid("objid");
      }
    }
    return 0;
  }

  private boolean isSequence(int oid) {
    CatalogRow row = catalog.row("pg_class", CatalogIndexes.CLASS_OID, Catalog.unsigned(oid));
    return row != null && row.character("relkind") == 'S';
  }
}
