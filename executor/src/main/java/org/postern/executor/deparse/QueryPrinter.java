package org.postern.executor.deparse;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.Relations;
import org.postern.executor.query.Expr;
import org.postern.executor.query.Query;
import org.postern.executor.query.RangeTableEntry;

/**
 * Prints bound queries as SQL, laid out as PostgreSQL lays out the definitions of views. What is
 * printed means the same when it is read again.
 *
 * <p>Source: PostgreSQL documentation, section 9.26, pg_get_viewdef.
 */
public final class QueryPrinter {
  private final Catalog catalog;
  private final Relations relations;
  private final NamePrinter names;
  private final boolean pretty;
  private final Output out = new Output();
  private Unaliased unaliased;

  public QueryPrinter(Catalog catalog, Relations relations, NamePrinter names, boolean pretty) {
    this.catalog = catalog;
    this.relations = relations;
    this.names = names;
    this.pretty = pretty;
  }

  /** Relations that went by their own names are printed with those they have now. */
  public QueryPrinter renamed(Unaliased names) {
    unaliased = names;
    return this;
  }

  /**
   * The text of a query; {@code columns} are the names its outputs shall have, null for its own.
   */
  public String print(Query query, List<String> columns) {
    out.text.setLength(0);
    out.indent = 0;
    query(query, null, columns, true);
    return out.text.toString();
  }

  private ExprPrinter exprs(Level level) {
    return ExprPrinter.within(this, level, names, pretty, out);
  }

  /** A subquery of an expression. */
  void nested(Query query, Level parent) {
    query(query, parent, null, false);
  }

  private void query(Query query, Level parent, List<String> columns, boolean named) {
    int indent = out.indent;
    Level level = new Level(parent, query, unaliased);
    with(query, level);
    if (query.setOperations() != null) {
      setOperation(query.setOperations(), level, columns, named);
    } else {
      select(query, level, columns, named);
    }
    order(query, level);
    limits(query, level);
    for (Query.RowMark mark : query.rowMarks()) {
      String words = " FOR " + mark.strength().name().replace('_', ' ');
      out.line(words, -Output.CLAUSE, Output.CLAUSE, 0);
      out.add(" OF ").add(names.quote(level.name(mark.relation())));
      switch (mark.waiting()) {
        case ERROR -> out.add(" NOWAIT");
        case SKIP -> out.add(" SKIP LOCKED");
        case BLOCK -> {
          // The usual.
        }
      }
    }
    out.indent = indent;
  }

  private void with(Query query, Level level) {
    if (query.with().isEmpty()) {
      return;
    }
    out.indent += Output.CLAUSE;
    out.add(" ");
    boolean recursive = query.with().stream().anyMatch(Query.CommonTable::recursive);
    String start = recursive ? "WITH RECURSIVE " : "WITH ";
    for (Query.CommonTable with : query.with()) {
      out.add(start).add(names.quote(with.name()));
      List<String> own = outputNames(with.query());
      if (!own.equals(with.columns()) || with.recursive()) {
        out.add("(").add(quoted(with.columns())).add(")");
      }
      out.add(" AS ");
      if (with.materialized() != null) {
        out.add(with.materialized() ? "MATERIALIZED " : "NOT MATERIALIZED ");
      }
      out.add("(").line("", 0, 0, 0);
      query(with.query(), level, null, true);
      out.line("", 0, 0, 0).add(")");
      start = ", ";
    }
    out.indent -= Output.CLAUSE;
    out.line("", 0, 0, 0);
  }

  private String quoted(List<String> identifiers) {
    return String.join(", ", identifiers.stream().map(names::quote).toList());
  }

  private static List<String> outputNames(Query query) {
    List<String> own = new ArrayList<>();
    for (Query.TargetEntry t : query.targets()) {
      if (!t.junk()) {
        own.add(t.name());
      }
    }
    return own;
  }

  private RangeTableEntry.Values simpleValues(Query query) {
    boolean only =
        query.rangeTable().size() == 1
            && query.rangeTable().getFirst() instanceof RangeTableEntry.Values
            && query.from().where() == null
            && !query.hasAggregates();
    if (!only) {
      return null;
    }
    int at = 0;
    for (Query.TargetEntry t : query.targets()) {
      if (t.junk() || !(t.expr() instanceof Expr.Var v) || v.column() != ++at) {
        return null;
      }
    }
    return (RangeTableEntry.Values) query.rangeTable().getFirst();
  }

