package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.query.Expr;
import org.postern.executor.query.RangeTableEntry;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.QueryBody;
import org.postern.executor.sql.ast.Reference;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** VALUES lists: rows of equal length whose columns agree on a type. */
final class ValuesRows {
  private final ExpressionAnalyzer expressions;

  ValuesRows(ExpressionAnalyzer expressions) {
    this.expressions = expressions;
  }

  /** Binds the rows; DEFAULT is kept where {@code defaultsAllowed}. */
  List<List<Expr>> bind(QueryBody.Values values, Scope scope, boolean defaultsAllowed) {
    scope.clause = Scope.Clause.VALUES;
    List<List<Expr>> rows = new ArrayList<>();
    int width = -1;
    for (List<Expression> row : values.rows()) {
      List<Expr> bound = new ArrayList<>();
      for (Expression e : row) {
        if (defaultsAllowed && e instanceof Reference.DefaultValue d) {
          bound.add(new Expr.Default(TypeOid.UNKNOWN, -1, 0, d.location()));
        } else {
          bound.add(expressions.analyze(e, scope));
        }
      }
      if (width >= 0 && bound.size() != width) {
        throw SqlException.error(SqlState.SYNTAX_ERROR, "VALUES lists must all be the same length")
            .withPosition(row.getFirst().location() + 1);
      }
      width = bound.size();
      rows.add(bound);
    }
    scope.clause = Scope.Clause.NONE;
    return rows;
  }

  /** Adds the list to the range table; returns its index. */
  int add(QueryBody.Values values, Scope scope, String alias) {
    List<List<Expr>> rows = bind(values, scope, false);
    int width = rows.getFirst().size();
    List<Integer> types = new ArrayList<>();
    List<Integer> typmods = new ArrayList<>();
    List<Integer> collations = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int c = 0; c < width; c++) {
      List<Expr> column = new ArrayList<>();
      for (List<Expr> row : rows) {
        column.add(row.get(c));
      }
      int type = expressions.coercion.commonType(column, "VALUES", values.location());
      int typmod = column.getFirst().typmod();
      for (List<Expr> row : rows) {
        if (row.get(c).type() != type || row.get(c).typmod() != typmod) {
          typmod = -1;
        }
        row.set(c, expressions.coercion.toCommon(row.get(c), type, "VALUES", values.location()));
      }
      types.add(type);
      typmods.add(typmod);
      collations.add(TypeNames.collation(expressions.catalog, type));
      names.add("column" + (c + 1));
    }
    List<List<Expr>> frozen = new ArrayList<>();
    for (List<Expr> row : rows) {
      frozen.add(List.copyOf(row));
    }
    return scope.add(
        new RangeTableEntry.Values(
            List.copyOf(frozen), types, typmods, collations, true, alias, names));
  }

  Scope.Item item(int relation, Scope scope) {
    RangeTableEntry.Values entry = (RangeTableEntry.Values) scope.rangeTable.get(relation - 1);
    List<Expr> vars = new ArrayList<>();
    for (int i = 0; i < entry.types().size(); i++) {
      vars.add(
          new Expr.Var(
              relation,
              i + 1,
              entry.types().get(i),
              entry.typmods().get(i),
              entry.collations().get(i),
              0,
              -1));
    }
    return new Scope.Item(entry.alias(), null, relation, 0, false, entry.columns(), vars);
  }
}
