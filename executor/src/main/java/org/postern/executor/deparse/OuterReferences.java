package org.postern.executor.deparse;

import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.query.Query;
import org.postern.executor.query.QueryWalk;
import org.postern.executor.query.RangeTableEntry;

/** Whether a query reads columns of the level around it. */
final class OuterReferences {
  private OuterReferences() {}

  static boolean in(Query query) {
    return in(query, 1);
  }

  private static boolean in(Query query, int depth) {
    boolean[] found = {false};
    QueryWalk.expressions(
        query,
        expr ->
            ExprTrees.walk(
                expr,
                e -> {
                  found[0] |= e instanceof Expr.Var v && v.levelsUp() == depth;
                  found[0] |= e instanceof Expr.SubLink s && in(s.query(), depth + 1);
                }));
    for (RangeTableEntry entry : query.rangeTable()) {
      found[0] |= entry instanceof RangeTableEntry.Subquery s && in(s.query(), depth + 1);
    }
    for (Query.CommonTable with : query.with()) {
      found[0] |= in(with.query(), depth + 1);
    }
    return found[0];
  }
}
