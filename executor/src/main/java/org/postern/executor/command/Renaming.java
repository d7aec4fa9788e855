package org.postern.executor.command;

import java.util.List;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.IndexEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.sql.ast.ObjectName;
import org.postern.executor.sql.ast.ObjectStatement;
import org.postern.executor.sql.ast.ObjectType;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.LockMode;

/** RENAME and SET SCHEMA. */
final class Renaming {
  private final Ddl ddl;

  Renaming(Ddl ddl) {
    this.ddl = ddl;
  }

  /** Runs a RENAME; returns the kind for its tag. */
  String rename(ObjectStatement.Rename statement) {
    switch (statement.kind()) {
      case TABLE, INDEX, SEQUENCE, VIEW -> {
        RelationEntry relation = open(statement);
        if (relation != null) {
          new Views(ddl)
              .around(
                  List.of(ObjectAddress.relation(relation.oid())),
                  () -> renameRelation(relation, statement.newName()));
        }
        return statement.kind().sql();
      }
      case COLUMN -> {
        RelationEntry relation = open(statement);
        if (relation != null) {
          new Views(ddl)
              .aroundColumns(
                  relation, () -> renameColumn(relation, statement.subname(), statement.newName()));
        }
        return statement.relationKind().sql();
      }
      case TABLE_CONSTRAINT -> {
        RelationEntry relation = open(statement);
        if (relation != null) {
          renameConstraint(relation, statement.subname(), statement.newName());
        }
        return "TABLE";
      }
      case TYPE, DOMAIN -> {
        renameType(statement);
        return statement.kind().sql();
      }
      case SCHEMA -> {
        String schema = ((ObjectName.Named) statement.object()).name().name();
        new Views(ddl).aroundAll(() -> renameSchema(schema, statement.newName()));
        return "SCHEMA";
      }
      case ROLE -> {
        new Roles(ddl)
            .rename(((ObjectName.Named) statement.object()).name().name(), statement.newName());
        return "ROLE";
      }
      case DATABASE -> {
        new Databases(ddl)
            .rename(((ObjectName.Named) statement.object()).name().name(), statement.newName());
        return "DATABASE";
      }
      default -> throw SqlException.notSupported("RENAME of " + statement.kind().sql());
    }
  }

  private RelationEntry open(ObjectStatement.Rename statement) {
    RelationEntry relation = ddl.openOrNull(statement.relation(), LockMode.ACCESS_EXCLUSIVE);
    if (relation == null) {
      if (!statement.ifExists()) {
        throw SequenceCommands.missing(statement.relation());
      }
      ddl.env
          .notices()
          .notice("relation \"%s\" does not exist, skipping", statement.relation().name());
      return null;
    }
    ObjectType kind =
        statement.relationKind() != null ? statement.relationKind() : statement.kind();
    if (kind == ObjectType.INDEX && relation.kind() != 'i'
        || kind == ObjectType.SEQUENCE && relation.kind() != 'S'
        || kind == ObjectType.VIEW && relation.kind() != 'v') {
      String word = kind.sql().toLowerCase(java.util.Locale.ROOT);
      throw SqlException.error(
          SqlState.WRONG_OBJECT_TYPE,
          "\"%s\" is not %s %s",
          relation.name(),
          word.equals("index") ? "an" : "a",
          word);
    }
    ddl.permissions.requireOwner(relation);
    ddl.requireUserRelation(relation);
    return relation;
  }

  private void renameRelation(RelationEntry relation, String name) {
    if (ddl.relations.relationByName(relation.namespace(), name) != 0) {
      throw SqlException.error(SqlState.DUPLICATE_TABLE, "relation \"%s\" already exists", name);
    }
    if (relation.kind() == 'i') {
      IndexEntry index = ddl.relations.index(relation.oid());
      CatalogRow constraint = new Constraints(ddl).ofIndex(index.table(), relation.oid());
      if (constraint != null) {
        ddl.editor.update(constraint, values -> values.text("conname", name));
      }
    }
    relationRow(relation.oid(), name);
  }