  private void select(Query query, Level level, List<String> columns, boolean named) {
    out.indent += Output.CLAUSE;
    out.add(" ");
    RangeTableEntry.Values values = simpleValues(query);
    if (values != null && (columns == null || values.columns().equals(columns))) {
      values(values, level);
      return;
    }
    out.add("SELECT");
    ExprPrinter exprs = exprs(level);
    if (query.distinctOn()) {
      out.add(" DISTINCT ON (");
      String separator = "";
      for (Query.SortGroup g : query.distinct()) {
        out.add(separator);
        sortKey(query, g, level, false);
        separator = ", ";
      }
      out.add(")");
    } else if (!query.distinct().isEmpty()) {
      out.add(" DISTINCT");
    }
    targets(query, level, columns, named);
    from(query, level);
    if (query.from().where() != null) {
      out.line(" WHERE ", -Output.CLAUSE, Output.CLAUSE, 1);
      exprs.print(query.from().where(), false);
    }
    groupBy(query, level);
    if (query.having() != null) {
      out.line(" HAVING ", -Output.CLAUSE, Output.CLAUSE, 0);
      exprs.print(query.having(), false);
    }
  }

  private void groupBy(Query query, Level level) {
    if (query.groupingSets() != null) {
      out.line(" GROUP BY ", -Output.CLAUSE, Output.CLAUSE, 1);
      out.add("GROUPING SETS (");
      String between = "";
      for (List<Integer> set : query.groupingSets()) {
        out.add(between).add("(");
        between = ", ";
        String comma = "";
        for (Query.SortGroup g : query.groupBy()) {
          if (set.contains(g.target())) {
            out.add(comma);
            comma = ", ";
            sortKey(query, g, level, false);
          }
        }
        out.add(")");
      }
      out.add(")");
      return;
    }
    String separator = null;
    for (Query.SortGroup g : query.groupBy()) {
      if (separator == null) {
        out.line(" GROUP BY ", -Output.CLAUSE, Output.CLAUSE, 1);
        separator = ", ";
      } else {
        out.add(separator);
      }
      sortKey(query, g, level, false);
    }
  }

  private void targets(Query query, Level level, List<String> columns, boolean named) {
    ExprPrinter exprs = exprs(level);
    String separator = " ";
    int number = 0;
    for (Query.TargetEntry t : query.targets()) {
      if (t.junk()) {
        continue;
      }
      out.add(separator);
      separator = ", ";
      String wanted = columns == null ? t.name() : columns.get(number);
      number++;
      String item = out.cut(() -> target(t, exprs, wanted, named));
      if (number > 1 && !item.startsWith("\n")) {
        out.line("", -Output.CLAUSE, Output.CLAUSE, Output.ITEM);
      } else if (item.startsWith("\n")) {
        out.trim();
      }
      out.add(item);
    }
  }

  private void target(Query.TargetEntry t, ExprPrinter exprs, String wanted, boolean named) {
    String shown;
    if (t.expr() instanceof Expr.Var v) {
      out.add(exprs.column(v, true));
      shown = exprs.columnName(v);
    } else {
      exprs.print(t.expr(), true);
      shown = named ? null : "?column?";
    }
    if (wanted != null && !wanted.equals(shown)) {
      out.add(" AS ").add(names.quote(wanted));
    }
  }

  private void sortKey(Query query, Query.SortGroup group, Level level, boolean byNumber) {
    int number = 0;
    for (Query.TargetEntry t : query.targets()) {
      number++;
      if (t.sortGroup() != group.target()) {
        continue;
      }
      if (byNumber) {
        out.add(Integer.toString(number));
      } else if (t.expr() instanceof Expr.Const c) {
        out.add(new ConstantPrinter(names).print(c, true, true));
      } else {
        boolean parentheses =
            !(t.expr() instanceof Expr.Var)
                && (pretty || t.expr() instanceof Expr.Call || t.expr() instanceof Expr.Aggregate);
        out.add(parentheses ? "(" : "");
        exprs(level).print(t.expr(), true);
        out.add(parentheses ? ")" : "");
      }
      return;
    }
    throw new IllegalStateException("no such sort key: target=" + group.target());
  }

