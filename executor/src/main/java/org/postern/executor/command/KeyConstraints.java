package org.postern.executor.command;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.sql.ast.Constraint;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** PRIMARY KEY and UNIQUE. */
final class KeyConstraints {
  private final Ddl ddl;

  KeyConstraints(Ddl ddl) {
    this.ddl = ddl;
  }

  /** Refuses what is not there yet. */
  static void requireSupported(Constraint.UniqueKey key) {
    Ddl.refuse(key.tablespace() != null, "USING INDEX TABLESPACE");
  }

  /** Checks the columns of a key against those the table will have. */
  static void checkColumns(Constraint.UniqueKey key, List<String> known) {
    List<String> seen = new ArrayList<>();
    for (String column : key.columns()) {
      if (!known.contains(column)) {
        throw SqlException.error(
                SqlState.UNDEFINED_COLUMN, "column \"%s\" named in key does not exist", column)
            .withPosition(key.location() + 1);
      }
      if (seen.contains(column)) {
        throw SqlException.error(
                SqlState.DUPLICATE_COLUMN,
                "column \"%s\" appears twice in %s constraint",
                column,
                key.primary() ? "primary key" : "unique")
            .withPosition(key.location() + 1);
      }
      seen.add(column);
    }
    for (String column : key.including()) {
      if (!known.contains(column)) {
        throw SqlException.error(
                SqlState.UNDEFINED_COLUMN, "column \"%s\" named in key does not exist", column)
            .withPosition(key.location() + 1);
      }
    }
  }

  /** Makes the index and the constraint of a key whose columns are known to exist. */
  int create(RelationEntry table, Constraint.UniqueKey key) {
    if (key.primary() && Indexes.primary(ddl, table.oid()) != null) {
      throw multiplePrimary(table.name(), -1);
    }
    String name = key.name();
    if (name == null) {
      name =
          key.primary()
              ? ddl.names.relation(table.name(), null, "pkey", table.namespace(), true)
              : ddl.names.relation(
                  table.name(),
                  ObjectNames.columns(allColumns(key)),
                  "key",
                  table.namespace(),
                  true);
    }
    List<IndexDefinition.Key> keys =
        new IndexKeys(ddl, table).columns(key.columns(), key.including());
    return new Indexes(ddl)
        .create(
            table,
            new IndexDefinition(
                name,
                keys,
                key.columns().size(),
                true,
                key.nullsNotDistinct(),
                key.primary() ? 'p' : 'u',
                key.attributes().deferrable(),
                key.attributes().initiallyDeferred(),
                null,
                StorageOptions.index(key.options(), List.of())));
  }

  private static List<String> allColumns(Constraint.UniqueKey key) {
    List<String> all = new ArrayList<>(key.columns());
    all.addAll(key.including());
    return all;
  }

  static SqlException multiplePrimary(String table, int location) {
    return SqlException.error(
            SqlState.INVALID_TABLE_DEFINITION,
            "multiple primary keys for table \"%s\" are not allowed",
            table)
        .withPosition(location + 1);
  }

  /** Marks the columns of a primary key NOT NULL; returns those that were not. */
  List<Integer> markNotNull(RelationEntry table, List<String> columns) {
    List<Integer> changed = new ArrayList<>();
    for (String name : columns) {
      ColumnEntry column = table.column(name);
      if (!column.notNull()) {
        changed.add(column.number());
        ddl.editor.update(
            ddl.editor.attribute(table.oid(), column.number()),
            values -> values.flag("attnotnull", true));
      }
    }
    ddl.step();
    return changed;
  }
}
