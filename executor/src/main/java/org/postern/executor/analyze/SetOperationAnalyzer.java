package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.query.Query;
import org.postern.executor.query.QueryBuilder;
import org.postern.executor.query.RangeTableEntry;
import org.postern.executor.sql.ast.QueryBody;
import org.postern.executor.sql.ast.SelectStatement;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** UNION, INTERSECT and EXCEPT: leaves become subqueries whose columns are brought to one type. */
final class SetOperationAnalyzer {
  private final QueryAnalyzer queries;
  private final ExpressionAnalyzer expressions;

  SetOperationAnalyzer(QueryAnalyzer queries) {
    this.queries = queries;
    this.expressions = queries.expressions;
  }

  /** A part of the tree while its column types are still being found. */
  private sealed interface Part {
    List<Expr> columns();

    record Leaf(Query query, List<Expr> columns, List<String> names) implements Part {}

    record Node(QueryBody.SetOperation body, Part left, Part right, List<Expr> columns)
        implements Part {}
  }

  Query analyze(SelectStatement select, QueryBody.SetOperation body, Scope scope) {
    if (!select.locking().isEmpty()) {
      throw SqlException.error(
          SqlState.FEATURE_NOT_SUPPORTED,
          "FOR %s is not allowed with UNION/INTERSECT/EXCEPT",
          select.locking().getFirst().strength().name().replace('_', ' '));
    }
    return finish(select, node(body, scope), scope);
  }

  /** As {@link #analyze}, with arms that are bound already. */
  Query analyzeArms(
      SelectStatement select, QueryBody.SetOperation body, Query left, Query right, Scope scope) {
    return finish(select, node(body, leaf(left), leaf(right)), scope);
  }

  private Query finish(SelectStatement select, Part root, Scope scope) {
    List<Integer> types = new ArrayList<>();
    for (Expr column : root.columns()) {
      types.add(column.type());
    }
    List<String> names = names(root);
    Query.SetOperation tree = build(root, types, scope);
    int first = firstLeaf(tree);
    List<Expr> vars = new ArrayList<>();
    List<Integer> typmods = typmods(tree);
    for (int i = 0; i < types.size(); i++) {
      vars.add(
          new Expr.Var(
              first,
              i + 1,
              types.get(i),
              typmods.get(i),
              TypeNames.collation(expressions.catalog, types.get(i)),
              0,
              -1));
    }
    Scope output = new Scope(scope.parent);
    output.rangeTable.addAll(scope.rangeTable);
    output.commonTables = scope.commonTables;
    TargetList targets = new TargetList(queries, expressions, output);
    targets.addOutputs(vars, names);
    List<Query.SortGroup> orderBy;
    try {
      orderBy = targets.orderBy(select.orderBy());
    } catch (SqlException e) {
      if (e.state() == SqlState.UNDEFINED_COLUMN || e.state() == SqlState.UNDEFINED_TABLE) {
        throw SqlException.error(SqlState.UNDEFINED_COLUMN, "%s", e.getMessage())
            .withPosition(e.position());
      }
      throw e;
    }
    for (Query.TargetEntry t : targets.entries()) {
      if (t.junk()) {
        throw SqlException.error(
                SqlState.FEATURE_NOT_SUPPORTED, "invalid UNION/INTERSECT/EXCEPT ORDER BY clause")
            .withDetail("Only result column names can be used, not expressions or functions.")
            .withHint(
                "Add the expression/function to every SELECT, or move the UNION into a FROM"
                    + " clause.")
            .withPosition(ExprTrees.location(t.expr()) + 1);
      }
    }
    Expr offset = queries.limit(select.offset(), scope, Scope.Clause.OFFSET, "OFFSET");
    Expr count = queries.limit(select.limit(), scope, Scope.Clause.LIMIT, "LIMIT");
    QueryBuilder made = new QueryBuilder();
    made.rangeTable = scope.rangeTable;
    made.targets = targets.entries();
    made.orderBy = orderBy;
    made.limitOffset = offset;
    made.limitCount = count;
    made.withTies = select.withTies();
    made.setOperations = tree;
    made.with = scope.commonTables.list();
    return made.build();
  }

  private Part part(SelectStatement select, Scope scope) {
    boolean plain =
        select.with() == null
            && select.orderBy().isEmpty()
            && select.limit() == null
            && select.offset() == null
            && select.locking().isEmpty();
    if (plain && select.body() instanceof QueryBody.SetOperation inner) {
      return node(inner, scope);
    }
    Scope outside = new Scope(scope.parent);
    outside.commonTables = scope.commonTables;
    return leaf(queries.select(select, outside, false));
  }

