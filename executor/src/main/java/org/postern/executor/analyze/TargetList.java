package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.query.Query;
import org.postern.executor.query.RangeTableEntry;
import org.postern.executor.sql.ast.Constructor;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.GroupItem;
import org.postern.executor.sql.ast.Literal;
import org.postern.executor.sql.ast.QueryBody;
import org.postern.executor.sql.ast.Reference;
import org.postern.executor.sql.ast.SelectItem;
import org.postern.executor.sql.ast.SortItem;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * The output columns of a SELECT while it is analyzed. ORDER BY, GROUP BY and DISTINCT refer to
 * entries by number and add junk entries for what is not shown.
 */
final class TargetList {
  private final QueryAnalyzer queries;
  private final ExpressionAnalyzer expressions;
  private final Scope scope;
  private final List<Query.TargetEntry> entries = new ArrayList<>();
  private int sortGroups;

  TargetList(QueryAnalyzer queries, ExpressionAnalyzer expressions, Scope scope) {
    this.queries = queries;
    this.expressions = expressions;
    this.scope = scope;
  }

  void addAll(List<SelectItem> items, ColumnReferences columns) {
    for (SelectItem item : items) {
      List<ColumnReferences.NamedExpr> star = columns.expandNamed(item.value(), scope);
      if (star != null) {
        for (ColumnReferences.NamedExpr n : star) {
          add(n.expr(), n.name());
        }
      } else {
        Expr expr = expressions.analyze(item.value(), scope);
        add(expr, item.alias() != null ? item.alias() : OutputNames.of(item.value()));
      }
    }
  }

  /** Adds expressions under given names, as a set operation's outputs. */
  void addOutputs(List<Expr> exprs, List<String> names) {
    for (int i = 0; i < exprs.size(); i++) {
      entries.add(new Query.TargetEntry(exprs.get(i), i + 1, names.get(i), 0, 0, 0, false));
    }
  }

  private void add(Expr expr, String name) {
    int originTable = 0;
    int originColumn = 0;
    if (expr instanceof Expr.Var v) {
      Origin origin = origin(v);
      originTable = origin.table();
      originColumn = origin.column();
    }
    entries.add(
        new Query.TargetEntry(expr, entries.size() + 1, name, 0, originTable, originColumn, false));
  }

  private record Origin(int table, int column) {}

  private Origin origin(Expr.Var v) {
    Scope owner = scope;
    for (int i = 0; i < v.levelsUp(); i++) {
      owner = owner.parent;
    }
    if (owner != null && v.column() != 0) {
      RangeTableEntry entry = owner.rangeTable.get(v.relation() - 1);
      if (entry instanceof RangeTableEntry.Table t) {
        return new Origin(t.relation(), v.column());
      }
      if (entry instanceof RangeTableEntry.Subquery s) {
        Query.TargetEntry target = QueryAnalyzer.outputs(s.query()).get(v.column() - 1);
        return new Origin(target.originTable(), target.originColumn());
      }
    }
    return new Origin(0, 0);
  }

  List<Query.TargetEntry> entries() {
    return List.copyOf(entries);
  }

  /** Untyped output columns become text. */
  void finish() {
    for (int i = 0; i < entries.size(); i++) {
      Query.TargetEntry e = entries.get(i);
      if (e.expr().type() == TypeOid.UNKNOWN) {
        entries.set(i, with(e, expressions.unknownToText(e.expr()), e.sortGroup()));
      }
    }
  }

  private static Query.TargetEntry with(Query.TargetEntry e, Expr expr, int sortGroup) {
    return new Query.TargetEntry(
        expr, e.column(), e.name(), sortGroup, e.originTable(), e.originColumn(), e.junk());
  }

  List<Query.SortGroup> orderBy(List<SortItem> items) {
    scope.clause = Scope.Clause.ORDER_BY;
    List<Query.SortGroup> keys = new ArrayList<>();
    for (SortItem item : items) {
      int at = findOutputOrAdd(item.value(), "ORDER BY", true);
      typed(at);
      SortKeys.Resolved sort = new SortKeys(expressions).resolve(entries.get(at).expr(), item);
      int number = number(at);
      if (keys.stream().noneMatch(k -> k.target() == number)) {
        keys.add(
            new Query.SortGroup(
                number,
                sort.equalOperator(),
                sort.sortOperator(),
                sort.descending(),
                sort.nullsFirst()));
      }
    }
    scope.clause = Scope.Clause.NONE;
    return List.copyOf(keys);
  }

