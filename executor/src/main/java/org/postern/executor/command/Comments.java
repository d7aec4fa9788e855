package org.postern.executor.command;

import java.util.List;
import org.postern.executor.analyze.TypeNames;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.sql.ast.ObjectName;
import org.postern.executor.sql.ast.ObjectStatement;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.TypeName;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.LockMode;

/** COMMENT ON. */
final class Comments {
  private final Ddl ddl;

  Comments(Ddl ddl) {
    this.ddl = ddl;
  }

  void run(ObjectStatement.Comment statement) {
    String text =
        statement.comment() == null || statement.comment().isEmpty() ? null : statement.comment();
    switch (statement.kind()) {
      case TABLE, INDEX, SEQUENCE, VIEW, MATERIALIZED_VIEW -> {
        RelationEntry relation = relation(((ObjectName.Named) statement.object()).name());
        requireKind(statement, relation);
        store(ObjectAddress.relation(relation.oid()), text);
      }
      case COLUMN -> column(((ObjectName.Named) statement.object()).name(), text);
      case SCHEMA -> {
        String name = ((ObjectName.Named) statement.object()).name().name();
        int oid = ddl.namespace(name);
        CatalogRow row =
            ddl.editor.get("pg_namespace", CatalogIndexes.NAMESPACE_OID, Catalog.unsigned(oid));
        ddl.permissions.requireOwner(row.oid("nspowner"), "schema", name);
        store(ObjectAddress.of(ObjectAddress.NAMESPACE, oid), text);
      }
      case TYPE, DOMAIN -> {
        TypeName written =
            statement.object() instanceof ObjectName.OfType t
                ? t.type()
                : TypeDefinitions.typeName(((ObjectName.Named) statement.object()).name());
        int oid = new TypeNames(ddl.analyzer()).resolve(written).type();
        TypeDefinitions.requireOwner(ddl, oid);
        store(ObjectAddress.of(ObjectAddress.TYPE, oid), text);
      }
      case TABLE_CONSTRAINT -> constraint((ObjectName.OnRelation) statement.object(), text);
      case DATABASE -> {
        String name = ((ObjectName.Named) statement.object()).name().name();
        CatalogRow row =
            ddl.editor.find("pg_database", CatalogIndexes.DATABASE_NAME, Catalog.name(name));
        if (row == null) {
          throw SqlException.error(
              SqlState.UNDEFINED_DATABASE, "database \"%s\" does not exist", name);
        }
        ddl.permissions.requireOwner(row.oid("datdba"), "database", name);
        storeShared(ObjectAddress.DATABASE, row.oid("oid"), text);
      }
      case ROLE -> {
        String name = ((ObjectName.Named) statement.object()).name().name();
        storeShared(ObjectAddress.AUTHID, new Ownership(ddl).role(name), text);
      }
      default -> throw SqlException.notSupported("COMMENT ON " + statement.kind().sql());
    }
  }

  private RelationEntry relation(QualifiedName name) {
    RelationEntry relation =
        ddl.open(DropCommand.relationName(name), LockMode.SHARE_UPDATE_EXCLUSIVE);
    ddl.permissions.requireOwner(relation);
    return relation;
  }

  private static void requireKind(ObjectStatement.Comment statement, RelationEntry relation) {
    char wanted =
        switch (statement.kind()) {
          case INDEX -> 'i';
          case SEQUENCE -> 'S';
          case VIEW -> 'v';
          default -> 'r';
        };
    if (relation.kind() != wanted) {
      String word = Ddl.kindWord(wanted);
      throw SqlException.error(
          SqlState.WRONG_OBJECT_TYPE,
          "\"%s\" is not %s %s",
          relation.name(),
          word.equals("index") ? "an" : "a",
          word);
    }
  }

  private void column(QualifiedName name, String text) {
    List<String> parts = name.parts();
    RelationEntry relation =
        relation(new QualifiedName(parts.subList(0, parts.size() - 1), name.location()));
    if ("rvmcf".indexOf(relation.kind()) < 0) {
      throw SqlException.error(
          SqlState.WRONG_OBJECT_TYPE, "cannot set comment on relation \"%s\"", relation.name());
    }
    ColumnEntry column = relation.column(name.name());
    if (column == null) {
      throw SqlException.error(
          SqlState.UNDEFINED_COLUMN,
          "column \"%s\" of relation \"%s\" does not exist",
          name.name(),
          relation.name());
    }
    store(ObjectAddress.column(relation.oid(), column.number()), text);
  }

  private void constraint(ObjectName.OnRelation object, String text) {
    RelationEntry relation = relation(object.relation());
    CatalogRow row = new Constraints(ddl).find(relation.oid(), object.name());
    if (row == null) {
      throw SqlException.error(
          SqlState.UNDEFINED_OBJECT,
          "constraint \"%s\" for table \"%s\" does not exist",
          object.name(),
          relation.name());
    }
    store(ObjectAddress.of(ObjectAddress.CONSTRAINT, row.oid("oid")), text);
  }

  private void store(ObjectAddress object, String text) {
    CatalogRow row =
        ddl.editor.find(
            "pg_description",
            CatalogEditor.DESCRIPTION,
            Catalog.unsigned(object.object()),
            Catalog.unsigned(object.classId()),
            (long) object.sub());
    if (row != null) {
      if (text == null) {
        ddl.editor.delete(row);
      } else {
        ddl.editor.update(row, values -> values.text("description", text));
      }
    } else if (text != null) {
      ddl.editor.insert(
          ddl.editor
              .row("pg_description")
              .oid("objoid", object.object())
              .oid("classoid", object.classId())
              .number("objsubid", object.sub())
              .text("description", text));
    }
    ddl.step();
  }

  private void storeShared(int classId, int oid, String text) {
    CatalogRow row =
        ddl.editor.find(
            "pg_shdescription",
            CatalogEditor.SHARED_DESCRIPTION,
            Catalog.unsigned(oid),
            Catalog.unsigned(classId));
    if (row != null) {
      if (text == null) {
        ddl.editor.delete(row);
      } else {
        ddl.editor.update(row, values -> values.text("description", text));
      }
    } else if (text != null) {
      ddl.editor.insert(
          ddl.editor
              .row("pg_shdescription")
              .oid("objoid", oid)
              .oid("classoid", classId)
              .text("description", text));
    }
    ddl.step();
  }
}
