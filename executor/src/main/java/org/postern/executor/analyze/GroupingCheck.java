package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postern.executor.catalog.IndexEntry;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.query.Query;
import org.postern.executor.query.QueryWalk;
import org.postern.executor.query.RangeTableEntry;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * With grouping, every column outside of aggregates must be grouped by, or depend on a primary key
 * that is.
 */
final class GroupingCheck {
  private final ExpressionAnalyzer expressions;
  private final Scope scope;
  private final List<Query.TargetEntry> targets;
  private final Set<Expr> keys = new HashSet<>();
  private final Set<Integer> dependent = new HashSet<>();

  GroupingCheck(
      ExpressionAnalyzer expressions,
      Scope scope,
      List<Query.TargetEntry> targets,
      List<Query.SortGroup> groupBy,
      List<List<Integer>> sets) {
    this.expressions = expressions;
    this.scope = scope;
    this.targets = targets;
    for (Query.SortGroup key : groupBy) {
      for (Query.TargetEntry target : targets) {
        if (target.sortGroup() == key.target()) {
          keys.add(ExprTrees.strip(target.expr()));
        }
      }
    }
    findDependent(sets == null ? keys : inAllSets(sets));
  }

  /** The keys that are in each grouping set. */
  private Set<Expr> inAllSets(List<List<Integer>> sets) {
    Set<Expr> common = new HashSet<>();
    for (Query.TargetEntry target : targets) {
      if (target.sortGroup() != 0
          && sets.stream().allMatch(set -> set.contains(target.sortGroup()))) {
        common.add(ExprTrees.strip(target.expr()));
      }
    }
    return common;
  }

  private void findDependent(Set<Expr> keys) {
    for (int i = 0; i < scope.rangeTable.size(); i++) {
      if (!(scope.rangeTable.get(i) instanceof RangeTableEntry.Table table)) {
        continue;
      }
      Set<Integer> grouped = new HashSet<>();
      for (Expr key : keys) {
        if (key instanceof Expr.Var v && v.levelsUp() == 0 && v.relation() == i + 1) {
          grouped.add(v.column());
        }
      }
      if (grouped.isEmpty()) {
        continue;
      }
      for (IndexEntry index : expressions.env.relations().indexes(table.relation())) {
        if (index.primary()
            && index.immediate()
            && grouped.containsAll(new ArrayList<>(index.keys().subList(0, index.keyCount())))) {
          dependent.add(i + 1);
        }
      }
    }
  }

  void check(Expr having, List<Query.Window> windows) {
    for (Query.TargetEntry target : targets) {
      check(target.expr(), 0);
    }
    if (having != null) {
      check(having, 0);
    }
    for (Query.Window window : windows) {
      window.partitionBy().forEach(e -> check(e, 0));
      window.orderBy().forEach(k -> check(k.expr(), 0));
    }
  }

  private void check(Expr expr, int depth) {
    if (keys.contains(ExprTrees.strip(expr)) && depth == 0) {
      return;
    }
    switch (expr) {
      case Expr.Aggregate a when a.levelsUp() == depth -> {
        // Its arguments are evaluated before grouping.
      }
      case Expr.Grouping g when g.levelsUp() == depth -> {
        for (Expr arg : g.args()) {
          if (!keys.contains(ExprTrees.strip(depth == 0 ? arg : lowered(arg)))) {
            throw SqlException.error(
                    SqlState.GROUPING_ERROR,
                    "arguments to GROUPING must be grouping expressions of the associated query"
                        + " level")
                .withPosition(ExprTrees.location(arg) + 1);
          }
        }
      }
      case Expr.Var v when v.levelsUp() == depth -> {
        if (!dependent.contains(v.relation())
            && !(depth > 0 && keys.contains(ExprTrees.strip(lowered(v))))) {
          throw ungrouped(v, depth > 0);
        }
      }
      case Expr.SubLink s -> {
        if (s.test() != null) {
          check(s.test(), depth);
        }
        checkQuery(s.query(), depth + 1);
      }
      default -> ExprTrees.forEachChild(expr, child -> check(child, depth));
    }
  }

  private static Expr lowered(Expr expr) {
    return ExprTrees.transform(
        expr,
        e ->
            e instanceof Expr.Var v
                ? new Expr.Var(
                    v.relation(), v.column(), v.type(), v.typmod(), v.collation(), 0, v.location())
                : e);
  }

  private void checkQuery(Query query, int depth) {
    QueryWalk.expressions(query, e -> check(e, depth));
    for (RangeTableEntry entry : query.rangeTable()) {
      if (entry instanceof RangeTableEntry.Subquery s) {
        checkQuery(s.query(), depth + 1);
      }
    }
  }

  private SqlException ungrouped(Expr.Var v, boolean inSubquery) {
    RangeTableEntry entry = scope.rangeTable.get(v.relation() - 1);
    String name = v.column() > 0 ? entry.columns().get(v.column() - 1) : "ctid";
    String message =
        inSubquery
            ? "subquery uses ungrouped column \"%s.%s\" from outer query"
            : "column \"%s.%s\" must appear in the GROUP BY clause or be used in an aggregate"
                + " function";
    return SqlException.error(SqlState.GROUPING_ERROR, message, entry.alias(), name)
        .withPosition(v.location() + 1);
  }
}
