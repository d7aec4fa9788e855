package org.postern.executor.command;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.IndexEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.sql.ast.AlterTableAction;
import org.postern.executor.sql.ast.Constraint;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.LockMode;

/** The subcommands of ALTER TABLE that change constraints. */
final class AlterConstraints {
  private final Ddl ddl;
  private final RelationEntry table;
  private final Constraints constraints;

  AlterConstraints(Ddl ddl, RelationEntry table) {
    this.ddl = ddl;
    this.table = table;
    this.constraints = new Constraints(ddl);
  }

  void add(Constraint constraint) {
    switch (constraint) {
      case Constraint.Check c -> {
        List<Constraints.Check> added = constraints.addChecks(table, List.of(c));
        if (!c.attributes().notValid()) {
          constraints.validate(ddl.relation(table.oid()), added);
        }
      }
      case Constraint.UniqueKey c -> {
        KeyConstraints.requireSupported(c);
        if (c.usingIndex() != null) {
          usingIndex(c);
        } else {
          key(c);
        }
      }
      case Constraint.ForeignKey c -> new ForeignKeys(ddl).add(table, c, true);
      case Constraint.Exclusion c -> throw SqlException.notSupported("EXCLUDE");
      default -> throw new IllegalStateException("not a table constraint: " + constraint);
    }
  }

  private void key(Constraint.UniqueKey key) {
    if (key.primary() && Indexes.primary(ddl, table.oid()) != null) {
      throw KeyConstraints.multiplePrimary(table.name(), -1);
    }
    List<String> names =
        table.columns().stream().filter(c -> !c.dropped()).map(ColumnEntry::name).toList();
    if (key.primary()) {
      for (String column : key.columns()) {
        if (!names.contains(column)) {
          throw SqlException.error(
              SqlState.UNDEFINED_COLUMN,
              "column \"%s\" of relation \"%s\" does not exist",
              column,
              table.name());
        }
      }
    }
    KeyConstraints.checkColumns(key, names);
    if (key.primary()) {
      notNull(key.columns());
    }
    new KeyConstraints(ddl).create(ddl.relation(table.oid()), key);
  }

  private void notNull(List<String> columns) {
    List<Integer> changed = new KeyConstraints(ddl).markNotNull(table, columns);
    constraints.validateNotNull(ddl.relation(table.oid()), changed);
  }

