package org.postern.executor.sql.ast;

import java.util.List;

/** Field selection and subscripts after an expression, left to right. */
public record Indirection(Expression base, List<Step> steps, int location) implements Expression {
  public Indirection {
    steps = List.copyOf(steps);
  }

  /** One step into a composite or container value. */
  public sealed interface Step {}

  public record Field(String name) implements Step {}

  /** {@code .*}. */
  public record AllFields() implements Step {}

  public record Subscript(Expression index) implements Step {}

  /** {@code [lower:upper]}, each bound null when left out. */
  public record Slice(Expression lower, Expression upper) implements Step {}
}
