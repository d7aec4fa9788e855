package org.postern.executor.plan;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;

/** Conditions that name a table's rows by their tids, and those that are left to check. */
record TidConditions(List<Expr> tids, List<Expr> rest) {
  /** The equality of tids. */
  private static final int TID_EQUAL = 387;

  /** Takes the first condition that gives tids; null for none. */
  static TidConditions of(int relation, List<Expr> conditions) {
    for (Expr condition : conditions) {
      Expr source = source(relation, condition);
      if (source != null) {
        List<Expr> rest = new ArrayList<>(conditions);
        rest.remove(condition);
        return new TidConditions(List.of(source), rest);
      }
    }
    return null;
  }

  private static Expr source(int relation, Expr condition) {
    return switch (condition) {
      case Expr.CurrentOf c -> c;
      case Expr.Op op when op.operator() == TID_EQUAL -> {
        Expr left = op.args().get(0);
        Expr right = op.args().get(1);
        if (isTid(relation, left) && isKnown(right)) {
          yield right;
        }
        yield isTid(relation, right) && isKnown(left) ? left : null;
      }
      case Expr.ArrayOp op when op.operator() == TID_EQUAL && op.any() ->
          isTid(relation, op.left()) && isKnown(op.array()) ? op.array() : null;
      default -> null;
    };
  }

  private static boolean isTid(int relation, Expr expr) {
    return expr instanceof Expr.Var v
        && v.relation() == relation
        && v.column() == -1
        && v.levelsUp() == 0;
  }

  /** Whether a value is known before the scan. */
  private static boolean isKnown(Expr expr) {
    boolean[] known = {true};
    ExprTrees.walk(
        expr,
        e -> {
          if (e instanceof Expr.Var || e instanceof Expr.Slot || e instanceof Expr.SubPlan) {
            known[0] = false;
          }
        });
    return known[0];
  }
}
