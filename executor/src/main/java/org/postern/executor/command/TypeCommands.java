package org.postern.executor.command;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.RelationName;
import org.postern.executor.sql.ast.TableElement;
import org.postern.executor.sql.ast.TypeStatement;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** CREATE TYPE for enums and composite types, ALTER TYPE for enums. */
final class TypeCommands {
  private static final int LABEL_BYTES = 63;

  private final Ddl ddl;

  TypeCommands(Ddl ddl) {
    this.ddl = ddl;
  }

  static RelationName relationName(QualifiedName name) {
    return DropCommand.relationName(name);
  }

  /** Where a new type called so goes; throws if the name is taken. */
  int namespaceFor(QualifiedName name) {
    int given = name.schema() == null ? 0 : ddl.catalog.namespace(name.schema());
    if (given != 0 && isTaken(given, name.name())) {
      throw SqlException.error(
          SqlState.DUPLICATE_OBJECT, "type \"%s\" already exists", name.name());
    }
    int namespace = ddl.creationNamespace(relationName(name));
    int existing = ddl.catalog.typeByName(namespace, name.name());
    if (existing != 0) {
      if (!ddl.catalog.type(existing).isTrueArray()) {
        throw SqlException.error(
            SqlState.DUPLICATE_OBJECT, "type \"%s\" already exists", name.name());
      }
      new RelationCreator(ddl).freeTypeName(name.name(), namespace);
    }
    return namespace;
  }

  private boolean isTaken(int namespace, String name) {
    int existing = ddl.catalog.typeByName(namespace, name);
    return existing != 0 && !ddl.catalog.type(existing).isTrueArray();
  }

  void createEnum(TypeStatement.CreateEnum statement) {
    int namespace = namespaceFor(statement.name());
    List<String> seen = new ArrayList<>();
    statement.labels().forEach(TypeCommands::checkLabel);
    int oid = ddl.editor.newOid("pg_type");
    int array = ddl.editor.newOid("pg_type");
    new TypeRows(ddl)
        .insert(
            new TypeRows.Spec(oid, statement.name().name(), namespace, 'e', 'E', array),
            row ->
                row.number("typlen", 4)
                    .flag("typbyval", true)
                    .letter("typalign", 'i')
                    .letter("typstorage", 'p')
                    .oid("typinput", 3506)
                    .oid("typoutput", 3507)
                    .oid("typreceive", 3532)
                    .oid("typsend", 3533));
    double order = 1;
    for (String label : statement.labels()) {
      if (seen.contains(label)) {
        throw SqlException.error(
            SqlState.UNIQUE_VIOLATION,
            "duplicate key value violates unique constraint \"%s\"",
            "pg_enum_typid_label_index");
      }
      seen.add(label);
      insertLabel(oid, label, order++);
    }
    ddl.step();
  }

  private static void checkLabel(String label) {
    if (label.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > LABEL_BYTES) {
      throw SqlException.error(SqlState.INVALID_NAME, "invalid enum label \"%s\"", label)
          .withDetail("Labels must be %d bytes or less.", LABEL_BYTES);
    }
  }

  private void insertLabel(int type, String label, double order) {
    ddl.editor.insert(
        ddl.editor
            .row("pg_enum")
            .oid("oid", ddl.editor.newOid("pg_enum"))
            .oid("enumtypid", type)
            .set("enumsortorder", order)
            .text("enumlabel", label));
  }

  private List<CatalogRow> labels(int type) {
    List<CatalogRow> rows =
        new ArrayList<>(
            ddl.editor.rows("pg_enum", CatalogIndexes.ENUM_TYPE_LABEL, Catalog.unsigned(type)));
    rows.sort((a, b) -> Double.compare(a.number("enumsortorder"), b.number("enumsortorder")));
    return rows;
  }

  private static int find(List<CatalogRow> labels, String label) {
    for (int i = 0; i < labels.size(); i++) {
      if (labels.get(i).text("enumlabel").equals(label)) {
        return i;
      }
    }
    return -1;
  }

  private int enumType(QualifiedName name) {
    int oid = TypeDefinitions.resolve(ddl, name);
    TypeEntry type = ddl.catalog.type(oid);
    if (type.kind() != 'e') {
      throw SqlException.error(
          SqlState.WRONG_OBJECT_TYPE, "%s is not an enum", ddl.analyzer().types().typeName(oid));
    }
    TypeDefinitions.requireOwner(ddl, oid);
    return oid;
  }

  void addLabel(TypeStatement.AddEnumLabel statement) {
    int type = enumType(statement.name());
    checkLabel(statement.label());
    List<CatalogRow> labels = labels(type);
    if (find(labels, statement.label()) >= 0) {
      if (statement.ifNotExists()) {
        ddl.env
            .notices()
            .notice(
                SqlState.DUPLICATE_OBJECT,
                "enum label \"%s\" already exists, skipping",
                statement.label());
        return;
      }
      throw SqlException.error(
          SqlState.DUPLICATE_OBJECT, "enum label \"%s\" already exists", statement.label());
    }
    double order;
    if (statement.neighbor() == null) {
      order = labels.isEmpty() ? 1 : labels.getLast().number("enumsortorder") + 1;
    } else {
      int at = find(labels, statement.neighbor());
      if (at < 0) {
        throw noLabel(statement.neighbor());
      }
      double own = labels.get(at).number("enumsortorder");
      int other = statement.after() ? at + 1 : at - 1;
      order =
          other < 0
              ? own - 1
              : other == labels.size()
                  ? own + 1
                  : (own + labels.get(other).number("enumsortorder")) / 2;
    }
    insertLabel(type, statement.label(), order);
    ddl.step();
  }

  private static SqlException noLabel(String label) {
    return SqlException.error(
        SqlState.INVALID_PARAMETER_VALUE, "\"%s\" is not an existing enum label", label);
  }

  void renameLabel(TypeStatement.RenameEnumLabel statement) {
    List<CatalogRow> labels = labels(enumType(statement.name()));
    int at = find(labels, statement.from());
    if (at < 0) {
      throw noLabel(statement.from());
    }
    if (find(labels, statement.to()) >= 0) {
      throw SqlException.error(
          SqlState.DUPLICATE_OBJECT, "enum label \"%s\" already exists", statement.to());
    }
    ddl.editor.update(labels.get(at), values -> values.text("enumlabel", statement.to()));
    ddl.step();
  }

  void createComposite(TypeStatement.CreateComposite statement) {
    int namespace = namespaceFor(statement.name());
    List<NewColumn> columns = new ArrayList<>();
    for (TableElement.ColumnDefinition definition : statement.columns()) {
      for (NewColumn other : columns) {
        if (other.name().equals(definition.name())) {
          throw SqlException.error(
              SqlState.DUPLICATE_COLUMN,
              "column \"%s\" specified more than once",
              definition.name());
        }
      }
      columns.add(
          new ColumnTypes(ddl)
              .column(definition.name(), definition.type(), definition.collation()));
    }
    new RelationCreator(ddl)
        .create(
            new RelationCreator.Spec(
                statement.name().name(),
                namespace,
                ddl.role(),
                'c',
                ddl.isTemporary(namespace) ? 't' : 'p',
                columns,
                null));
  }
}
