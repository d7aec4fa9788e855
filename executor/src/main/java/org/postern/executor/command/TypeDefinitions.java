package org.postern.executor.command;

import org.postern.executor.analyze.TypeNames;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.TypeName;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Types as statements about types name them. */
final class TypeDefinitions {
  private TypeDefinitions() {}

  /** A dotted name as that of a type. */
  static TypeName typeName(QualifiedName name) {
    return TypeName.named(name.parts(), -1);
  }

  /** The type's oid; throws 42704 where there is none. */
  static int resolve(Ddl ddl, QualifiedName name) {
    return new TypeNames(ddl.analyzer()).resolve(typeName(name)).type();
  }

  static CatalogRow row(Ddl ddl, int oid) {
    return ddl.editor.get("pg_type", CatalogIndexes.TYPE_OID, Catalog.unsigned(oid));
  }

  static void requireOwner(Ddl ddl, int oid) {
    if (!ddl.permissions.hasRightsOf(ddl.role(), row(ddl, oid).oid("typowner"))) {
      throw SqlException.error(
          SqlState.INSUFFICIENT_PRIVILEGE,
          "must be owner of type %s",
          ddl.analyzer().types().typeName(oid));
    }
  }
}
