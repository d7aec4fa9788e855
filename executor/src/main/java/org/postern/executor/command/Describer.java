package org.postern.executor.command;

import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.sql.parser.Keyword;

/** Objects in words, as messages about dependencies name them. */
final class Describer {
  private final Ddl ddl;

  Describer(Ddl ddl) {
    this.ddl = ddl;
  }

  String describe(ObjectAddress object) {
    String shown =
        switch (object.classId()) {
          case ObjectAddress.CLASS -> relationOrColumn(object);
          case ObjectAddress.TYPE -> "type " + ddl.analyzer().types().typeName(object.object());
          case ObjectAddress.ATTRDEF -> attrdef(object.object());
          case ObjectAddress.CONSTRAINT -> constraint(object.object());
          case ObjectAddress.NAMESPACE ->
              "schema " + quote(String.valueOf(ddl.catalog.namespaceName(object.object())));
          case ObjectAddress.AUTHID ->
              "role " + quote(String.valueOf(ddl.catalog.roleName(object.object())));
          case ObjectAddress.PROC -> "function " + ddl.catalog.proc(object.object()).name();
          default -> null;
        };
    return shown != null
        ? shown
        : "object " + Integer.toUnsignedString(object.object()) + " of class " + object.classId();
  }

  private String relationOrColumn(ObjectAddress object) {
    RelationEntry relation = ddl.relation(object.object());
    if (object.sub() == 0) {
      return relation(relation);
    }
    return "column " + quote(relation.column(object.sub()).name()) + " of " + relation(relation);
  }

  /** The kind and name, qualified where the search path does not find it. */
  String relation(RelationEntry relation) {
    String word = relation.kind() == 't' ? "toast table" : Ddl.kindWord(relation.kind());
    return word + " " + name(relation);
  }

  String name(RelationEntry relation) {
    for (int namespace : ddl.analyzer().searchPath().effective()) {
      int found = ddl.relations.relationByName(namespace, relation.name());
      if (found != 0) {
        if (found == relation.oid()) {
          return quote(relation.name());
        }
        break;
      }
    }
    return quote(ddl.catalog.namespaceName(relation.namespace())) + "." + quote(relation.name());
  }

  private String attrdef(int oid) {
    CatalogRow row = ddl.editor.get("pg_attrdef", CatalogEditor.ATTRDEF_OID, Catalog.unsigned(oid));
    RelationEntry relation = ddl.relation(row.oid("adrelid"));
    ColumnEntry column = relation.column(row.integer("adnum"));
    return "default value for column " + quote(column.name()) + " of " + relation(relation);
  }

  private String constraint(int oid) {
    CatalogRow row =
        ddl.editor.get("pg_constraint", CatalogIndexes.CONSTRAINT_OID, Catalog.unsigned(oid));
    String name = "constraint " + quote(row.text("conname"));
    int relation = row.oid("conrelid");
    return relation == 0 ? name : name + " on " + relation(ddl.relation(relation));
  }

  /** The identifier, quoted where it must be. */
  static String quote(String identifier) {
    boolean plain = identifier.matches("[a-z_][a-z0-9_]*");
    if (plain) {
      Keyword keyword = Keyword.lookup(identifier);
      plain = keyword == null || keyword.category() == Keyword.Category.UNRESERVED;
    }
    return plain ? identifier : "\"" + identifier.replace("\"", "\"\"") + "\"";
  }
}
