package org.postern.executor.analyze;

import org.postern.executor.catalog.OperatorEntry;
import org.postern.executor.query.Expr;
import org.postern.executor.sql.ast.SortItem;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** How an expression sorts under ASC, DESC, USING and NULLS FIRST or LAST. */
final class SortKeys {
  private final ExpressionAnalyzer expressions;

  SortKeys(ExpressionAnalyzer expressions) {
    this.expressions = expressions;
  }

  /** The operators and the direction of one key. */
  record Resolved(int equalOperator, int sortOperator, boolean descending, boolean nullsFirst) {}

  Resolved resolve(Expr key, SortItem item) {
    int location = ExpressionAnalyzer.located(key, item.location());
    boolean descending = item.direction() == SortItem.Direction.DESCENDING;
    OperatorResolver.Ordering ordering =
        expressions.operators.requireOrdering(key.type(), location);
    if (item.direction() == SortItem.Direction.USING) {
      OperatorEntry using =
          expressions.operators.binary(item.using(), key.type(), key.type(), location);
      if (using.oid() == ordering.greater()) {
        descending = true;
      } else if (using.oid() != ordering.less()) {
        throw SqlException.error(
                SqlState.WRONG_OBJECT_TYPE,
                "operator %s is not a valid ordering operator",
                item.using())
            .withHint(
                "Ordering operators must be \"<\" or \">\" members of btree operator families.")
            .withPosition(item.location() + 1);
      }
    }
    boolean nullsFirst =
        switch (item.nulls()) {
          case DEFAULT -> descending;
          case FIRST -> true;
          case LAST -> false;
        };
    return new Resolved(
        ordering.equal(),
        descending ? ordering.greater() : ordering.less(),
        descending,
        nullsFirst);
  }
}