  private void order(Query query, Level level) {
    String separator = null;
    for (Query.SortGroup g : query.orderBy()) {
      if (separator == null) {
        out.line(" ORDER BY ", -Output.CLAUSE, Output.CLAUSE, 1);
        separator = ", ";
      } else {
        out.add(separator);
      }
      sortKey(query, g, level, query.setOperations() != null);
      out.add(direction(g.descending(), g.nullsFirst()));
    }
  }

  static String direction(boolean descending, boolean nullsFirst) {
    if (descending) {
      return nullsFirst ? " DESC" : " DESC NULLS LAST";
    }
    return nullsFirst ? " NULLS FIRST" : "";
  }

  private void limits(Query query, Level level) {
    if (query.limitOffset() != null) {
      out.line(" OFFSET ", -Output.CLAUSE, Output.CLAUSE, 0);
      exprs(level).print(query.limitOffset(), false);
    }
    if (query.limitCount() == null) {
      return;
    }
    if (query.withTies()) {
      out.line(" FETCH FIRST ", -Output.CLAUSE, Output.CLAUSE, 0);
      exprs(level).print(query.limitCount(), false);
      out.add(" ROWS WITH TIES");
      return;
    }
    out.line(" LIMIT ", -Output.CLAUSE, Output.CLAUSE, 0);
    if (query.limitCount() instanceof Expr.Const c && c.value() == null) {
      out.add("ALL");
    } else {
      exprs(level).print(query.limitCount(), false);
    }
  }

  private void setOperation(
      Query.SetOperation operation, Level level, List<String> columns, boolean named) {
    if (operation instanceof Query.SetOperation.Leaf leaf) {
      Query arm =
          ((RangeTableEntry.Subquery) level.query.rangeTable().get(leaf.relation() - 1)).query();
      boolean parentheses =
          !arm.with().isEmpty()
              || !arm.orderBy().isEmpty()
              || !arm.rowMarks().isEmpty()
              || arm.limitOffset() != null
              || arm.limitCount() != null
              || arm.setOperations() != null;
      out.add(parentheses ? "(" : "");
      query(arm, level, columns, named);
      out.add(parentheses ? ")" : "");
      return;
    }
    Query.SetOperation.Node node = (Query.SetOperation.Node) operation;
    boolean leftParentheses =
        node.left() instanceof Query.SetOperation.Node l
            && !(l.kind() == node.kind() && l.all() == node.all());
    int shift = leftParentheses ? Output.CLAUSE : 0;
    if (leftParentheses) {
      out.add("(").line("", shift, 0, 0);
    }
    setOperation(node.left(), level, columns, named);
    if (leftParentheses) {
      out.line(") ", -shift, 0, 0);
    } else {
      out.line("", 0, 0, 0);
    }
    out.add(node.kind().name()).add(node.all() ? " ALL " : " ");
    boolean rightParentheses = node.right() instanceof Query.SetOperation.Node;
    shift = rightParentheses ? Output.CLAUSE : 0;
    out.add(rightParentheses ? "(" : "").line("", shift, 0, 0);
    setOperation(node.right(), level, columns, false);
    out.indent -= shift;
    if (rightParentheses) {
      out.line(")", 0, 0, 0);
    }
  }

  private void values(RangeTableEntry.Values values, Level level) {
    out.add("VALUES ");
    String between = "";
    for (List<Expr> row : values.rows()) {
      out.add(between).add("(");
      between = ", ";
      String comma = "";
      for (Expr e : row) {
        out.add(comma);
        comma = ",";
        exprs(level).print(e, false);
      }
      out.add(")");
    }
  }

  private void from(Query query, Level level) {
    boolean first = true;
    for (Query.From.Item item : query.from().items()) {
      if (first) {
        out.line(" FROM ", -Output.CLAUSE, Output.CLAUSE, 2);
        item(item, level);
        first = false;
        continue;
      }
      out.add(", ");
      String text = out.cut(() -> item(item, level));
      if (text.startsWith("\n")) {
        out.trim();
      } else {
        out.line("", -Output.CLAUSE, Output.CLAUSE, Output.ITEM);
      }
      out.add(text);
    }
  }

  private void item(Query.From.Item item, Level level) {
    switch (item) {
      case Query.From.Relation r -> relation(r.relation(), level);
      case Query.From.Join j -> join(j, level);
    }
  }

