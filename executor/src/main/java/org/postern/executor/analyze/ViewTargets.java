package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.query.Expr;
import org.postern.executor.query.Query;
import org.postern.executor.query.QueryTrees;
import org.postern.executor.query.RangeTableEntry;
import org.postern.executor.query.ViewTarget;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Automatically updatable views: a change of such a view is a change of the one table beneath it.
 *
 * <p>Source: PostgreSQL documentation, CREATE VIEW, "Updatable Views".
 */
public final class ViewTargets {
  private ViewTargets() {}

  /** Why a view with this query cannot be changed, in a sentence; null when it can. */
  public static String problem(Query query, boolean needsColumn) {
    if (!query.distinct().isEmpty()) {
      return "Views containing DISTINCT are not automatically updatable.";
    }
    if (!query.groupBy().isEmpty()) {
      return "Views containing GROUP BY are not automatically updatable.";
    }
    if (query.having() != null) {
      return "Views containing HAVING are not automatically updatable.";
    }
    if (query.setOperations() != null) {
      return "Views containing UNION, INTERSECT, or EXCEPT are not automatically updatable.";
    }
    if (!query.with().isEmpty()) {
      return "Views containing WITH are not automatically updatable.";
    }
    if (query.limitOffset() != null || query.limitCount() != null) {
      return "Views containing LIMIT or OFFSET are not automatically updatable.";
    }
    if (query.hasAggregates()) {
      return "Views that return aggregate functions are not automatically updatable.";
    }
    if (!query.windows().isEmpty()) {
      return "Views that return window functions are not automatically updatable.";
    }
    if (query.hasSetReturning()) {
      return "Views that return set-returning functions are not automatically updatable.";
    }
    if (base(query) == 0) {
      return "Views that do not select from a single table or view are not automatically"
          + " updatable.";
    }
    boolean any = false;
    for (Query.TargetEntry t : query.targets()) {
      any |= columnProblem(t) == null;
    }
    return needsColumn && !any
        ? "Views that have no updatable columns are not automatically updatable."
        : null;
  }

  /** The relation such a view reads, or 0. */
  private static int base(Query query) {
    if (query.from().items().size() != 1
        || !(query.from().items().getFirst() instanceof Query.From.Relation r)) {
      return 0;
    }
    return switch (query.rangeTable().get(r.relation() - 1)) {
      case RangeTableEntry.Table t ->
          t.kind() == 'r' || t.kind() == 'p' || t.kind() == 'f' ? t.relation() : 0;
      case RangeTableEntry.Subquery s -> s.view();
      default -> 0;
    };
  }

  private static String columnProblem(Query.TargetEntry t) {
    if (t.junk()) {
      return "Junk view columns are not updatable.";
    }
    if (!(t.expr() instanceof Expr.Var v)) {
      return "View columns that are not columns of their base relation are not updatable.";
    }
    if (v.column() < 0) {
      return "View columns that refer to system columns are not updatable.";
    }
    return v.column() == 0
        ? "View columns that return whole-row references are not updatable."
        : null;
  }

  /**
   * A view resolved to its table. {@code columns} are its columns as expressions over the table,
   * which stands at {@link #TABLE} in them; {@code problems} says of each why it cannot be assigned
   * to; {@code where} joins the conditions of all views, null for none.
   */
  record Resolved(
      RelationEntry table,
      List<Expr> columns,
      List<String> problems,
      Expr where,
      ViewTarget target) {}

  /** The range table index of the table in what {@link #resolve} gives. */
  static final int TABLE = 1;

  /** Resolves a view, or throws 55000 where it cannot be changed. */
  static Resolved resolve(
      RelationEntry view, Query.Command command, QueryAnalyzer queries, AnalyzerEnvironment env) {
    return resolve(view, command, queries, env, 0, false);
  }

  private static Resolved resolve(
      RelationEntry view,
      Query.Command command,
      QueryAnalyzer queries,
      AnalyzerEnvironment env,
      int checkAs,
      boolean cascading) {
    Query query = queries.storedQuery(view);
    String problem = problem(query, command != Query.Command.DELETE);
    if (problem != null) {
      throw refused(view, command, problem);
    }
    RelationEntry below = env.relations().relation(base(query));
    env.opener().lock(below.oid(), ModifyAnalyzer.ROW_EXCLUSIVE);
    int belowCheckAs = view.flag("security_invoker") ? 0 : view.owner();
    boolean cascaded = cascading || option(view, "check_option=cascaded");
    boolean checked = cascaded || option(view, "check_option=local");
    Resolved inner =
        below.kind() == 'v'
            ? resolve(below, command, queries, env, belowCheckAs, cascaded)
            : table(below, belowCheckAs);
    return over(view, query, inner, checkAs, checked && command != Query.Command.DELETE);
  }

