package org.postern.executor.session;

import org.postern.executor.sql.ast.IntoClause;
import org.postern.executor.sql.ast.QueryBody;
import org.postern.executor.sql.ast.SelectStatement;
import org.postern.executor.sql.ast.TableStatement;

/** SELECT INTO as the CREATE TABLE AS it means. */
final class IntoQueries {
  private IntoQueries() {}

  /** The INTO clause of a query, which stands in its first SELECT; null for none. */
  static IntoClause into(SelectStatement select) {
    return switch (select.body()) {
      case QueryBody.Select body -> body.into();
      case QueryBody.SetOperation body -> into(body.left());
      case QueryBody.Values body -> null;
    };
  }

  static TableStatement.CreateTableAs asCreate(SelectStatement select) {
    return new TableStatement.CreateTableAs(
        into(select), false, without(select), select.location());
  }

  private static SelectStatement without(SelectStatement s) {
    QueryBody body =
        switch (s.body()) {
          case QueryBody.Select b ->
              new QueryBody.Select(
                  b.distinct(),
                  b.items(),
                  null,
                  b.from(),
                  b.where(),
                  b.groupBy(),
                  b.groupDistinct(),
                  b.having(),
                  b.windows(),
                  b.location());
          case QueryBody.SetOperation b ->
              new QueryBody.SetOperation(
                  b.operator(), b.all(), without(b.left()), b.right(), b.location());
          case QueryBody.Values b -> b;
        };
    return new SelectStatement(
        s.with(),
        body,
        s.orderBy(),
        s.limit(),
        s.offset(),
        s.withTies(),
        s.locking(),
        s.location());
  }
}
