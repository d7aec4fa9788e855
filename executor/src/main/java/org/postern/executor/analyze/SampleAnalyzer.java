package org.postern.executor.analyze;

import java.util.List;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.query.Expr;
import org.postern.executor.query.Query;
import org.postern.executor.query.RangeTableEntry;
import org.postern.executor.sql.ast.FromItem;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * TABLESAMPLE.
 *
 * <p>Source: PostgreSQL documentation, SELECT, "TABLESAMPLE".
 */
final class SampleAnalyzer {
  private final ExpressionAnalyzer expressions;

  SampleAnalyzer(ExpressionAnalyzer expressions) {
    this.expressions = expressions;
  }

  FromAnalyzer.Result analyze(FromItem.TableSample item, Scope scope, FromAnalyzer from) {
    if (item.relation().schema() == null && isCommonTable(item.relation().name(), scope)) {
      throw wrongKind(item);
    }
    RelationEntry relation =
        new RelationNames(expressions.env).open(item.relation(), FromAnalyzer.ACCESS_SHARE);
    if (relation.kind() != 'r' && relation.kind() != 'm' && relation.kind() != 'p') {
      throw wrongKind(item);
    }
    Scope.Item added = from.addTable(relation, item.alias(), scope, FromAnalyzer.ACCESS_SHARE);
    RangeTableEntry.Sample.Method method =
        switch (item.method().name()) {
          case "bernoulli" -> RangeTableEntry.Sample.Method.BERNOULLI;
          case "system" -> RangeTableEntry.Sample.Method.SYSTEM;
          default ->
              throw SqlException.error(
                      SqlState.UNDEFINED_OBJECT,
                      "tablesample method %s does not exist",
                      item.method())
                  .withPosition(item.location() + 1);
        };
    if (item.args().size() != 1) {
      throw SqlException.error(
              SqlState.INVALID_TABLESAMPLE_ARGUMENT,
              "tablesample method %s requires %d argument, not %d",
              item.method(),
              1,
              item.args().size())
          .withPosition(item.location() + 1);
    }
    Scope.Clause outer = scope.clause;
    scope.clause = Scope.Clause.FROM_FUNCTION;
    Expr percentage = number(item.args().getFirst(), TypeOid.FLOAT4, "TABLESAMPLE", scope);
    Expr repeatable =
        item.repeatable() == null
            ? null
            : number(item.repeatable(), TypeOid.FLOAT8, "REPEATABLE", scope);
    scope.clause = outer;
    RangeTableEntry.Table plain = (RangeTableEntry.Table) scope.rangeTable.get(added.relation - 1);
    scope.rangeTable.set(
        added.relation - 1,
        new RangeTableEntry.Table(
            plain.relation(),
            plain.kind(),
            plain.inherits(),
            plain.alias(),
            plain.columns(),
            plain.lockMode(),
            new RangeTableEntry.Sample(method, percentage, repeatable),
            plain.via()));
    return new FromAnalyzer.Result(new Query.From.Relation(added.relation), List.of(added));
  }

  private static boolean isCommonTable(String name, Scope scope) {
    for (Scope s = scope; s != null; s = s.parent) {
      if (s.commonTables.find(name) != null || s.commonTables.pending(name) != null) {
        return true;
      }
    }
    return false;
  }

  private static SqlException wrongKind(FromItem.TableSample item) {
    return SqlException.error(
            SqlState.WRONG_OBJECT_TYPE,
            "TABLESAMPLE clause can only be applied to tables and materialized views")
        .withPosition(item.relation().location() + 1);
  }

  private Expr number(
      org.postern.executor.sql.ast.Expression value, int type, String words, Scope scope) {
    Expr bound = expressions.analyze(value, scope);
    return expressions.coercion.toSpecific(
        bound, type, words, ExpressionAnalyzer.located(bound, value.location()));
  }
}
