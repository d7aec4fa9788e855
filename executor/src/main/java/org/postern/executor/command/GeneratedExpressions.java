package org.postern.executor.command;

import org.postern.executor.analyze.QueryAnalyzer;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.sql.ast.Expression;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Binds the expressions of generated columns and refuses those that may not be stored. */
final class GeneratedExpressions {
  private static final int TABLE_OID = -6;

  private final Ddl ddl;

  GeneratedExpressions(Ddl ddl) {
    this.ddl = ddl;
  }

  /** The expression as the column's type. {@code table} has all its columns already. */
  Expr analyze(RelationEntry table, ColumnEntry column, Expression expression) {
    QueryAnalyzer queries = ddl.queries();
    Expr bound =
        queries.analyzeTableExpression(expression, table, QueryAnalyzer.TableExpression.GENERATED);
    ExprTrees.walk(bound, e -> checkColumn(table, column, e));
    if (!Immutability.holds(ddl.catalog, bound)) {
      throw SqlException.error(
          SqlState.INVALID_OBJECT_DEFINITION, "generation expression is not immutable");
    }
    return queries.assign(bound, column.name(), column.type(), column.typmod(), true);
  }

  private static void checkColumn(RelationEntry table, ColumnEntry self, Expr expr) {
    if (!(expr instanceof Expr.Var v)) {
      return;
    }
    if (v.column() == 0) {
      throw SqlException.error(
              SqlState.INVALID_OBJECT_DEFINITION,
              "cannot use whole-row variable in column generation expression")
          .withDetail("This would cause the generated column to depend on its own value.")
          .withPosition(v.location() + 1);
    }
    if (v.column() < 0) {
      if (v.column() != TABLE_OID) {
        throw SqlException.error(
                SqlState.INVALID_COLUMN_REFERENCE,
                "cannot use system column \"%s\" in column generation expression",
                systemName(v.column()))
            .withPosition(v.location() + 1);
      }
      return;
    }
    ColumnEntry used = table.column(v.column());
    if (used.generated() != 0 || used.number() == self.number()) {
      throw SqlException.error(
              SqlState.INVALID_OBJECT_DEFINITION,
              "cannot use generated column \"%s\" in column generation expression",
              used.name())
          .withDetail("A generated column cannot reference another generated column.")
          .withPosition(v.location() + 1);
    }
  }

  private static String systemName(int number) {
    return switch (number) {
      case -1 -> "ctid";
      case -2 -> "xmin";
      case -3 -> "cmin";
      case -4 -> "xmax";
      default -> "cmax";
    };
  }
}
