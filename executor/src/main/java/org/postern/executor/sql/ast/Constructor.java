package org.postern.executor.sql.ast;

import java.util.List;

/** Expressions that build a value from parts, and CASE. */
public sealed interface Constructor extends Expression {
  record ArrayConstructor(List<Expression> elements, int location) implements Constructor {
    public ArrayConstructor {
      elements = List.copyOf(elements);
    }
  }

  /** {@code explicit}: the word ROW was written. */
  record RowConstructor(List<Expression> fields, boolean explicit, int location)
      implements Constructor {
    public RowConstructor {
      fields = List.copyOf(fields);
    }
  }

  /** {@code arg} is null for the searched form, {@code otherwise} without ELSE. */
  record Case(Expression arg, List<When> whens, Expression otherwise, int location)
      implements Constructor {
    public Case {
      whens = List.copyOf(whens);
    }
  }

  /** One WHEN of a CASE. */
  record When(Expression condition, Expression result, int location) implements Node {}
}
