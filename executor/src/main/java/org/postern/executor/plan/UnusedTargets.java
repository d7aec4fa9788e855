package org.postern.executor.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.postern.executor.analyze.Queries;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.query.Query;

/** Outputs of a subquery in FROM that nobody reads are not computed. */
final class UnusedTargets {
  private UnusedTargets() {}

  /** The query with NULL for outputs that are not in {@code needed}, where that is not noticed. */
  static Query prune(Query query, Set<Integer> needed, PlannerEnvironment env) {
    if (query.setOperations() != null || !query.distinct().isEmpty() || needed.contains(0)) {
      return query;
    }
    List<Query.TargetEntry> targets = new ArrayList<>();
    boolean pruned = false;
    int output = 0;
    for (Query.TargetEntry t : query.targets()) {
      boolean wanted = t.junk() || needed.contains(++output) || t.sortGroup() != 0;
      if (wanted || t.expr() instanceof Expr.Var || !isQuiet(t.expr(), env)) {
        targets.add(t);
        continue;
      }
      pruned = true;
      targets.add(
          new Query.TargetEntry(
              Expr.Const.ofNull(t.expr().type()), t.column(), t.name(), 0, 0, 0, false));
    }
    return pruned ? Queries.withTargets(query, targets) : query;
  }

  /** Whether leaving an expression out changes nothing but its own value. */
  private static boolean isQuiet(Expr expr, PlannerEnvironment env) {
    boolean[] quiet = {true};
    ExprTrees.walk(
        expr,
        e -> {
          switch (e) {
            case Expr.Call c ->
                quiet[0] &= !c.returnsSet() && !env.catalog().proc(c.function()).isVolatile();
            case Expr.Op o -> quiet[0] &= !env.catalog().proc(o.function()).isVolatile();
            case Expr.Aggregate a -> quiet[0] = false;
            case Expr.WindowCall w -> quiet[0] = false;
            default -> {
              // Computes its value and nothing else.
            }
          }
        });
    return quiet[0];
  }
}