  private void relation(int number, Level level) {
    RangeTableEntry entry = level.query.rangeTable().get(number - 1);
    String name = level.name(number);
    switch (entry) {
      case RangeTableEntry.Table t -> {
        out.add(t.inherits() ? "" : "ONLY ");
        stored(t.relation(), level.columns(number), name);
      }
      case RangeTableEntry.Subquery s when s.view() != 0 ->
          stored(s.view(), level.columns(number), name);
      case RangeTableEntry.Subquery s -> {
        out.add(s.lateral() && refersOut(s.query()) ? "LATERAL (" : "(");
        query(s.query(), level, null, true);
        out.add(")");
        alias(name, s.columns(), outputNames(s.query()));
      }
      case RangeTableEntry.Function f -> {
        function(f, level);
        out.add(" ").add(names.quote(name));
        out.add("(").add(quoted(f.columns())).add(")");
      }
      case RangeTableEntry.Values v -> {
        out.add("(");
        values(v, level);
        out.add(")");
        alias(name, v.columns(), null);
      }
      case RangeTableEntry.CommonTable c -> {
        out.add(names.quote(c.name()));
        if (!name.equals(c.name())) {
          out.add(" ").add(names.quote(name));
        }
      }
      case RangeTableEntry.Join j -> throw new IllegalStateException("a join is no relation");
      case RangeTableEntry.Result r -> throw new IllegalStateException("not in FROM");
    }
  }

  private void function(RangeTableEntry.Function f, Level level) {
    boolean several = f.calls().size() > 1;
    out.add(several ? "ROWS FROM(" : "");
    exprs(level).list(f.calls());
    out.add(several ? ")" : "").add(f.ordinality() ? " WITH ORDINALITY" : "");
  }

  private void stored(int oid, List<String> columns, String name) {
    RelationEntry relation = relations.relation(oid);
    out.add(names.relation(oid));
    List<String> own = new ArrayList<>();
    List<String> shown = new ArrayList<>();
    for (ColumnEntry column : relation.columns()) {
      if (!column.dropped()) {
        own.add(column.name());
        shown.add(
            column.number() <= columns.size() ? columns.get(column.number() - 1) : column.name());
      }
    }
    boolean renamed = !own.equals(shown);
    if (!name.equals(relation.name()) || renamed) {
      out.add(" ").add(names.quote(name));
    }
    if (renamed) {
      out.add("(").add(quoted(shown)).add(")");
    }
  }

  private void alias(String name, List<String> columns, List<String> own) {
    out.add(" ").add(names.quote(name));
    if (!columns.equals(own)) {
      out.add("(").add(quoted(columns)).add(")");
    }
  }

  private static boolean refersOut(Query query) {
    return OuterReferences.in(query);
  }

  private void join(Query.From.Join join, Level level) {
    RangeTableEntry.Join entry =
        (RangeTableEntry.Join) level.query.rangeTable().get(join.relation() - 1);
    String name = level.name(join.relation());
    boolean parentheses = !pretty || name != null;
    out.add(parentheses ? "(" : "");
    item(join.left(), level);
    boolean bare = join.condition() == null && entry.merged() == 0;
    String words =
        switch (join.kind()) {
          case LEFT -> " LEFT JOIN ";
          case RIGHT -> " RIGHT JOIN ";
          case FULL -> " FULL JOIN ";
          default -> bare ? " CROSS JOIN " : " JOIN ";
        };
    out.line(words, -Output.CLAUSE, Output.CLAUSE, Output.JOIN);
    boolean right =
        pretty && join.right() instanceof Query.From.Join r && level.name(r.relation()) == null;
    out.add(right ? "(" : "");
    item(join.right(), level);
    out.add(right ? ")" : "");
    if (entry.merged() > 0) {
      out.add(" USING (").add(quoted(entry.columns().subList(0, entry.merged()))).add(")");
    } else if (join.condition() != null) {
      out.add(" ON ").add(pretty ? "" : "(");
      exprs(level).print(join.condition(), false);
      out.add(pretty ? "" : ")");
    } else if (join.kind() != Query.JoinType.INNER) {
      out.add(" ON TRUE");
    }
    out.add(parentheses ? ")" : "");
    if (name != null) {
      out.add(" ").add(names.quote(name));
    }
  }
}
