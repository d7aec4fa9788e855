package org.postern.executor.analyze;

import org.postern.executor.query.Expr;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Conversions of values to the columns they are stored in. */
final class Assignments {
  private Assignments() {}

  /** The value as the column's type and length; throws 42804 where there is no assignment cast. */
  static Expr coerce(
      ExpressionAnalyzer expressions,
      Expr expr,
      String column,
      int type,
      int typmod,
      boolean isDefault) {
    int location = ExpressionAnalyzer.located(expr, -1);
    Expr converted =
        expressions.coercion.toTarget(
            expr, type, typmod, Coercion.Context.ASSIGNMENT, Expr.CastForm.IMPLICIT, location);
    if (converted == null) {
      throw SqlException.error(
              SqlState.DATATYPE_MISMATCH,
              isDefault
                  ? "column \"%s\" is of type %s but default expression is of type %s"
                  : "column \"%s\" is of type %s but expression is of type %s",
              column,
              expressions.coercion.name(type),
              expressions.coercion.name(expr.type()))
          .withHint("You will need to rewrite or cast the expression.")
          .withPosition(location + 1);
    }
    return converted;
  }
}
