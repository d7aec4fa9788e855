package org.postern.executor.sql.ast;

import java.util.List;

/** Operators proper and the predicates that expand to them. */
public sealed interface OperatorExpression extends Expression {
  /** Which comparison results suffice. SOME is ANY. */
  enum Quantifier {
    ANY,
    ALL
  }

  enum LikeKind {
    LIKE,
    ILIKE,
    SIMILAR_TO
  }

  record Unary(QualifiedName operator, Expression operand, int location)
      implements OperatorExpression {}

  record Binary(QualifiedName operator, Expression left, Expression right, int location)
      implements OperatorExpression {}

  /** {@code left op ANY (array)}; LIKE and its kin appear as their operators. */
  record Quantified(
      Expression left,
      QualifiedName operator,
      Quantifier quantifier,
      Expression array,
      int location)
      implements OperatorExpression {}

  record DistinctFrom(Expression left, Expression right, boolean negated, int location)
      implements OperatorExpression {}

  record InList(Expression left, List<Expression> items, boolean negated, int location)
      implements OperatorExpression {
    public InList {
      items = List.copyOf(items);
    }
  }

  /** {@code escape} is null when no ESCAPE was written. */
  record Like(
      LikeKind kind,
      Expression left,
      Expression pattern,
      Expression escape,
      boolean negated,
      int location)
      implements OperatorExpression {}

  record Between(
      Expression value,
      Expression low,
      Expression high,
      boolean symmetric,
      boolean negated,
      int location)
      implements OperatorExpression {}

  record NullIf(Expression left, Expression right, int location) implements OperatorExpression {}
}