  private static Part leaf(Query query) {
    List<Expr> columns = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Query.TargetEntry t : QueryAnalyzer.outputs(query)) {
      columns.add(t.expr());
      names.add(t.name());
    }
    return new Part.Leaf(query, columns, names);
  }

  private Part node(QueryBody.SetOperation body, Scope scope) {
    boolean except = body.operator() == QueryBody.SetOperator.EXCEPT;
    RecursionContext recursion = expressions.recursion;
    RecursionContext.Place before =
        recursion.enter(
            switch (body.operator()) {
              case UNION -> RecursionContext.Place.PLAIN;
              case INTERSECT ->
                  body.all() ? RecursionContext.Place.INTERSECT : RecursionContext.Place.PLAIN;
              case EXCEPT ->
                  body.all() ? RecursionContext.Place.EXCEPT : RecursionContext.Place.PLAIN;
            });
    Part left = part(body.left(), scope);
    recursion.enter(except ? RecursionContext.Place.EXCEPT : RecursionContext.Place.PLAIN);
    Part right = part(body.right(), scope);
    recursion.leave(before);
    return node(body, left, right);
  }

  private Part node(QueryBody.SetOperation body, Part left, Part right) {
    String words = body.operator().name();
    if (left.columns().size() != right.columns().size()) {
      throw SqlException.error(
              SqlState.SYNTAX_ERROR, "each %s query must have the same number of columns", words)
          .withPosition(
              (right.columns().isEmpty()
                      ? body.location()
                      : ExpressionAnalyzer.located(right.columns().getFirst(), body.location()))
                  + 1);
    }
    List<Expr> columns = new ArrayList<>();
    for (int i = 0; i < left.columns().size(); i++) {
      Expr l = left.columns().get(i);
      Expr r = right.columns().get(i);
      int type = expressions.coercion.commonType(List.of(l, r), words, body.location());
      for (Expr side : List.of(l, r)) {
        if (!expressions.coercion.canCoerce(side.type(), type, Coercion.Context.IMPLICIT)) {
          expressions.coercion.toCommon(side, type, words, body.location());
        }
      }
      int typmod = l.type() == r.type() && l.typmod() == r.typmod() ? l.typmod() : -1;
      columns.add(new Expr.CaseTest(type, typmod, TypeNames.collation(expressions.catalog, type)));
      if (!body.all()) {
        expressions.operators.grouping(type, ExpressionAnalyzer.located(l, body.location()));
      }
    }
    return new Part.Node(body, left, right, columns);
  }

  private static List<String> names(Part part) {
    return switch (part) {
      case Part.Leaf l -> l.names();
      case Part.Node n -> names(n.left());
    };
  }

  private Query.SetOperation build(Part part, List<Integer> types, Scope scope) {
    return switch (part) {
      case Part.Leaf leaf -> {
        Query query = coerced(leaf.query(), types);
        yield new Query.SetOperation.Leaf(
            scope.add(
                new RangeTableEntry.Subquery(
                    query, false, "*SELECT* " + (scope.rangeTable.size() + 1), leaf.names())));
      }
      case Part.Node n -> {
        Query.SetOperation left = build(n.left(), types, scope);
        Query.SetOperation right = build(n.right(), types, scope);
        List<Integer> typmods = new ArrayList<>();
        List<Integer> collations = new ArrayList<>();
        List<Query.SortGroup> keys = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
          typmods.add(n.columns().get(i).type() == types.get(i) ? n.columns().get(i).typmod() : -1);
          collations.add(TypeNames.collation(expressions.catalog, types.get(i)));
          if (!n.body().all()) {
            OperatorResolver.Ordering ordering = expressions.operators.grouping(types.get(i), -1);
            keys.add(new Query.SortGroup(i + 1, ordering.equal(), ordering.less(), false, false));
          }
        }
        yield new Query.SetOperation.Node(
            Query.SetOperation.Kind.valueOf(n.body().operator().name()),
            n.body().all(),
            left,
            right,
            types,
            typmods,
            collations,
            keys);
      }
    };
  }

  private Query coerced(Query query, List<Integer> types) {
    boolean same = true;
    List<Query.TargetEntry> outputs = QueryAnalyzer.outputs(query);
    for (int i = 0; i < types.size(); i++) {
      same &= outputs.get(i).expr().type() == types.get(i);
    }
    if (same) {
      return query;
    }
    if (query.setOperations() != null || !query.distinct().isEmpty()) {
      return wrapped(query, types);
    }
    List<Query.TargetEntry> targets = new ArrayList<>();
    int column = 0;
    for (Query.TargetEntry t : query.targets()) {
      Expr expr = t.expr();
      if (!t.junk()) {
        Expr converted = convert(expr, types.get(column++));
        if (converted != expr && t.sortGroup() != 0 && expr.type() != TypeOid.UNKNOWN) {
          return wrapped(query, types);
        }
        expr = converted;
      }
      targets.add(
          new Query.TargetEntry(
              expr,
              t.column(),
              t.name(),
              t.sortGroup(),
              t.originTable(),
              t.originColumn(),
              t.junk()));
    }
    return Queries.withTargets(query, List.copyOf(targets));
  }

  private Expr convert(Expr expr, int type) {
    return expr.type() == type
        ? expr
        : expressions.coercion.toCommon(expr, type, "UNION", ExprTrees.location(expr));
  }

  /** The query as a subquery whose outputs are converted outside of it. */
  private Query wrapped(Query query, List<Integer> types) {
    List<Query.TargetEntry> outputs = QueryAnalyzer.outputs(query);
    List<String> names = new ArrayList<>();
    List<Query.TargetEntry> targets = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      Expr e = outputs.get(i).expr();
      names.add(outputs.get(i).name());
      Expr var = new Expr.Var(1, i + 1, e.type(), e.typmod(), e.collation(), 0, -1);
      targets.add(
          new Query.TargetEntry(
              convert(var, types.get(i)), i + 1, outputs.get(i).name(), 0, 0, 0, false));
    }
    return Queries.select(
        List.of(new RangeTableEntry.Subquery(query, false, "*SELECT*", names)),
        new Query.From(List.of(new Query.From.Relation(1)), null),
        targets);
  }

  private static int firstLeaf(Query.SetOperation tree) {
    return switch (tree) {
      case Query.SetOperation.Leaf l -> l.relation();
      case Query.SetOperation.Node n -> firstLeaf(n.left());
    };
  }

  private static List<Integer> typmods(Query.SetOperation tree) {
    return ((Query.SetOperation.Node) tree).typmods();
  }
}
