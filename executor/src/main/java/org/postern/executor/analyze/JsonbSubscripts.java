package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.postern.executor.query.Expr;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.Indirection;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Subscripts of jsonb: each is an integer or a text, and slices there are none.
 *
 * <p>Source: PostgreSQL documentation, section 8.14.5 "jsonb Subscripting".
 */
final class JsonbSubscripts {
  private final ExpressionAnalyzer expressions;
  private final Scope scope;

  JsonbSubscripts(ExpressionAnalyzer expressions, Scope scope) {
    this.expressions = expressions;
    this.scope = scope;
  }

  /** {@code container[…]}: jsonb again. */
  Expr read(Expr container, List<Indirection.Step> steps, int location) {
    return new Expr.Subscript(
        container, path(steps), List.of(), false, 0, TypeOid.JSONB, -1, 0, location);
  }

  /** {@code container[…] := value} of a column of {@code type}. */
  Expr store(Expr container, List<Indirection.Step> steps, int type, Expr value, int location) {
    return new Expr.SubscriptStore(
        container, path(steps), List.of(), false, 0, type, -1, 0, value, location);
  }

  private List<Expr> path(List<Indirection.Step> steps) {
    List<Expr> path = new ArrayList<>();
    for (Indirection.Step step : steps) {
      switch (step) {
        case Indirection.Subscript s -> path.add(index(s.index()));
        case Indirection.Slice s -> throw slice(s);
        default -> throw new AssertionError(step);
      }
    }
    return Collections.unmodifiableList(path);
  }

  private static SqlException slice(Indirection.Slice slice) {
    Expression bound = slice.upper() == null ? slice.lower() : slice.upper();
    SqlException error =
        SqlException.error(SqlState.DATATYPE_MISMATCH, "jsonb subscript does not support slices");
    return bound == null ? error : error.withPosition(bound.location() + 1);
  }

  private Expr index(Expression expression) {
    Expr index = expressions.analyze(expression, scope);
    int target = TypeOid.TEXT;
    if (index.type() != TypeOid.UNKNOWN) {
      boolean integer =
          expressions.coercion.canCoerce(index.type(), TypeOid.INT4, Coercion.Context.IMPLICIT);
      boolean text =
          expressions.coercion.canCoerce(index.type(), TypeOid.TEXT, Coercion.Context.IMPLICIT);
      if (integer == text) {
        throw SqlException.error(
                SqlState.DATATYPE_MISMATCH,
                "subscript type %s is not supported",
                expressions.coercion.name(index.type()))
            .withHint(
                text
                    ? "jsonb subscript must be coercible to only one type, integer or text."
                    : "jsonb subscript must be coercible to either integer or text.")
            .withPosition(expression.location() + 1);
      }
      target = integer ? TypeOid.INT4 : TypeOid.TEXT;
    }
    return expressions.coercion.coerce(
        index,
        target,
        -1,
        Coercion.Context.IMPLICIT,
        Expr.CastForm.IMPLICIT,
        expression.location());
  }
}
