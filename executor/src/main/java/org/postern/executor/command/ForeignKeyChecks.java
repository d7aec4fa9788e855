package org.postern.executor.command;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.ForeignKeyEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.transam.Snapshot;

/**
 * Checks and actions of foreign keys, as statements the server runs for itself. A referenced row is
 * locked FOR KEY SHARE, so that it stays until the referring transaction ends.
 */
final class ForeignKeyChecks {
  private final CommandEnvironment env;
  private final InternalSql sql;

  ForeignKeyChecks(CommandEnvironment env) {
    this.env = env;
    this.sql = new InternalSql(env);
  }

  static Object[] pick(Object[] row, List<Integer> columns) {
    Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row[columns.get(i) - 1];
    }
    return values;
  }

  static boolean anyNull(Object[] values) {
    for (Object value : values) {
      if (value == null) {
        return true;
      }
    }
    return false;
  }

  boolean same(RelationEntry table, List<Integer> columns, Object[] a, Object[] b) {
    for (int i = 0; i < a.length; i++) {
      if (a[i] == null || b[i] == null) {
        if (a[i] != b[i]) {
          return false;
        }
      } else if (!a[i].equals(b[i])) {
        return false;
      }
    }
    return true;
  }

  private RelationEntry relation(int oid) {
    return env.exec().relations().relation(oid);
  }

  private String name(RelationEntry relation) {
    return identifier(env.exec().catalog().namespaceName(relation.namespace()))
        + "."
        + identifier(relation.name());
  }

  static String identifier(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  private static List<Integer> types(RelationEntry relation, List<Integer> columns) {
    List<Integer> types = new ArrayList<>();
    columns.forEach(number -> types.add(relation.column(number).type()));
    return types;
  }

  private static String column(RelationEntry relation, int number) {
    return identifier(relation.column(number).name());
  }

  /** {@code $n OPERATOR(pg_catalog.=) "column"} for all columns. */
  private static String matches(RelationEntry relation, List<Integer> columns, int first) {
    List<String> terms = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      terms.add("$" + (first + i) + " OPERATOR(pg_catalog.=) " + column(relation, columns.get(i)));
    }
    return String.join(" AND ", terms);
  }

  /** A referring row was written: the row it refers to must be there. */
  void present(ForeignKeyEntry key, RelationEntry table, Object[] values, long tid) {
    RelationEntry now = relation(table.oid());
    if (now == null || !alive(now, tid)) {
      return;
    }
    int nulls = 0;
    for (Object value : values) {
      nulls += value == null ? 1 : 0;
    }
    if (nulls > 0) {
      if (key.full() && nulls < values.length) {
        throw violation(key, "insert or update on table \"%s\" violates", table, table)
            .withDetail("MATCH FULL does not allow mixing of null and nonnull key values.");
      }
      return;
    }
    RelationEntry referenced = relation(key.referenced());
    if (!hasKey(key, referenced, types(table, key.columns()), values)) {
      throw absent(key, table, referenced, values);
    }
  }

  /** Whether a row of the referenced table has this key; the row found stays locked. */
  private boolean hasKey(
      ForeignKeyEntry key, RelationEntry referenced, List<Integer> types, Object[] values) {
    List<String> terms = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      terms.add(column(referenced, key.keys().get(i)) + " OPERATOR(pg_catalog.=) $" + (i + 1));
    }
    String text =
        "SELECT 1 FROM ONLY "
            + name(referenced)
            + " x WHERE "
            + String.join(" AND ", terms)
            + " FOR KEY SHARE OF x";
    return !sql.run(text, types, values, 1).isEmpty();
  }

  SqlException absent(
      ForeignKeyEntry key, RelationEntry table, RelationEntry referenced, Object[] values) {
    return violation(key, "insert or update on table \"%s\" violates", table, table)
        .withDetail(
            "%s is not present in table \"%s\".",
            shown(table, key.columns(), values), referenced.name());
  }

  private boolean alive(RelationEntry table, long tid) {
    return tid < 0
        || env.exec()
            .heap()
            .fetchVersion(env.exec().handles().table(table), tid, Snapshot.SELF, new TupleBatch());
  }

  private SqlException violation(
      ForeignKeyEntry key, String start, RelationEntry named, RelationEntry table) {
    String suffix = table == named ? "" : " on table \"" + table.name() + "\"";
    return SqlException.error(
            SqlState.FOREIGN_KEY_VIOLATION,
            start + " foreign key constraint \"%s\"%s",
            named.name(),
            key.name(),
            suffix)
        .withSchema(env.exec().catalog().namespaceName(table.namespace()))
        .withTable(table.name())
        .withConstraint(key.name());
  }

  private String shown(RelationEntry relation, List<Integer> columns, Object[] values) {
    List<String> names = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      names.add(relation.column(columns.get(i)).name());
      texts.add(
          values[i] == null
              ? "null"
              : env.exec()
                  .exprs()
                  .output(
                      relation.column(columns.get(i)).type(),
                      values[i],
                      env.analyzer().get().types())
                  .toString());
    }
    return "Key (" + String.join(", ", names) + ")=(" + String.join(", ", texts) + ")";
  }

  /** A referenced row was deleted. */
  void parentDeleted(ForeignKeyEntry key, Object[] old) {
    switch (key.onDelete()) {
      case 'c' -> {
        RelationEntry table = relation(key.table());
        change(
            key,
            "DELETE FROM ONLY " + name(table) + " WHERE " + matches(table, key.columns(), 1),
            old);
      }
      case 'n' -> set(key, "NULL", key.deleteSets(), old);
      case 'd' -> setDefault(key, key.deleteSets(), old);
      default -> requireUnreferenced(key, old, key.onDelete() == 'a');
    }
  }

  /** The key of a referenced row was changed. */
  void parentUpdated(ForeignKeyEntry key, Object[] old, Object[] now) {
    RelationEntry table = relation(key.table());
    switch (key.onUpdate()) {
      case 'c' -> {
        int n = old.length;
        List<String> sets = new ArrayList<>();
        List<Integer> types = new ArrayList<>();
        Object[] params = new Object[2 * n];
        RelationEntry referenced = relation(key.referenced());
        for (int i = 0; i < n; i++) {
          sets.add(column(table, key.columns().get(i)) + " = $" + (i + 1));
          params[i] = now[i];
          params[n + i] = old[i];
        }
        types.addAll(types(referenced, key.keys()));
        types.addAll(types(referenced, key.keys()));
        sql.run(
            "UPDATE ONLY "
                + name(table)
                + " SET "
                + String.join(", ", sets)
                + " WHERE "
                + matches(table, key.columns(), n + 1),
            types,
            params,
            0);
      }
      case 'n' -> set(key, "NULL", List.of(), old);
      case 'd' -> setDefault(key, List.of(), old);
      default -> requireUnreferenced(key, old, key.onUpdate() == 'a');
    }
  }

  private void change(ForeignKeyEntry key, String text, Object[] old) {
    sql.run(text, types(relation(key.referenced()), key.keys()), old, 0);
  }

  private void set(ForeignKeyEntry key, String value, List<Integer> only, Object[] old) {
    RelationEntry table = relation(key.table());
    List<String> sets = new ArrayList<>();
    for (int number : only.isEmpty() ? key.columns() : only) {
      sets.add(column(table, number) + " = " + value);
    }
    change(
        key,
        "UPDATE ONLY "
            + name(table)
            + " SET "
            + String.join(", ", sets)
            + " WHERE "
            + matches(table, key.columns(), 1),
        old);
  }

  private void setDefault(ForeignKeyEntry key, List<Integer> only, Object[] old) {
    set(key, "DEFAULT", only, old);
    requireUnreferenced(key, old, true);
  }

  /** No row may refer to the old key, unless another row has it by now. */
  private void requireUnreferenced(ForeignKeyEntry key, Object[] old, boolean replaceable) {
    RelationEntry table = relation(key.table());
    RelationEntry referenced = relation(key.referenced());
    List<Integer> types = types(referenced, key.keys());
    if (replaceable && hasKey(key, referenced, types, old)) {
      return;
    }
    String text =
        "SELECT 1 FROM ONLY "
            + name(table)
            + " x WHERE "
            + matches(table, key.columns(), 1)
            + " FOR KEY SHARE OF x";
    if (!sql.run(text, types, old, 1).isEmpty()) {
      throw violation(key, "update or delete on table \"%s\" violates", referenced, table)
          .withDetail(
              "%s is still referenced from table \"%s\".",
              shown(referenced, key.keys(), old), table.name());
    }
  }

  /** All rows there are must refer to rows that are there. */
  void validate(ForeignKeyEntry key) {
    RelationEntry table = relation(key.table());
    RelationEntry referenced = relation(key.referenced());
    List<String> selected = new ArrayList<>();
    List<String> on = new ArrayList<>();
    List<String> present = new ArrayList<>();
    for (int i = 0; i < key.columns().size(); i++) {
      String own = "fk." + column(table, key.columns().get(i));
      selected.add(own);
      on.add("pk." + column(referenced, key.keys().get(i)) + " OPERATOR(pg_catalog.=) " + own);
      present.add(own + " IS NOT NULL");
    }
    String text =
        "SELECT "
            + String.join(", ", selected)
            + " FROM ONLY "
            + name(table)
            + " fk LEFT OUTER JOIN ONLY "
            + name(referenced)
            + " pk ON ( "
            + String.join(" AND ", on)
            + ") WHERE pk."
            + column(referenced, key.keys().getFirst())
            + " IS NULL AND ("
            + String.join(key.full() ? " OR " : " AND ", present)
            + ")";
    List<Object[]> rows = sql.run(text, List.of(), new Object[0], 1);
    if (rows.isEmpty()) {
      return;
    }
    if (key.full() && anyNull(rows.getFirst())) {
      throw violation(key, "insert or update on table \"%s\" violates", table, table)
          .withDetail("MATCH FULL does not allow mixing of null and nonnull key values.");
    }
    throw absent(key, table, referenced, rows.getFirst());
  }
}
