package org.postern.executor.command;

import java.util.List;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.query.Expr;
import org.postern.executor.sql.ast.IndexStatement;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.LockMode;

/** CREATE INDEX. */
final class CreateIndex {
  private static final List<String> OTHER_METHODS =
      List.of("hash", "gist", "gin", "spgist", "brin");

  private final Ddl ddl;
  private final IndexStatement statement;

  CreateIndex(Ddl ddl, IndexStatement statement) {
    this.ddl = ddl;
    this.statement = statement;
  }

  void run() {
    if (statement.concurrently()) {
      // The table is locked as without the word: writers wait, and the outcome is the same.
      ddl.requireOutsideBlock("CREATE INDEX CONCURRENTLY");
    }
    RelationEntry table = ddl.open(statement.relation(), LockMode.SHARE);
    requireTable(table);
    ddl.requireUserRelation(table);
    ddl.permissions.requireOwner(table);
    ddl.permissions.requireCreate(table.namespace());
    Ddl.refuse(
        statement.tablespace() != null && !statement.tablespace().equals("pg_default"),
        "TABLESPACE");
    requireBtree();
    IndexKeys resolver = new IndexKeys(ddl, table);
    List<IndexDefinition.Key> keys = resolver.resolve(statement.elements(), statement.including());
    Expr predicate = resolver.predicate(statement.where());
    String name = statement.name();
    if (name == null) {
      List<String> names = keys.stream().map(IndexDefinition.Key::name).toList();
      name =
          ddl.names.relation(
              table.name(), ObjectNames.columns(names), "idx", table.namespace(), false);
    } else if (ddl.relations.relationByName(table.namespace(), name) != 0
        && statement.ifNotExists()) {
      ddl.env
          .notices()
          .notice(SqlState.DUPLICATE_TABLE, "relation \"%s\" already exists, skipping", name);
      return;
    }
    new Indexes(ddl)
        .create(
            table,
            new IndexDefinition(
                name,
                keys,
                statement.elements().size(),
                statement.unique(),
                statement.nullsNotDistinct(),
                (char) 0,
                false,
                false,
                predicate,
                StorageOptions.index(statement.options(), List.of())));
  }

  private static void requireTable(RelationEntry table) {
    if (table.kind() == 'r' || table.kind() == 'm') {
      return;
    }
    String detail =
        switch (table.kind()) {
          case 'v' -> "This operation is not supported for views.";
          case 'S' -> "This operation is not supported for sequences.";
          case 'i' -> "This operation is not supported for indexes.";
          case 'c' -> "This operation is not supported for composite types.";
          case 't' -> "This operation is not supported for TOAST tables.";
          default -> "This operation is not supported for foreign tables.";
        };
    throw SqlException.error(
            SqlState.WRONG_OBJECT_TYPE, "cannot create index on relation \"%s\"", table.name())
        .withDetail(detail);
  }

  private void requireBtree() {
    String method = statement.accessMethod();
    if (method == null || method.equals("btree")) {
      return;
    }
    Ddl.refuse(OTHER_METHODS.contains(method), "access method " + method);
    throw SqlException.error(
        SqlState.UNDEFINED_OBJECT, "access method \"%s\" does not exist", method);
  }
}
