package org.postern.executor.sql.ast;

/** A query used as a value. */
public sealed interface SubqueryExpression extends Expression {
  SelectStatement query();

  record Scalar(SelectStatement query, int location) implements SubqueryExpression {}

  record Exists(SelectStatement query, int location) implements SubqueryExpression {}

  /** {@code ARRAY(SELECT ...)}. */
  record ArrayOf(SelectStatement query, int location) implements SubqueryExpression {}

  record In(Expression left, SelectStatement query, boolean negated, int location)
      implements SubqueryExpression {}

  /** {@code left op ANY (SELECT ...)}. */
  record QuantifiedComparison(
      Expression left,
      QualifiedName operator,
      OperatorExpression.Quantifier quantifier,
      SelectStatement query,
      int location)
      implements SubqueryExpression {}
}
