package org.postern.executor.analyze;

import java.util.List;
import org.postern.executor.catalog.ProcEntry;
import org.postern.executor.query.Expr;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.parser.SqlParser;

/**
 * Defaults of function arguments. {@code pg_proc.proargdefaults} holds them as SQL expressions
 * separated by a comma at the top level, in the order of the last arguments.
 */
final class ArgumentDefaults {
  private final ExpressionAnalyzer expressions;

  ArgumentDefaults(ExpressionAnalyzer expressions) {
    this.expressions = expressions;
  }

  /** Default number {@code index}, cast to the type of argument {@code position}. */
  Expr get(ProcEntry proc, int index, int position) {
    Expression row = SqlParser.parseExpression("ROW(" + proc.defaultText() + ")");
    List<Expression> defaults =
        ((org.postern.executor.sql.ast.Constructor.RowConstructor) row).fields();
    Scope scope = new Scope(null);
    scope.clause = Scope.Clause.DEFAULT;
    Expr bound = expressions.analyze(defaults.get(index), scope);
    return expressions.implicitly(bound, proc.argTypes().get(position));
  }
}
