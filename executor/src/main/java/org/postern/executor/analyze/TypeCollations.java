package org.postern.executor.analyze;

import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Resolves collation names. Text is ordered byte by byte, so every known collation sorts as C. */
final class TypeCollations {
  /** The collation "default". */
  static final int DEFAULT = 100;

  private final AnalyzerEnvironment env;

  TypeCollations(AnalyzerEnvironment env) {
    this.env = env;
  }

  int resolve(QualifiedName name) {
    for (CatalogRow row :
        env.catalog()
            .rows("pg_collation", CatalogIndexes.COLLATION_NAME, Catalog.name(name.name()))) {
      int namespace = row.oid("collnamespace");
      boolean visible =
          name.schema() == null
              ? env.searchPath().effective().contains(namespace)
              : env.catalog().namespace(name.schema()) == namespace;
      if (visible) {
        return row.oid("oid");
      }
    }
    throw SqlException.error(
            SqlState.UNDEFINED_OBJECT,
            "collation \"%s\" for encoding \"%s\" does not exist",
            name,
            "UTF8")
        .withPosition(name.location() + 1);
  }
}