  private void usingIndex(Constraint.UniqueKey key) {
    int oid = ddl.relations.relationByName(table.namespace(), key.usingIndex());
    IndexEntry index = oid == 0 ? null : ddl.relations.index(oid);
    if (index == null) {
      throw SqlException.error(
          SqlState.UNDEFINED_OBJECT, "index \"%s\" does not exist", key.usingIndex());
    }
    if (index.table() != table.oid()) {
      throw SqlException.error(
          SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
          "index \"%s\" does not belong to table \"%s\"",
          index.name(),
          table.name());
    }
    if (constraints.ofIndex(table.oid(), oid) != null) {
      throw SqlException.error(
          SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
          "index \"%s\" is already associated with a constraint",
          index.name());
    }
    requireUsable(index);
    if (key.primary() && Indexes.primary(ddl, table.oid()) != null) {
      throw KeyConstraints.multiplePrimary(table.name(), -1);
    }
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < index.keyCount(); i++) {
      columns.add(table.column(index.keys().get(i)).name());
    }
    if (key.primary()) {
      notNull(columns);
    }
    String name = key.name() == null ? index.name() : key.name();
    if (!name.equals(index.name())) {
      ddl.env
          .notices()
          .notice(
              "ALTER TABLE / ADD CONSTRAINT USING INDEX will rename index \"%s\" to \"%s\"",
              index.name(), name);
      new Renaming(ddl).relationRow(oid, name);
    }
    int[] same = new int[table.columns().size() + 1];
    for (int i = 0; i < same.length; i++) {
      same[i] = i;
    }
    IndexDefinition described = constraints.describe(ddl.relations.index(oid), same);
    IndexDefinition definition =
        new IndexDefinition(
            name,
            described.keys(),
            described.keyCount(),
            true,
            described.nullsNotDistinct(),
            key.primary() ? 'p' : 'u',
            false,
            false,
            null,
            null);
    ObjectAddress self = ObjectAddress.relation(oid);
    for (CatalogRow row : ddl.depend.dependencies(self)) {
      if (row.character("deptype") == Dependencies.AUTO) {
        ddl.editor.delete(row);
      }
    }
    int constraint = constraints.insertForIndex(ddl.relation(table.oid()), oid, definition);
    ddl.depend.record(
        self, ObjectAddress.of(ObjectAddress.CONSTRAINT, constraint), Dependencies.INTERNAL);
    if (key.primary()) {
      ddl.editor.update(
          ddl.editor.get("pg_index", CatalogIndexes.INDEX_OID, Catalog.unsigned(oid)),
          values -> values.flag("indisprimary", true));
    }
    ddl.step();
  }

  private static void requireUsable(IndexEntry index) {
    String detail = "Cannot create a primary key or unique constraint using such an index.";
    String problem = null;
    if (!index.unique()) {
      problem = "\"%s\" is not a unique index";
    } else if (!index.expressions().isEmpty()) {
      problem = "index \"%s\" contains expressions";
    } else if (index.predicate() != null) {
      problem = "\"%s\" is a partial index";
    }
    if (problem != null) {
      throw SqlException.error(SqlState.WRONG_OBJECT_TYPE, problem, index.name())
          .withDetail(detail);
    }
    for (int i = 0; i < index.keyCount(); i++) {
      if (index.options().get(i) != 0) {
        throw SqlException.error(
                SqlState.WRONG_OBJECT_TYPE,
                "index \"%s\" column number %d does not have default sorting behavior",
                index.name(),
                i + 1)
            .withDetail(detail);
      }
    }
  }

  private CatalogRow find(String name) {
    CatalogRow row = constraints.find(table.oid(), name);
    if (row == null) {
      throw SqlException.error(
          SqlState.UNDEFINED_OBJECT,
          "constraint \"%s\" of relation \"%s\" does not exist",
          name,
          table.name());
    }
    return row;
  }

  void drop(AlterTableAction.DropConstraint action) {
    if (action.ifExists() && constraints.find(table.oid(), action.name()) == null) {
      ddl.env
          .notices()
          .notice(
              "constraint \"%s\" of relation \"%s\" does not exist, skipping",
              action.name(), table.name());
      return;
    }
    CatalogRow row = find(action.name());
    new ObjectRemover(ddl)
        .remove(
            List.of(ObjectAddress.of(ObjectAddress.CONSTRAINT, row.oid("oid"))), action.cascade());
  }

  /** ALTER CONSTRAINT. */
  void alter(AlterTableAction.AlterConstraint action) {
    CatalogRow row = find(action.name());
    if (row.character("contype") != 'f') {
      throw SqlException.error(
          SqlState.WRONG_OBJECT_TYPE,
          "constraint \"%s\" of relation \"%s\" is not a foreign key constraint",
          action.name(),
          table.name());
    }
    new ForeignKeys(ddl).alter(table, row, action.attributes());
  }

  void validate(String name) {
    CatalogRow row = find(name);
    if (row.character("contype") == 'f' && !row.bool("convalidated")) {
      ddl.lock(row.oid("confrelid"), LockMode.ROW_SHARE);
      new ForeignKeyChecks(ddl.env)
          .validate(new ForeignKeys(ddl).entry(table.oid(), row.oid("oid")));
      ddl.editor.update(row, values -> values.flag("convalidated", true));
      return;
    }
    if (row.character("contype") != 'c' && row.character("contype") != 'f') {
      throw SqlException.error(
          SqlState.WRONG_OBJECT_TYPE,
          "constraint \"%s\" of relation \"%s\" is not a foreign key or check constraint",
          name,
          table.name());
    }
    if (row.bool("convalidated")) {
      return;
    }
    constraints.validate(
        table,
        List.of(
            new Constraints.Check(name, ddl.env.exprText().read(row.text("conbin")), false, true)));
    ddl.editor.update(row, values -> values.flag("convalidated", true));
  }
}
