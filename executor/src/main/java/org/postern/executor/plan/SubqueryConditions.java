package org.postern.executor.plan;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.ProcEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.query.Query;
import org.postern.executor.query.QueryBuilder;
import org.postern.executor.query.RangeTableEntry;

/**
 * Moves conditions on a subquery's columns into its WHERE, where they may find an index: what a
 * view over a table needs to be as fast as the table. Only for subqueries whose rows are those of
 * their FROM, and not for views that keep conditions out by {@code security_barrier}.
 */
final class SubqueryConditions {
  private final Catalog catalog;
  private final Query query;
  private final List<Expr> targets = new ArrayList<>();
  private final boolean open;

  /** Conditions that stay outside. */
  final List<Expr> rest = new ArrayList<>();

  SubqueryConditions(PlannerEnvironment env, RangeTableEntry.Subquery entry) {
    this.catalog = env.catalog();
    this.query = entry.query();
    for (Query.TargetEntry t : query.targets()) {
      if (!t.junk()) {
        targets.add(t.expr());
      }
    }
    RelationEntry view = entry.view() == 0 ? null : env.relations().relation(entry.view());
    this.open =
        query.command() == Query.Command.SELECT
            && query.setOperations() == null
            && !query.hasAggregates()
            && query.groupBy().isEmpty()
            && query.groupingSets() == null
            && query.having() == null
            && query.distinct().isEmpty()
            && query.windows().isEmpty()
            && query.limitCount() == null
            && query.limitOffset() == null
            && query.rowMarks().isEmpty()
            && !query.hasSetReturning()
            && (view == null || !view.flag("security_barrier"));
  }

  /** The subquery with as many of the conditions as it can take. */
  Query absorb(int relation, List<Expr> conditions) {
    List<Expr> taken = new ArrayList<>();
    for (Expr condition : conditions) {
      (open && fits(relation, condition) ? taken : rest).add(condition);
    }
    if (taken.isEmpty()) {
      return query;
    }
    List<Expr> all = new ArrayList<>();
    if (query.from().where() != null) {
      all.add(query.from().where());
    }
    for (Expr condition : taken) {
      all.add(
          ExprTrees.transform(
              condition, e -> e instanceof Expr.Var v ? targets.get(v.column() - 1) : e));
    }
    QueryBuilder builder = new QueryBuilder(query);
    builder.from = new Query.From(query.from().items(), Conjuncts.join(all));
    return builder.build();
  }

  private boolean fits(int relation, Expr condition) {
    boolean[] fits = {true};
    ExprTrees.walk(
        condition,
        e -> {
          switch (e) {
            case Expr.Var v ->
                fits[0] &=
                    v.relation() == relation
                        && v.levelsUp() == 0
                        && v.column() > 0
                        && v.column() <= targets.size()
                        && isStable(targets.get(v.column() - 1));
            case Expr.SubPlan s -> fits[0] = false;
            case Expr.SubLink s -> fits[0] = false;
            default -> fits[0] &= !isVolatile(e);
          }
        });
    return fits[0];
  }

  private boolean isStable(Expr target) {
    boolean[] stable = {true};
    ExprTrees.walk(target, e -> stable[0] &= !isVolatile(e) && !(e instanceof Expr.SubLink));
    return stable[0];
  }

  private boolean isVolatile(Expr expr) {
    int function =
        switch (expr) {
          case Expr.Call c -> c.function();
          case Expr.Op o -> o.function();
          default -> 0;
        };
    ProcEntry proc = function == 0 ? null : catalog.procOrNull(function);
    return proc != null && proc.isVolatile();
  }
}
