package org.postern.executor.query;

import java.util.function.Consumer;

/** Visits the expressions that stand directly in a query, not those of its subqueries in FROM. */
public final class QueryWalk {
  private QueryWalk() {}

  /** Calls {@code visit} for each top-level expression of the query. */
  public static void expressions(Query query, Consumer<Expr> visit) {
    for (Query.TargetEntry t : query.targets()) {
      visit.accept(t.expr());
    }
    for (Query.TargetEntry t : query.returning()) {
      visit.accept(t.expr());
    }
    for (Query.Window window : query.windows()) {
      window.partitionBy().forEach(visit);
      window.orderBy().forEach(key -> visit.accept(key.expr()));
      accept(window.frame().start().offset(), visit);
      accept(window.frame().end().offset(), visit);
    }
    for (Query.MergeAction action : query.mergeActions()) {
      accept(action.condition(), visit);
      action.targets().forEach(t -> visit.accept(t.expr()));
    }
    accept(query.having(), visit);
    accept(query.limitCount(), visit);
    accept(query.limitOffset(), visit);
    if (query.from() != null) {
      accept(query.from().where(), visit);
      for (Query.From.Item item : query.from().items()) {
        join(item, visit);
      }
    }
    for (RangeTableEntry entry : query.rangeTable()) {
      switch (entry) {
        case RangeTableEntry.Function f -> f.calls().forEach(visit);
        case RangeTableEntry.Values v -> v.rows().forEach(row -> row.forEach(visit));
        default -> {
          // No expressions of its own.
        }
      }
    }
    if (query.onConflict() != null) {
      accept(query.onConflict().where(), visit);
      if (query.onConflict().set() != null) {
        query.onConflict().set().forEach(t -> visit.accept(t.expr()));
      }
    }
  }

  private static void join(Query.From.Item item, Consumer<Expr> visit) {
    if (item instanceof Query.From.Join j) {
      accept(j.condition(), visit);
      join(j.left(), visit);
      join(j.right(), visit);
    }
  }

  private static void accept(Expr expr, Consumer<Expr> visit) {
    if (expr != null) {
      visit.accept(expr);
    }
  }
}
