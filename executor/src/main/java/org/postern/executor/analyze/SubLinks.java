package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.query.Expr;
import org.postern.executor.query.Query;
import org.postern.executor.sql.ast.Constructor;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.OperatorExpression;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.SubqueryExpression;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Builds the sublinks of EXISTS, IN, ANY, ALL, scalar and ARRAY subqueries. */
final class SubLinks {
  private final ExpressionAnalyzer expressions;

  SubLinks(ExpressionAnalyzer expressions) {
    this.expressions = expressions;
  }

  Expr build(SubqueryExpression expression, Query query, Scope scope) {
    return switch (expression) {
      case SubqueryExpression.Exists e ->
          link(Expr.SubLink.Kind.EXISTS, null, List.of(), query, TypeOid.BOOL, -1, e.location());
      case SubqueryExpression.Scalar e -> {
        Query.TargetEntry column = onlyColumn(query, e.location());
        yield link(
            Expr.SubLink.Kind.SCALAR,
            null,
            List.of(),
            query,
            column.expr().type(),
            column.expr().typmod(),
            e.location());
      }
      case SubqueryExpression.ArrayOf e -> {
        int element = onlyColumn(query, e.location()).expr().type();
        int array = expressions.catalog.type(element).info().arrayOid();
        if (expressions.catalog.type(element).isTrueArray()) {
          array = element;
        }
        if (array == 0) {
          throw SqlException.error(
                  SqlState.UNDEFINED_OBJECT,
                  "could not find array type for data type %s",
                  expressions.coercion.name(element))
              .withPosition(e.location() + 1);
        }
        yield link(Expr.SubLink.Kind.ARRAY, null, List.of(), query, array, -1, e.location());
      }
      case SubqueryExpression.In e -> {
        Expr any =
            comparison(
                Expr.SubLink.Kind.ANY,
                e.left(),
                QualifiedName.of("=", e.location()),
                query,
                scope,
                e.location());
        yield e.negated() ? ExpressionAnalyzer.not(any, e.location()) : any;
      }
      case SubqueryExpression.QuantifiedComparison e ->
          comparison(
              e.quantifier() == OperatorExpression.Quantifier.ANY
                  ? Expr.SubLink.Kind.ANY
                  : Expr.SubLink.Kind.ALL,
              e.left(),
              e.operator(),
              query,
              scope,
              e.location());
    };
  }

  /** A row compared with the only row of a subquery. */
  Expr compareRow(Expression left, QualifiedName operator, Query query, Scope scope, int location) {
    return comparison(Expr.SubLink.Kind.COMPARE, left, operator, query, scope, location);
  }

  /** The only row of a subquery as a record. */
  static Expr wholeRow(Query query, int location) {
    return new Expr.SubLink(
        Expr.SubLink.Kind.ROW, null, List.of(), query, TypeOid.RECORD, -1, 0, location);
  }

  private Expr comparison(
      Expr.SubLink.Kind kind,
      Expression left,
      QualifiedName operator,
      Query query,
      Scope scope,
      int location) {
    List<Expr> lefts =
        left instanceof Constructor.RowConstructor row
            ? expressions.analyzeAll(row.fields(), scope)
            : List.of(expressions.analyze(left, scope));
    List<Expr> rights = new ArrayList<>();
    for (Query.TargetEntry target : query.targets()) {
      if (!target.junk()) {
        Expr e = target.expr();
        rights.add(new Expr.SubLinkColumn(rights.size(), e.type(), e.typmod(), e.collation()));
      }
    }
    if (lefts.size() < rights.size()) {
      throw SqlException.error(SqlState.SYNTAX_ERROR, "subquery has too many columns")
          .withPosition(location + 1);
    }
    if (lefts.size() > rights.size()) {
      throw SqlException.error(SqlState.SYNTAX_ERROR, "subquery has too few columns")
          .withPosition(location + 1);
    }
    Expr test = expressions.rowComparison(operator, lefts, rights, location);
    return link(kind, test, List.of(), query, TypeOid.BOOL, -1, location);
  }

  private Expr link(
      Expr.SubLink.Kind kind,
      Expr test,
      List<Integer> operators,
      Query query,
      int type,
      int typmod,
      int location) {
    return new Expr.SubLink(
        kind,
        test,
        operators,
        query,
        type,
        typmod,
        TypeNames.collation(expressions.catalog, type),
        location);
  }

  private static Query.TargetEntry onlyColumn(Query query, int location) {
    Query.TargetEntry only = null;
    for (Query.TargetEntry target : query.targets()) {
      if (target.junk()) {
        continue;
      }
      if (only != null) {
        throw SqlException.error(SqlState.SYNTAX_ERROR, "subquery must return only one column")
            .withPosition(location + 1);
      }
      only = target;
    }
    if (only == null) {
      throw SqlException.error(SqlState.SYNTAX_ERROR, "subquery must return a column")
          .withPosition(location + 1);
    }
    return only;
  }
}
