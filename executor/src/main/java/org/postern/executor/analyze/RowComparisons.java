package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.query.Expr;
import org.postern.executor.sql.ast.OperatorExpression;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Comparisons of rows, column by column.
 *
 * <p>Source: PostgreSQL documentation, section 9.24.5 "Row Constructor Comparison".
 */
final class RowComparisons {
  private final ExpressionAnalyzer expressions;

  RowComparisons(ExpressionAnalyzer expressions) {
    this.expressions = expressions;
  }

  Expr compare(QualifiedName name, List<Expr> left, List<Expr> right, int location) {
    if (left.size() != right.size()) {
      throw SqlException.error(
              SqlState.SYNTAX_ERROR, "unequal number of entries in row expressions")
          .withPosition(location + 1);
    }
    if (left.isEmpty()) {
      throw SqlException.error(SqlState.FEATURE_NOT_SUPPORTED, "cannot compare rows of zero length")
          .withPosition(location + 1);
    }
    List<Expr> pairs = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      Expr pair = expressions.infix(name, left.get(i), right.get(i), location);
      if (pair.type() != TypeOid.BOOL) {
        throw SqlException.error(
                SqlState.DATATYPE_MISMATCH,
                "row comparison operator must yield type boolean, not type %s",
                expressions.coercion.name(pair.type()))
            .withPosition(location + 1);
      }
      pairs.add(pair);
    }
    if (pairs.size() == 1) {
      return pairs.getFirst();
    }
    return switch (name.name()) {
      case "=" -> new Expr.Bool(Expr.Bool.Kind.AND, pairs, location);
      case "<>" -> new Expr.Bool(Expr.Bool.Kind.OR, pairs, location);
      case "<", "<=", ">", ">=" -> {
        List<Integer> oids = new ArrayList<>();
        List<Expr> lefts = new ArrayList<>();
        List<Expr> rights = new ArrayList<>();
        for (Expr pair : pairs) {
          Expr.Op op = (Expr.Op) pair;
          oids.add(op.operator());
          lefts.add(op.args().get(0));
          rights.add(op.args().get(1));
        }
        yield new Expr.RowCompare(name.name(), oids, lefts, rights, location);
      }
      default ->
          throw SqlException.error(
                  SqlState.FEATURE_NOT_SUPPORTED,
                  "could not determine interpretation of row comparison operator %s",
                  name.name())
              .withHint("Row comparison operators must be associated with btree operator families.")
              .withPosition(location + 1);
    };
  }

  /** Rows are distinct when a pair of their columns is. */
  Expr distinct(OperatorExpression.DistinctFrom d, List<Expr> left, List<Expr> right) {
    if (left.size() != right.size()) {
      throw SqlException.error(
              SqlState.SYNTAX_ERROR, "unequal number of entries in row expressions")
          .withPosition(d.location() + 1);
    }
    List<Expr> pairs = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      Expr.Op equal =
          (Expr.Op)
              expressions.infix(
                  QualifiedName.of("=", d.location()), left.get(i), right.get(i), d.location());
      pairs.add(
          new Expr.Distinct(
              equal.operator(),
              equal.function(),
              equal.inputCollation(),
              equal.args().get(0),
              equal.args().get(1),
              d.location()));
    }
    Expr any =
        pairs.isEmpty()
            ? new Expr.Const(TypeOid.BOOL, -1, 0, 0L, d.location())
            : new Expr.Bool(Expr.Bool.Kind.OR, List.copyOf(pairs), d.location());
    return d.negated() ? ExpressionAnalyzer.not(any, d.location()) : any;
  }
}