  List<Query.SortGroup> groupBy(List<GroupItem> items) {
    scope.clause = Scope.Clause.GROUP_BY;
    List<Query.SortGroup> keys = new ArrayList<>();
    for (GroupItem item : items) {
      switch (item) {
        case GroupItem.GroupExpression g -> {
          for (Expression value : flattened(g.value())) {
            int at = findOutputOrAdd(value, "GROUP BY", false);
            typed(at);
            keys.add(groupKey(at, keys));
          }
        }
        default -> throw new IllegalStateException("grouping sets are expanded: item=" + item);
      }
    }
    scope.clause = Scope.Clause.NONE;
    return unique(keys);
  }

  /** What GROUP BY with grouping sets comes to. */
  record Grouping(List<Query.SortGroup> keys, List<List<Integer>> sets) {}

  Grouping groupingSets(List<GroupItem> items, boolean distinct) {
    scope.clause = Scope.Clause.GROUP_BY;
    List<Query.SortGroup> keys = new ArrayList<>();
    GroupingSets expander =
        new GroupingSets(value -> {
          int at = findOutputOrAdd(value, "GROUP BY", false);
          typed(at);
          keys.add(groupKey(at, keys));
          return number(at);
        });
    List<List<Integer>> sets = expander.expand(items, distinct);
    scope.clause = Scope.Clause.NONE;
    return new Grouping(unique(keys), sets);
  }

  private static List<Query.SortGroup> unique(List<Query.SortGroup> keys) {
    List<Query.SortGroup> unique = new ArrayList<>();
    for (Query.SortGroup key : keys) {
      if (unique.stream().noneMatch(k -> k.target() == key.target())) {
        unique.add(key);
      }
    }
    return List.copyOf(unique);
  }

  /** {@code (a, b)} groups by its columns. */
  private static List<Expression> flattened(Expression value) {
    if (!(value instanceof Constructor.RowConstructor row) || row.explicit()) {
      return List.of(value);
    }
    List<Expression> all = new ArrayList<>();
    row.fields().forEach(field -> all.addAll(flattened(field)));
    return all;
  }

  private Query.SortGroup groupKey(int at, List<Query.SortGroup> others) {
    Expr expr = entries.get(at).expr();
    OperatorResolver.Ordering ordering =
        expressions.operators.grouping(expr.type(), ExprTrees.location(expr));
    return new Query.SortGroup(number(at), ordering.equal(), ordering.less(), false, false);
  }

  List<Query.SortGroup> distinct(QueryBody.Distinct distinct, List<Query.SortGroup> orderBy) {
    List<Query.SortGroup> keys = new ArrayList<>();
    if (distinct.on().isEmpty()) {
      for (Query.SortGroup key : orderBy) {
        if (entry(key.target()).junk()) {
          throw SqlException.error(
                  SqlState.INVALID_COLUMN_REFERENCE,
                  "for SELECT DISTINCT, ORDER BY expressions must appear in select list")
              .withPosition(ExprTrees.location(entry(key.target()).expr()) + 1);
        }
        keys.add(key);
      }
      for (int i = 0; i < entries.size(); i++) {
        if (!entries.get(i).junk()) {
          typed(i);
          int number = number(i);
          if (keys.stream().noneMatch(k -> k.target() == number)) {
            keys.add(groupKey(i, keys));
          }
        }
      }
      return List.copyOf(keys);
    }
    scope.clause = Scope.Clause.ORDER_BY;
    List<Integer> wanted = new ArrayList<>();
    for (Expression e : distinct.on()) {
      int at = findOutputOrAdd(e, "DISTINCT ON", true);
      typed(at);
      wanted.add(at);
    }
    scope.clause = Scope.Clause.NONE;
    List<Integer> numbers = new ArrayList<>();
    for (int at : wanted) {
      numbers.add(number(at));
    }
    boolean skipped = false;
    for (Query.SortGroup key : orderBy) {
      int at = numbers.indexOf(key.target());
      if (at < 0) {
        skipped = true;
      } else if (skipped) {
        throw mismatch(distinct.on().get(at));
      } else {
        keys.add(key);
      }
    }
    for (int i = 0; i < wanted.size(); i++) {
      int number = numbers.get(i);
      if (keys.stream().noneMatch(k -> k.target() == number)) {
        if (skipped) {
          throw mismatch(distinct.on().get(i));
        }
        keys.add(groupKey(wanted.get(i), keys));
      }
    }
    return List.copyOf(keys);
  }

