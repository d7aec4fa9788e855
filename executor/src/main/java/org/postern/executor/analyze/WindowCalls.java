package org.postern.executor.analyze;

import java.util.List;
import org.postern.executor.catalog.ProcEntry;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.sql.ast.CallExpression;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Calls with OVER: window functions proper, and aggregates over a window. */
final class WindowCalls {
  private final ExpressionAnalyzer expressions;

  WindowCalls(ExpressionAnalyzer expressions) {
    this.expressions = expressions;
  }

  Expr bind(
      CallExpression.FunctionCall call,
      ProcEntry proc,
      CallAnalyzer calls,
      FunctionResolver.Candidate candidate,
      List<Expr> args,
      Scope scope) {
    boolean aggregate = proc.kind() == 'a';
    checkForm(call, proc, args);
    checkPlace(scope, call.location());
    CallAnalyzer.Bound bound = calls.bind(candidate, args, call.location());
    Expr filter =
        call.filter() == null
            ? null
            : expressions.condition(call.filter(), scope, Scope.Clause.FILTER, "FILTER");
    SetReturningPlaces.refuse(bound.args(), "window");
    for (Expr arg : bound.args()) {
      ExprTrees.walk(
          arg,
          e -> {
            if (e instanceof Expr.WindowCall inner) {
              throw SqlException.error(
                      SqlState.WINDOWING_ERROR, "window function calls cannot be nested")
                  .withPosition(inner.location() + 1);
            }
          });
    }
    scope.hasWindowCalls = true;
    return new Expr.WindowCall(
        proc.oid(),
        bound.resultType(),
        TypeNames.collation(expressions.catalog, bound.resultType()),
        ExpressionAnalyzer.inputCollation(bound.args()),
        bound.args(),
        filter,
        call.star(),
        aggregate,
        WindowAnalyzer.indexOf(call.over(), scope),
        call.location());
  }

  private static SqlException unsupported(String message, int location) {
    return SqlException.error(SqlState.FEATURE_NOT_SUPPORTED, message).withPosition(location + 1);
  }

  private static void checkForm(CallExpression.FunctionCall call, ProcEntry proc, List<Expr> args) {
    int at = call.location();
    if (proc.kind() != 'a' && proc.kind() != 'w') {
      throw SqlException.error(
              SqlState.WRONG_OBJECT_TYPE,
              "OVER specified, but %s is not a window function nor an aggregate function",
              call.name())
          .withPosition(at + 1);
    }
    if (call.distinct()) {
      throw unsupported("DISTINCT is not implemented for window functions", at);
    }
    if (proc.kind() == 'a' && args.isEmpty() && !call.star()) {
      throw SqlException.error(
              SqlState.WRONG_OBJECT_TYPE,
              "%s(*) must be used to call a parameterless aggregate function",
              call.name())
          .withPosition(at + 1);
    }
    if (!call.orderBy().isEmpty()) {
      throw unsupported("aggregate ORDER BY is not implemented for window functions", at);
    }
    if (proc.kind() == 'w' && call.filter() != null) {
      throw unsupported("FILTER is not implemented for non-aggregate window functions", at);
    }
  }

  private static void checkPlace(Scope scope, int location) {
    String words =
        switch (scope.clause) {
          case WHERE, GROUP_BY, HAVING, FILTER, VALUES, RETURNING, LIMIT, OFFSET, JOIN_ON ->
              scope.clause.words();
          case FROM_FUNCTION, CHECK, DEFAULT, GENERATED, INDEX, INDEX_PREDICATE ->
              scope.clause.words();
          case MERGE_WHEN -> scope.clause.words();
          case UPDATE_SOURCE -> "UPDATE";
          case WINDOW_PARTITION, WINDOW_ORDER, WINDOW_RANGE, WINDOW_ROWS, WINDOW_GROUPS ->
              "window definitions";
          default -> null;
        };
    if (words != null) {
      throw SqlException.error(
              SqlState.WINDOWING_ERROR, "window functions are not allowed in %s", words)
          .withPosition(location + 1);
    }
  }
}
