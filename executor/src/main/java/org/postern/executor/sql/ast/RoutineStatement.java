package org.postern.executor.sql.ast;

import java.util.List;

/** Functions and procedures. */
public sealed interface RoutineStatement extends Statement {
  enum ParameterMode {
    /** None written, which means IN. */
    DEFAULT,
    IN,
    OUT,
    INOUT,
    VARIADIC,
    /** A column of RETURNS TABLE. */
    TABLE
  }

  /** {@code name} and {@code defaultValue} are null when absent. */
  record Parameter(
      ParameterMode mode, String name, TypeName type, Expression defaultValue, int location)
      implements Node {}

  /**
   * CREATE FUNCTION or PROCEDURE.
   *
   * @param returns null when absent
   * @param options as (one or two strings), language, volatility, strict, security, leakproof,
   *     cost, rows, support, set, parallel, window, transform
   * @param body a SQL-standard body: one RETURN expression or the statements of BEGIN ATOMIC; null
   *     when the body is a string
   */
  record CreateRoutine(
      boolean procedure,
      boolean replace,
      QualifiedName name,
      List<Parameter> parameters,
      TypeName returns,
      boolean returnsTable,
      List<Option> options,
      RoutineBody body,
      int location)
      implements RoutineStatement {
    public CreateRoutine {
      parameters = List.copyOf(parameters);
      options = List.copyOf(options);
    }
  }

  /** A body written in SQL rather than as a string. */
  sealed interface RoutineBody {}

  record ReturnBody(Expression value) implements RoutineBody {}

  /** Statements of BEGIN ATOMIC; a RETURN among them is a query of one expression. */
  record AtomicBody(List<Statement> statements) implements RoutineBody {
    public AtomicBody {
      statements = List.copyOf(statements);
    }
  }

  record AlterRoutine(
      ObjectType kind, ObjectName.Routine routine, List<Option> options, int location)
      implements RoutineStatement {
    public AlterRoutine {
      options = List.copyOf(options);
    }
  }
}
