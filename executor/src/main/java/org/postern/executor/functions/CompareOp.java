package org.postern.executor.functions;

/** The six comparisons over a three-way result. */
public enum CompareOp {
  LT,
  LE,
  EQ,
  NE,
  GE,
  GT;

  /** Whether {@code comparison}, negative, zero or positive, satisfies this operator. */
  public boolean holds(int comparison) {
    return switch (this) {
      case LT -> comparison < 0;
      case LE -> comparison <= 0;
      case EQ -> comparison == 0;
      case NE -> comparison != 0;
      case GE -> comparison >= 0;
      case GT -> comparison > 0;
    };
  }
}
