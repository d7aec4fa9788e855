package org.postern.executor.command;

import java.util.List;
import org.postern.executor.analyze.TypeNames;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.TypeName;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Types and collations of columns as written. */
final class ColumnTypes {
  private static final List<String> SYSTEM_COLUMNS =
      List.of("ctid", "xmin", "cmin", "xmax", "cmax", "tableoid");

  private final Ddl ddl;

  ColumnTypes(Ddl ddl) {
    this.ddl = ddl;
  }

  /** A column of this type, nullable. */
  NewColumn column(String name, TypeName typeName, QualifiedName collation) {
    if (SYSTEM_COLUMNS.contains(name)) {
      throw SqlException.error(
          SqlState.DUPLICATE_COLUMN,
          "column name \"%s\" conflicts with a system column name",
          name);
    }
    if (typeName.setOf()) {
      throw SqlException.error(
          SqlState.INVALID_TABLE_DEFINITION, "column \"%s\" cannot be declared SETOF", name);
    }
    TypeNames.Typed typed = new TypeNames(ddl.analyzer()).resolve(typeName);
    TypeEntry type = ddl.catalog.type(typed.type());
    if (type.kind() == 'p') {
      throw SqlException.error(
          SqlState.INVALID_TABLE_DEFINITION,
          "column \"%s\" has pseudo-type %s",
          name,
          ddl.analyzer().types().typeName(typed.type()));
    }
    return new NewColumn(
        name,
        typed.type(),
        typed.typmod(),
        collation(type, collation),
        typeName.arrayBounds().size(),
        false,
        (char) 0,
        (char) 0);
  }

  /** The collation of a column: the one written, or the type's. */
  int collation(TypeEntry type, QualifiedName written) {
    if (written == null) {
      return type.collation();
    }
    int oid = resolve(written);
    if (type.collation() == 0) {
      throw SqlException.error(
              SqlState.DATATYPE_MISMATCH,
              "collations are not supported by type %s",
              ddl.analyzer().types().typeName(type.oid()))
          .withPosition(written.location() + 1);
    }
    return oid;
  }

  private int resolve(QualifiedName name) {
    for (CatalogRow row :
        ddl.editor.rows("pg_collation", CatalogIndexes.COLLATION_NAME, Catalog.name(name.name()))) {
      int namespace = row.oid("collnamespace");
      boolean visible =
          name.schema() == null
              ? ddl.analyzer().searchPath().effective().contains(namespace)
              : ddl.catalog.namespace(name.schema()) == namespace;
      if (visible) {
        return row.oid("oid");
      }
    }
    throw SqlException.error(
            SqlState.UNDEFINED_OBJECT,
            "collation \"%s\" for encoding \"UTF8\" does not exist",
            name)
        .withPosition(name.location() + 1);
  }
}
