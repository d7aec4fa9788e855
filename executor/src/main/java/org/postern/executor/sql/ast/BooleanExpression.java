package org.postern.executor.sql.ast;

import java.util.List;

/** Three-valued logic and the tests that never yield null. */
public sealed interface BooleanExpression extends Expression {
  enum Truth {
    TRUE,
    FALSE,
    UNKNOWN
  }

  /** At least two arguments; a chain of ANDs is one node. */
  record And(List<Expression> args, int location) implements BooleanExpression {
    public And {
      args = List.copyOf(args);
    }
  }

  record Or(List<Expression> args, int location) implements BooleanExpression {
    public Or {
      args = List.copyOf(args);
    }
  }

  record Not(Expression arg, int location) implements BooleanExpression {}

  record NullTest(Expression arg, boolean negated, int location) implements BooleanExpression {}

  record BooleanTest(Expression arg, Truth truth, boolean negated, int location)
      implements BooleanExpression {}
}