  /** Changes the row of pg_class and of the row type. */
  void relationRow(int oid, String name) {
    RelationEntry relation = ddl.relation(oid);
    ddl.editor.update(ddl.editor.relation(oid), values -> values.text("relname", name));
    if (relation.rowType() != 0) {
      int arrayType = ddl.catalog.type(relation.rowType()).info().arrayOid();
      CatalogRow type =
          ddl.editor.get("pg_type", CatalogIndexes.TYPE_OID, Catalog.unsigned(relation.rowType()));
      ddl.editor.update(type, values -> values.text("typname", name));
      ddl.step();
      if (arrayType != 0) {
        String arrayName = ddl.names.arrayType(ddl.catalog, name, relation.namespace());
        CatalogRow array =
            ddl.editor.get("pg_type", CatalogIndexes.TYPE_OID, Catalog.unsigned(arrayType));
        ddl.editor.update(array, values -> values.text("typname", arrayName));
      }
    }
    ddl.step();
  }

  private void renameColumn(RelationEntry relation, String from, String to) {
    if ("rvmpcf".indexOf(relation.kind()) < 0) {
      throw SqlException.error(
              SqlState.WRONG_OBJECT_TYPE,
              "cannot rename columns of relation \"%s\"",
              relation.name())
          .withDetail(
              "This operation is not supported for %s.",
              relation.kind() == 'i' ? "indexes" : Ddl.kindWord(relation.kind()) + "s");
    }
    ColumnEntry column = relation.column(from);
    if (column == null) {
      throw SqlException.error(SqlState.UNDEFINED_COLUMN, "column \"%s\" does not exist", from);
    }
    if (relation.column(to) != null) {
      throw SqlException.error(
          SqlState.DUPLICATE_COLUMN,
          "column \"%s\" of relation \"%s\" already exists",
          to,
          relation.name());
    }
    ddl.editor.update(
        ddl.editor.attribute(relation.oid(), column.number()),
        values -> values.text("attname", to));
    for (IndexEntry index : ddl.relations.indexes(relation.oid())) {
      for (int i = 0; i < index.keys().size(); i++) {
        if (index.keys().get(i) == column.number()) {
          ddl.editor.update(
              ddl.editor.attribute(index.oid(), i + 1), values -> values.text("attname", to));
        }
      }
    }
    ddl.step();
  }

  private void renameConstraint(RelationEntry relation, String from, String to) {
    Constraints constraints = new Constraints(ddl);
    CatalogRow row = constraints.find(relation.oid(), from);
    if (row == null) {
      throw SqlException.error(
          SqlState.UNDEFINED_OBJECT,
          "constraint \"%s\" for table \"%s\" does not exist",
          from,
          relation.name());
    }
    int index = row.oid("conindid");
    if (index != 0 && row.character("contype") != 'f') {
      renameRelation(ddl.relation(index), to);
      return;
    }
    if (constraints.find(relation.oid(), to) != null) {
      throw SqlException.error(
          SqlState.DUPLICATE_OBJECT,
          "constraint \"%s\" for relation \"%s\" already exists",
          to,
          relation.name());
    }
    ddl.editor.update(row, values -> values.text("conname", to));
    ddl.step();
  }

  private void renameType(ObjectStatement.Rename statement) {
    int oid = TypeDefinitions.resolve(ddl, ((ObjectName.Named) statement.object()).name());
    TypeDefinitions.requireOwner(ddl, oid);
    TypeEntry type = ddl.catalog.type(oid);
    if (statement.kind() == ObjectType.DOMAIN && type.kind() != 'd') {
      throw SqlException.error(
          SqlState.WRONG_OBJECT_TYPE, "%s is not a domain", ddl.analyzer().types().typeName(oid));
    }
    if (type.kind() == 'c' && ddl.relation(type.relation()).kind() != 'c') {
      throw SqlException.error(
              SqlState.WRONG_OBJECT_TYPE,
              "%s is a table's row type",
              ddl.analyzer().types().typeName(oid))
          .withHint("Use ALTER TABLE instead.");
    }
    if (type.isTrueArray()) {
      throw SqlException.error(
          SqlState.WRONG_OBJECT_TYPE,
          "cannot alter array type %s",
          ddl.analyzer().types().typeName(oid));
    }
    String name = statement.newName();
    if (ddl.catalog.typeByName(type.namespace(), name) != 0) {
      throw SqlException.error(SqlState.DUPLICATE_OBJECT, "type \"%s\" already exists", name);
    }
    new Views(ddl)
        .around(
            List.of(ObjectAddress.of(ObjectAddress.TYPE, oid)),
            () -> {
              if (type.kind() == 'c') {
                relationRow(type.relation(), name);
              } else {
                typeRows(type, name);
              }
            });
  }

