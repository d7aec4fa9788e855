package org.postern.executor.analyze;

import java.util.List;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Places where a set-returning function cannot stand. */
final class SetReturningPlaces {
  private static final String HINT =
      "You might be able to move the set-returning function into a LATERAL FROM item.";

  private SetReturningPlaces() {}

  /** Checks a call at {@code location} with bound arguments. */
  static void check(Scope scope, List<Expr> args, int location) {
    switch (scope.clause) {
      case UPDATE_SOURCE, RETURNING, MERGE_WHEN ->
          throw SqlException.error(
                  SqlState.FEATURE_NOT_SUPPORTED,
                  "set-returning functions are not allowed in %s",
                  scope.clause.words())
              .withPosition(location + 1);
      case FROM_FUNCTION -> {
        Expr inner = first(args);
        if (inner != null) {
          throw SqlException.error(
                  SqlState.FEATURE_NOT_SUPPORTED,
                  "set-returning functions must appear at top level of FROM")
              .withPosition(ExprTrees.location(inner) + 1);
        }
      }
      default -> {
        // Others have their own rules.
      }
    }
  }

  /** Throws when an argument of an aggregate or window function returns a set. */
  static void refuse(List<Expr> args, String kind) {
    Expr inner = first(args);
    if (inner != null) {
      throw SqlException.error(
              SqlState.FEATURE_NOT_SUPPORTED,
              "%s function calls cannot contain set-returning function calls",
              kind)
          .withHint(HINT)
          .withPosition(ExprTrees.location(inner) + 1);
    }
  }

  private static Expr first(List<Expr> args) {
    Expr[] found = new Expr[1];
    for (Expr arg : args) {
      ExprTrees.walk(
          arg,
          e -> {
            if (found[0] == null && e instanceof Expr.Call c && c.returnsSet()) {
              found[0] = e;
            }
          });
    }
    return found[0];
  }
}
