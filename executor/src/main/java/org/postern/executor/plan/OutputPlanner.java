package org.postern.executor.plan;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.query.Query;

/**
 * Orders, limits and computes the targets of a SELECT without DISTINCT, so that a volatile function
 * or a set-returning one in the select list runs only for rows that are given out, in their order.
 *
 * <p>Source: PostgreSQL documentation, SELECT: "the output expressions are computed after sorting".
 */
final class OutputPlanner {
  private final QueryPlanner level;
  private final Query query;

  OutputPlanner(QueryPlanner level, Query query) {
    this.level = level;
    this.query = query;
  }

  /** Whether computing all targets first would be noticed. */
  boolean isNeeded(List<Expr> targets) {
    if (!query.distinct().isEmpty() || query.withTies()) {
      return false;
    }
    boolean limited = query.limitCount() != null || query.limitOffset() != null;
    boolean late = false;
    for (int i = 0; i < targets.size(); i++) {
      Expr target = targets.get(i);
      boolean key = isKey(i);
      if (returnsSet(target)) {
        if (key || query.orderBy().isEmpty()) {
          return false;
        }
        late = true;
      }
      late |= !key && isVolatile(target) && (limited || !query.orderBy().isEmpty());
    }
    return late;
  }

  private boolean isKey(int target) {
    int group = query.targets().get(target).sortGroup();
    return group != 0 && query.orderBy().stream().anyMatch(k -> k.target() == group);
  }

  static boolean returnsSet(Expr expr) {
    boolean[] found = new boolean[1];
    ExprTrees.walk(expr, e -> found[0] |= e instanceof Expr.Call c && c.returnsSet());
    return found[0];
  }

  private boolean isVolatile(Expr expr) {
    boolean[] found = new boolean[1];
    ExprTrees.walk(
        expr,
        e -> {
          switch (e) {
            case Expr.Call c -> found[0] |= level.env.catalog().proc(c.function()).isVolatile();
            case Expr.Op o -> found[0] |= level.env.catalog().proc(o.function()).isVolatile();
            default -> {
              // Gives the same each time.
            }
          }
        });
    return found[0];
  }

  /** Sorts by the keys, limits, and projects the targets that are shown. */
  Plan plan(Plan input, List<Expr> targets) {
    List<Expr> bound = new ArrayList<>(targets);
    Plan plan = query.orderBy().isEmpty() ? input : sorted(input, bound);
    boolean sets = false;
    List<Expr> shown = new ArrayList<>();
    List<Integer> types = new ArrayList<>();
    for (int i = 0; i < bound.size(); i++) {
      if (!query.targets().get(i).junk()) {
        sets |= returnsSet(bound.get(i));
        shown.add(bound.get(i));
        types.add(bound.get(i).type());
      }
    }
    if (!sets) {
      plan = limited(plan);
      return new Plan.Project(plan, shown, types, new Plan.Estimate(plan.rows(), plan.cost()));
    }
    plan =
        new Plan.ProjectSet(plan, shown, types, new Plan.Estimate(plan.rows() * 10, plan.cost()));
    return limited(plan);
  }

  private Plan sorted(Plan input, List<Expr> bound) {
    List<Expr> projected = new ArrayList<>();
    for (int i = 0; i < input.types().size(); i++) {
      projected.add(new Expr.Slot(i, input.types().get(i), -1, 0));
    }
    List<Plan.SortKey> keys = new ArrayList<>();
    for (Query.SortGroup group : query.orderBy()) {
      for (int i = 0; i < bound.size(); i++) {
        if (query.targets().get(i).sortGroup() == group.target()) {
          Expr key = bound.get(i);
          if (!(key instanceof Expr.Slot)) {
            projected.add(key);
            key = new Expr.Slot(projected.size() - 1, key.type(), key.typmod(), key.collation());
            bound.set(i, key);
          }
          keys.add(
              new Plan.SortKey(
                  ((Expr.Slot) key).column(), key.type(), group.descending(), group.nullsFirst()));
        }
      }
    }
    List<Integer> types = new ArrayList<>();
    projected.forEach(e -> types.add(e.type()));
    Plan plan =
        projected.size() == input.types().size()
            ? input
            : new Plan.Project(
                input, projected, types, new Plan.Estimate(input.rows(), input.cost()));
    return new Plan.Sort(
        plan, keys, null, new Plan.Estimate(plan.rows(), plan.cost() + plan.rows() * 0.05));
  }

  private Plan limited(Plan plan) {
    Expr offset = level.prepare(query.limitOffset());
    Expr count = level.prepare(query.limitCount());
    return offset == null && count == null
        ? plan
        : new Plan.Limit(
            plan,
            offset,
            count,
            List.of(),
            new Plan.Estimate(Math.max(1, plan.rows() * 0.1), plan.cost()));
  }
}