  private void typeRows(TypeEntry type, String name) {
    ddl.editor.update(TypeDefinitions.row(ddl, type.oid()), values -> values.text("typname", name));
    ddl.step();
    int array = type.info().arrayOid();
    if (array != 0) {
      String arrayName = ddl.names.arrayType(ddl.catalog, name, type.namespace());
      ddl.editor.update(
          TypeDefinitions.row(ddl, array), values -> values.text("typname", arrayName));
      ddl.step();
    }
  }

  private void renameSchema(String from, String to) {
    int oid = ddl.namespace(from);
    CatalogRow row =
        ddl.editor.get("pg_namespace", CatalogIndexes.NAMESPACE_OID, Catalog.unsigned(oid));
    if (ddl.catalog.namespace(to) != 0) {
      throw SqlException.error(SqlState.DUPLICATE_SCHEMA, "schema \"%s\" already exists", to);
    }
    ddl.permissions.requireOwner(row.oid("nspowner"), "schema", from);
    ddl.permissions.requireCreateSchema();
    Schemas.requireNotReserved(to);
    ddl.editor.update(row, values -> values.text("nspname", to));
    ddl.step();
  }

  /** ALTER ... SET SCHEMA; returns the kind for its tag. */
  String changeSchema(ObjectStatement.ChangeSchema statement) {
    Ddl.refuse(statement.relation() == null, "SET SCHEMA of " + statement.kind().sql());
    RelationEntry relation = ddl.openOrNull(statement.relation(), LockMode.ACCESS_EXCLUSIVE);
    if (relation == null) {
      if (!statement.ifExists()) {
        throw SequenceCommands.missing(statement.relation());
      }
      ddl.env
          .notices()
          .notice("relation \"%s\" does not exist, skipping", statement.relation().name());
      return statement.kind().sql();
    }
    ddl.permissions.requireOwner(relation);
    ddl.requireUserRelation(relation);
    int namespace = ddl.namespace(statement.schema());
    ddl.permissions.requireCreate(namespace);
    if (namespace == relation.namespace()) {
      return statement.kind().sql();
    }
    if (relation.kind() == 'S') {
      for (CatalogRow row : ddl.depend.dependencies(ObjectAddress.relation(relation.oid()))) {
        if (row.oid("refclassid") == ObjectAddress.CLASS && row.integer("refobjsubid") > 0) {
          throw SqlException.error(
                  SqlState.FEATURE_NOT_SUPPORTED,
                  "cannot move an owned sequence into another schema")
              .withDetail(
                  "Sequence \"%s\" is linked to table \"%s\".",
                  relation.name(), ddl.relation(row.oid("refobjid")).name());
        }
      }
    }
    new Views(ddl)
        .around(List.of(ObjectAddress.relation(relation.oid())), () -> move(relation, namespace));
    return statement.kind().sql();
  }

  private void move(RelationEntry relation, int namespace) {
    int old = relation.namespace();
    if (ddl.relations.relationByName(namespace, relation.name()) != 0) {
      throw SqlException.error(
          SqlState.DUPLICATE_TABLE,
          "relation \"%s\" already exists in schema \"%s\"",
          relation.name(),
          ddl.catalog.namespaceName(namespace));
    }
    ddl.editor.update(
        ddl.editor.relation(relation.oid()), values -> values.oid("relnamespace", namespace));
    ddl.depend.change(
        ObjectAddress.relation(relation.oid()), ObjectAddress.NAMESPACE, old, namespace);
    if (relation.rowType() != 0) {
      int arrayType = ddl.catalog.type(relation.rowType()).info().arrayOid();
      for (int type : new int[] {relation.rowType(), arrayType}) {
        CatalogRow row = ddl.editor.get("pg_type", CatalogIndexes.TYPE_OID, Catalog.unsigned(type));
        ddl.editor.update(row, values -> values.oid("typnamespace", namespace));
      }
    }
    for (CatalogRow row : new Constraints(ddl).of(relation.oid())) {
      ddl.editor.update(row, values -> values.oid("connamespace", namespace));
    }
    ddl.step();
    for (IndexEntry index : ddl.relations.indexes(relation.oid())) {
      move(ddl.relation(index.oid()), namespace);
    }
    if (relation.kind() == 'r') {
      for (int sequence : new SequenceCommands(ddl).owned(relation.oid())) {
        move(ddl.relation(sequence), namespace);
      }
    }
  }
}
