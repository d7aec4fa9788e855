package org.postern.executor.command;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.sql.ast.FromItem;
import org.postern.executor.sql.ast.QueryBody;
import org.postern.executor.sql.ast.Reference;
import org.postern.executor.sql.ast.RelationName;
import org.postern.executor.sql.ast.SelectItem;
import org.postern.executor.sql.ast.SelectStatement;
import org.postern.executor.sql.ast.ViewStatement;
import org.postern.executor.sql.ast.WithClause;

/** CREATE RECURSIVE VIEW as the WITH RECURSIVE query that it stands for. */
final class RecursiveViews {
  private RecursiveViews() {}

  static SelectStatement expand(ViewStatement.CreateView view) {
    if (!view.recursive()) {
      return view.query();
    }
    int at = view.location();
    String name = view.relation().name();
    List<SelectItem> items = new ArrayList<>();
    for (String column : view.columns()) {
      items.add(new SelectItem(new Reference.ColumnRef(List.of(column), false, at), null, at));
    }
    WithClause.CommonTable table =
        new WithClause.CommonTable(
            name, view.columns(), WithClause.Materialization.DEFAULT, view.query(), null, null, at);
    FromItem from = new FromItem.Table(new RelationName(null, null, name, true, at), null, at);
    QueryBody body =
        new QueryBody.Select(
            null, items, null, List.of(from), null, List.of(), false, null, List.of(), at);
    return new SelectStatement(
        new WithClause(true, List.of(table), at),
        body,
        List.of(),
        null,
        null,
        false,
        List.of(),
        at);
  }
}
