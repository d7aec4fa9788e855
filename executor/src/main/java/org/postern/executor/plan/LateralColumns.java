package org.postern.executor.plan;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.query.Query;
import org.postern.executor.query.QueryWalk;
import org.postern.executor.query.RangeTableEntry;

/** Finds the columns of the surrounding level that a subquery reads, however deep inside. */
final class LateralColumns {
  private LateralColumns() {}

  /** The columns, as Vars of the surrounding level. */
  static List<Expr> of(Query query) {
    List<Expr> found = new ArrayList<>();
    collect(query, 1, found);
    return found;
  }

  private static void collect(Query query, int depth, List<Expr> found) {
    QueryWalk.expressions(
        query,
        expr ->
            ExprTrees.walk(
                expr,
                e -> {
                  if (e instanceof Expr.Var v && v.levelsUp() == depth) {
                    found.add(
                        new Expr.Var(
                            v.relation(), v.column(), v.type(), v.typmod(), v.collation(), 0, -1));
                  } else if (e instanceof Expr.SubLink s) {
                    collect(s.query(), depth + 1, found);
                  }
                }));
    for (RangeTableEntry entry : query.rangeTable()) {
      if (entry instanceof RangeTableEntry.Subquery s) {
        collect(s.query(), depth + 1, found);
      }
    }
    for (Query.CommonTable with : query.with()) {
      collect(with.query(), depth + 1, found);
    }
  }
}