  private static SqlException mismatch(Expression item) {
    return SqlException.error(
            SqlState.INVALID_COLUMN_REFERENCE,
            "SELECT DISTINCT ON expressions must match initial ORDER BY expressions")
        .withPosition(item.location() + 1);
  }

  private Query.TargetEntry entry(int sortGroup) {
    for (Query.TargetEntry e : entries) {
      if (e.sortGroup() == sortGroup) {
        return e;
      }
    }
    throw new AssertionError("no such sort group: number=" + sortGroup);
  }

  private void typed(int at) {
    Query.TargetEntry e = entries.get(at);
    if (e.expr().type() == TypeOid.UNKNOWN) {
      entries.set(at, with(e, expressions.unknownToText(e.expr()), e.sortGroup()));
    }
  }

  private int number(int at) {
    Query.TargetEntry e = entries.get(at);
    if (e.sortGroup() == 0) {
      entries.set(at, with(e, e.expr(), ++sortGroups));
    }
    return entries.get(at).sortGroup();
  }

  /**
   * A sort or group item: an output name, an output position, or an expression. For GROUP BY a
   * column of the input wins over an output name.
   */
  private int findOutputOrAdd(Expression value, String clause, boolean outputFirst) {
    if (value instanceof Reference.ColumnRef ref && ref.names().size() == 1 && !ref.star()) {
      String name = ref.names().getFirst();
      boolean useOutput = outputFirst;
      if (!outputFirst) {
        useOutput = scope.items.isEmpty() || localColumn(name, ref.location()) == null;
      }
      if (useOutput) {
        int found = -1;
        for (int i = 0; i < entries.size(); i++) {
          Query.TargetEntry e = entries.get(i);
          if (!e.junk() && e.name().equals(name)) {
            if (found >= 0 && !ExprTrees.same(entries.get(found).expr(), e.expr())) {
              throw SqlException.error(
                      SqlState.AMBIGUOUS_COLUMN, "%s \"%s\" is ambiguous", clause, name)
                  .withPosition(ref.location() + 1);
            }
            found = found < 0 ? i : found;
          }
        }
        if (found >= 0) {
          checkGroupable(found, clause);
          return found;
        }
      }
    }
    if (value instanceof Literal.IntegerLiteral position) {
      int visible = 0;
      for (int i = 0; i < entries.size(); i++) {
        if (!entries.get(i).junk() && ++visible == position.value()) {
          checkGroupable(i, clause);
          return i;
        }
      }
      throw SqlException.error(
              SqlState.INVALID_COLUMN_REFERENCE,
              "%s position %d is not in select list",
              clause,
              position.value())
          .withPosition(position.location() + 1);
    }
    if (value instanceof Literal && !(value instanceof Literal.NullLiteral)) {
      throw SqlException.error(SqlState.SYNTAX_ERROR, "non-integer constant in %s", clause)
          .withPosition(value.location() + 1);
    }
    Expr expr = expressions.analyze(value, scope);
    for (int i = 0; i < entries.size(); i++) {
      if (ExprTrees.same(entries.get(i).expr(), expr)) {
        return i;
      }
    }
    entries.add(new Query.TargetEntry(expr, entries.size() + 1, "?column?", 0, 0, 0, true));
    return entries.size() - 1;
  }

  /** GROUP BY of an output column that has an aggregate or window function is an error. */
  private void checkGroupable(int at, String clause) {
    if (!clause.equals("GROUP BY")) {
      return;
    }
    ExprTrees.walk(
        entries.get(at).expr(),
        e -> {
          if (e instanceof Expr.Aggregate a && a.levelsUp() == 0) {
            throw SqlException.error(
                    SqlState.GROUPING_ERROR, "aggregate functions are not allowed in %s", clause)
                .withPosition(a.location() + 1);
          }
          if (e instanceof Expr.WindowCall w) {
            throw SqlException.error(
                    SqlState.WINDOWING_ERROR, "window functions are not allowed in %s", clause)
                .withPosition(w.location() + 1);
          }
        });
  }

  private Expr localColumn(String name, int location) {
    Expr found = scope.column(name, location);
    return found instanceof Expr.Var v && v.levelsUp() > 0 ? null : found;
  }
}
