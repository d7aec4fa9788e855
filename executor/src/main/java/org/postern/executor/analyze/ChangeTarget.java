package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.Relations;
import org.postern.executor.query.Expr;
import org.postern.executor.query.Query;
import org.postern.executor.sql.ast.TargetColumn;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * What a data change names and what it changes: a table, or a view and the table beneath it. Column
 * names are those of what was named; the columns found are the table's.
 */
record ChangeTarget(
    RelationEntry named,
    RelationEntry table,
    ViewTargets.Resolved view,
    Scope.Item item,
    Relations relations) {
  private static final Set<String> SYSTEM_COLUMNS =
      Set.of("ctid", "xmin", "xmax", "cmin", "cmax", "tableoid");

  static ChangeTarget table(RelationEntry table, Scope.Item item) {
    return new ChangeTarget(table, table, null, item, null);
  }

  /** All columns in order; a view's column that cannot be assigned to has a negative number. */
  List<ColumnEntry> allColumns() {
    List<ColumnEntry> columns = new ArrayList<>();
    for (ColumnEntry column : named.columns()) {
      if (!column.dropped()) {
        columns.add(view == null ? column : below(column));
      }
    }
    return columns;
  }

  /** The table's column, or a stand-in that is refused once a value is assigned. */
  private ColumnEntry below(ColumnEntry column) {
    Expr expr = view.columns().get(column.number() - 1);
    if (view.problems().get(column.number() - 1) != null) {
      return new ColumnEntry(
          -column.number(),
          column.name(),
          column.type(),
          column.typmod(),
          column.length(),
          column.align(),
          column.storage(),
          column.byValue(),
          false,
          false,
          false,
          (char) 0,
          (char) 0,
          column.collation(),
          null,
          null);
    }
    return table.column(((Expr.Var) expr).column());
  }

  /** Throws for a stand-in that {@link #allColumns} gave. */
  void requireAssignable(ColumnEntry column) {
    if (column.number() < 0) {
      throw notUpdatable(named.column(-column.number()), Query.Command.INSERT);
    }
  }

  private SqlException notUpdatable(ColumnEntry column, Query.Command command) {
    return SqlException.error(
            SqlState.FEATURE_NOT_SUPPORTED,
            command == Query.Command.INSERT
                ? "cannot insert into column \"%s\" of view \"%s\""
                : "cannot update column \"%s\" of view \"%s\"",
            column.name(),
            named.name())
        .withDetail("%s", view.problems().get(column.number() - 1));
  }

  ColumnEntry columnOrNull(String name) {
    ColumnEntry column = named.column(name);
    if (column == null || view == null) {
      return column;
    }
    return view.columns().get(column.number() - 1) instanceof Expr.Var v && v.column() > 0
        ? table.column(v.column())
        : null;
  }

  ColumnEntry column(TargetColumn target, Query.Command command) {
    ColumnEntry column = named.column(target.name());
    if (column == null) {
      if (SYSTEM_COLUMNS.contains(target.name())) {
        throw SqlException.error(
                SqlState.FEATURE_NOT_SUPPORTED,
                "cannot assign to system column \"%s\"",
                target.name())
            .withPosition(target.location() + 1);
      }
      throw SqlException.error(
              SqlState.UNDEFINED_COLUMN,
              "column \"%s\" of relation \"%s\" does not exist",
              target.name(),
              named.name())
          .withPosition(target.location() + 1);
    }
    if (view == null) {
      return column;
    }
    if (view.problems().get(column.number() - 1) != null) {
      throw notUpdatable(column, command);
    }
    return table.column(((Expr.Var) view.columns().get(column.number() - 1)).column());
  }

  /** The default that the view itself gives to the table's column, or null. */
  Expr viewDefault(ColumnEntry column) {
    if (view == null) {
      return null;
    }
    for (ColumnEntry own : named.columns()) {
      if (own.hasDefault()
          && view.columns().get(own.number() - 1) instanceof Expr.Var v
          && v.column() == column.number()) {
        return relations.columnDefault(named.oid(), own.number());
      }
    }
    return null;
  }

  /** The statement's condition with those of the views. */
  Expr where(Expr condition) {
    return view == null || view.where() == null
        ? condition
        : ViewTargets.and(ViewTargets.at(view.where(), item.relation), condition);
  }

  /** The columns of {@code excluded}, the proposed row at range table index {@code relation}. */
  void excluded(int relation, List<String> names, List<Expr> columns) {
    for (ColumnEntry c : named.columns()) {
      names.add(c.dropped() ? "" : c.name());
      Expr own =
          view == null
              ? new Expr.Var(relation, c.number(), c.type(), c.typmod(), c.collation(), 0, -1)
              : ViewTargets.at(view.columns().get(c.number() - 1), relation);
      columns.add(c.dropped() ? null : own);
    }
  }
}