  private static boolean option(RelationEntry view, String setting) {
    return view.options().contains(setting);
  }

  private static Resolved table(RelationEntry table, int checkAs) {
    List<Expr> columns = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (ColumnEntry c : table.columns()) {
      columns.add(
          c.dropped()
              ? null
              : new Expr.Var(TABLE, c.number(), c.type(), c.typmod(), c.collation(), 0, -1));
      problems.add(null);
    }
    return new Resolved(
        table, columns, problems, null, new ViewTarget(List.of(), checkAs, List.of()));
  }

  /** A view over what is resolved already. */
  private static Resolved over(
      RelationEntry view, Query query, Resolved inner, int checkAs, boolean checked) {
    int relation = ((Query.From.Relation) query.from().items().getFirst()).relation();
    QueryTrees.ColumnMapper mapper =
        (v, depth) -> {
          if (v.levelsUp() != depth || v.relation() != relation) {
            return v;
          }
          if (v.column() <= 0) {
            return QueryTrees.shift(
                new Expr.Var(TABLE, v.column(), v.type(), v.typmod(), v.collation(), 0, -1), depth);
          }
          return QueryTrees.shift(inner.columns().get(v.column() - 1), depth);
        };
    List<Expr> columns = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    for (Query.TargetEntry t : query.targets()) {
      if (t.junk()) {
        continue;
      }
      String problem = columnProblem(t);
      if (problem == null) {
        problem = inner.problems().get(((Expr.Var) t.expr()).column() - 1);
      }
      Expr column = QueryTrees.map(t.expr(), mapper);
      problems.add(problem);
      columns.add(column);
      numbers.add(problem == null && column instanceof Expr.Var v ? v.column() : 0);
    }
    Expr own = QueryTrees.map(query.from().where(), mapper);
    List<ViewTarget.Layer> layers = new ArrayList<>();
    layers.add(new ViewTarget.Layer(view.oid(), checkAs, numbers));
    layers.addAll(inner.target().layers());
    List<ViewTarget.Check> checks = new ArrayList<>(inner.target().checks());
    if (checked && own != null) {
      checks.add(new ViewTarget.Check(view.name(), own));
    }
    return new Resolved(
        inner.table(),
        columns,
        problems,
        and(inner.where(), own),
        new ViewTarget(List.copyOf(layers), inner.target().checkAs(), List.copyOf(checks)));
  }

  static Expr and(Expr left, Expr right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    return new Expr.Bool(Expr.Bool.Kind.AND, List.of(left, right), -1);
  }

  /** An expression of {@link Resolved} with the table at another index. */
  static Expr at(Expr expr, int relation) {
    return QueryTrees.map(
        expr,
        (v, depth) ->
            v.levelsUp() == depth && v.relation() == TABLE
                ? new Expr.Var(
                    relation,
                    v.column(),
                    v.type(),
                    v.typmod(),
                    v.collation(),
                    v.levelsUp(),
                    v.location())
                : v);
  }

  static ViewTarget at(ViewTarget target, int relation) {
    List<ViewTarget.Check> checks = new ArrayList<>();
    for (ViewTarget.Check check : target.checks()) {
      checks.add(new ViewTarget.Check(check.view(), at(check.condition(), relation)));
    }
    return new ViewTarget(target.layers(), target.checkAs(), checks);
  }

  private static SqlException refused(RelationEntry view, Query.Command command, String why) {
    String verb =
        switch (command) {
          case INSERT -> "insert into";
          case UPDATE -> "update";
          default -> "delete from";
        };
    String doing =
        switch (command) {
          case INSERT -> "inserting into";
          case UPDATE -> "updating";
          default -> "deleting from";
        };
    return SqlException.error(
            SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "cannot %s view \"%s\"", verb, view.name())
        .withDetail("%s", why)
        .withHint(
            "To enable %s the view, provide an INSTEAD OF %s trigger or an unconditional ON %s DO"
                + " INSTEAD rule.",
            doing, command, command);
  }
}
