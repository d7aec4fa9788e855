package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postern.executor.query.Expr;
import org.postern.executor.query.Query;
import org.postern.executor.query.QueryBuilder;
import org.postern.executor.query.RangeTableEntry;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.QueryBody;
import org.postern.executor.sql.ast.SelectStatement;
import org.postern.executor.sql.ast.WithClause;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * SEARCH and CYCLE: a recursive query with columns more, which the rows carry along. Depth-first
 * order is an array of the rows on the way, breadth-first order the depth with the row; a cycle is
 * a row that is on its own way already.
 *
 * <p>Source: PostgreSQL documentation, sections 7.8.2.1 "Search Order" and 7.8.2.2 "Cycle
 * Detection".
 */
public final class SearchCycle {
  /**
   * The name of an arm inside the query that adds the columns. The arm keeps counting levels as if
   * that query were not there.
   */
  public static final String ARM = "*TLOCRN*";

  private static final int ARRAY_CAT = 383;
  private static final int RECORD_EQUAL_OPERATOR = 2988;
  private static final int RECORD_EQUAL = 2981;
  private static final int INT8_PLUS_OPERATOR = 684;
  private static final int INT8_PLUS = 463;

  private final ExpressionAnalyzer expressions;
  private final CommonTables.Pending pending;
  private final WithClause.Search search;
  private final WithClause.Cycle cycle;
  private final Query query;
  private final int width;

  SearchCycle(ExpressionAnalyzer expressions, CommonTables.Pending pending, Query query) {
    this.expressions = expressions;
    this.pending = pending;
    this.search = pending.source.search();
    this.cycle = pending.source.cycle();
    this.query = query;
    this.width = pending.names.size();
  }

  /** Checks the clauses and notes the columns they add. */
  static void announce(ExpressionAnalyzer expressions, CommonTables.Pending p) {
    SelectStatement select = (SelectStatement) p.source.statement();
    QueryBody.SetOperation body = (QueryBody.SetOperation) select.body();
    requireSelect(body.left(), "left");
    requireSelect(body.right(), "right");
    WithClause.Search search = p.source.search();
    WithClause.Cycle cycle = p.source.cycle();
    p.extraNames = new ArrayList<>();
    p.extraTypes = new ArrayList<>();
    if (search != null) {
      checkColumns(p.names, search.columns(), "search", search.location());
      unused(p.names, search.sequence(), "search sequence", search.location());
      p.extraNames.add(search.sequence());
      p.extraTypes.add(search.breadthFirst() ? TypeOid.RECORD : TypeOid.RECORD_ARRAY);
    }
    if (cycle != null) {
      checkColumns(p.names, cycle.columns(), "cycle", cycle.location());
      unused(p.names, cycle.markColumn(), "cycle mark", cycle.location());
      unused(p.names, cycle.pathColumn(), "cycle path", cycle.location());
      differ(
          cycle.markColumn(),
          cycle.pathColumn(),
          "cycle mark column name and cycle path column name are the same",
          cycle.location());
      if (search != null) {
        differ(
            search.sequence(),
            cycle.markColumn(),
            "search sequence column name and cycle mark column name are the same",
            search.location());
        differ(
            search.sequence(),
            cycle.pathColumn(),
            "search sequence column name and cycle path column name are the same",
            search.location());
      }
      p.extraNames.add(cycle.markColumn());
      p.extraTypes.add(marks(expressions, cycle).getFirst().type());
      p.extraNames.add(cycle.pathColumn());
      p.extraTypes.add(TypeOid.RECORD_ARRAY);
    }
  }

  private static void requireSelect(SelectStatement arm, String side) {
    if (!(arm.body() instanceof QueryBody.Select || arm.body() instanceof QueryBody.Values)) {
      throw SqlException.error(
          SqlState.FEATURE_NOT_SUPPORTED,
          "with a SEARCH or CYCLE clause, the %s side of the UNION must be a SELECT",
          side);
    }
  }

  private static SqlException syntax(int location, String message, Object... args) {
    return SqlException.error(SqlState.SYNTAX_ERROR, message, args).withPosition(location + 1);
  }

  private static void checkColumns(
      List<String> names, List<String> columns, String clause, int location) {
    Set<String> seen = new HashSet<>();
    for (String column : columns) {
      if (!names.contains(column)) {
        throw syntax(location, "%s column \"%s\" not in WITH query column list", clause, column);
      }
      if (!seen.add(column)) {
        throw syntax(location, "%s column \"%s\" specified more than once", clause, column);
      }
    }
  }

  private static void unused(List<String> names, String column, String clause, int location) {
    if (names.contains(column)) {
      throw syntax(
          location, "%s column name \"%s\" already used in WITH query column list", clause, column);
    }
  }

  private static void differ(String a, String b, String message, int location) {
    if (a.equals(b)) {
      throw syntax(location, message);
    }
  }

  /** The value of the mark and its default, of one type. */
  private static List<Expr> marks(ExpressionAnalyzer expressions, WithClause.Cycle cycle) {
    if (cycle.markValue() == null) {
      return List.of(
          new Expr.Const(TypeOid.BOOL, -1, 0, 1L, -1), new Expr.Const(TypeOid.BOOL, -1, 0, 0L, -1));
    }
    Scope empty = new Scope(null);
    Expr value = expressions.analyze(cycle.markValue(), empty);
    Expr other = expressions.analyze(cycle.markDefault(), empty);
    int type = expressions.coercion.commonType(List.of(value, other), "CYCLE", cycle.location());
    return List.of(
        expressions.coercion.toCommon(value, type, "CYCLE/SET/TO", cycle.location()),
        expressions.coercion.toCommon(other, type, "CYCLE/SET/DEFAULT", cycle.location()));
  }

  /** The set operation with the columns added to both arms. */
  Query rewrite() {
    Query left = ((RangeTableEntry.Subquery) query.rangeTable().get(0)).query();
    Query right = ((RangeTableEntry.Subquery) query.rangeTable().get(1)).query();
    Query newLeft = wrapped(left, List.of());
    int self = selfReference(right);
    List<Query.TargetEntry> carried = new ArrayList<>(right.targets());
    List<Expr> inner = new ArrayList<>();
    for (int i = 0; i < pending.extraNames.size(); i++) {
      int type = pending.extraTypes.get(i);
      int collation = TypeNames.collation(expressions.catalog, type);
      carried.add(
          new Query.TargetEntry(
              new Expr.Var(self, width + i + 1, type, -1, collation, 0, -1),
              width + i + 1,
              pending.extraNames.get(i),
              0,
              0,
              0,
              false));
      inner.add(new Expr.Var(1, width + i + 1, type, -1, collation, 0, -1));
    }
    Query newRight = wrapped(Queries.withTargets(right, carried), inner);
    QueryBuilder made = new QueryBuilder(WithAnalyzer.withArms(query, newLeft, newRight));
    made.targets = withExtras(query.targets());
    made.setOperations = extended((Query.SetOperation.Node) query.setOperations());
    pending.names.addAll(pending.extraNames);
    return made.build();
  }

  private List<Query.TargetEntry> withExtras(List<Query.TargetEntry> targets) {
    List<Query.TargetEntry> out = new ArrayList<>(targets);
    for (int i = 0; i < pending.extraNames.size(); i++) {
      int type = pending.extraTypes.get(i);
      int collation = TypeNames.collation(expressions.catalog, type);
      out.add(
          new Query.TargetEntry(
              new Expr.Var(1, width + i + 1, type, -1, collation, 0, -1),
              width + i + 1,
              pending.extraNames.get(i),
              0,
              0,
              0,
              false));
    }
    return out;
  }

  private Query.SetOperation extended(Query.SetOperation.Node node) {
    List<Integer> types = new ArrayList<>(node.types());
    List<Integer> typmods = new ArrayList<>(node.typmods());
    List<Integer> collations = new ArrayList<>(node.collations());
    for (int type : pending.extraTypes) {
      types.add(type);
      typmods.add(-1);
      collations.add(TypeNames.collation(expressions.catalog, type));
    }
    return new Query.SetOperation.Node(
        node.kind(),
        node.all(),
        node.left(),
        node.right(),
        types,
        typmods,
        collations,
        node.keys());
  }

  private int selfReference(Query right) {
    for (int i = 0; i < right.rangeTable().size(); i++) {
      if (right.rangeTable().get(i) instanceof RangeTableEntry.CommonTable c
          && c.self()
          && c.name().equals(pending.source.name())) {
        return i + 1;
      }
    }
    throw SqlException.error(
        SqlState.FEATURE_NOT_SUPPORTED,
        "with a SEARCH or CYCLE clause, the recursive reference to WITH query \"%s\" must be at"
            + " the top level of its right-hand SELECT",
        pending.source.name());
  }

  /** An arm as a subquery, with the new columns computed over it; {@code before}: their values. */
  private Query wrapped(Query arm, List<Expr> before) {
    List<Query.TargetEntry> targets = new ArrayList<>();
    List<Expr> columns = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<Query.TargetEntry> outputs = QueryAnalyzer.outputs(arm);
    for (int i = 0; i < outputs.size(); i++) {
      names.add(outputs.get(i).name());
      if (i < width) {
        Expr e = outputs.get(i).expr();
        Expr var = new Expr.Var(1, i + 1, e.type(), e.typmod(), e.collation(), 0, -1);
        columns.add(var);
        targets.add(new Query.TargetEntry(var, i + 1, pending.names.get(i), 0, 0, 0, false));
      }
    }
    Expr where = null;
    int next = 0;
    List<Expr> added = new ArrayList<>();
    if (search != null) {
      Expr last = before.isEmpty() ? null : before.get(next);
      next++;
      added.add(search.breadthFirst() ? breadth(columns, last) : path(columns, last, true));
    }
    if (cycle != null) {
      List<Expr> marks = marks(expressions, cycle);
      if (before.isEmpty()) {
        added.add(marks.get(1));
        added.add(path(columns, null, false));
      } else {
        Expr mark = before.get(next);
        Expr way = before.get(next + 1);
        where =
            expressions.infix(
                QualifiedName.of("<>", cycle.location()), mark, marks.get(0), cycle.location());
        added.add(
            new Expr.Case(
                mark.type(),
                -1,
                mark.collation(),
                null,
                List.of(
                    new Expr.Case.When(
                        new Expr.ArrayOp(
                            RECORD_EQUAL_OPERATOR,
                            RECORD_EQUAL,
                            true,
                            0,
                            row(columns, cycle.columns(), null),
                            way,
                            -1),
                        marks.get(0))),
                marks.get(1),
                -1));
        added.add(path(columns, way, false));
      }
    }
    for (int i = 0; i < added.size(); i++) {
      targets.add(
          new Query.TargetEntry(
              added.get(i), width + i + 1, pending.extraNames.get(i), 0, 0, 0, false));
    }
    return Queries.select(
        List.of(new RangeTableEntry.Subquery(arm, false, ARM, List.copyOf(names))),
        new Query.From(List.of(new Query.From.Relation(1)), where),
        targets);
  }

  private Expr row(List<Expr> columns, List<String> wanted, Expr first) {
    List<Expr> fields = new ArrayList<>();
    List<String> names = new ArrayList<>();
    if (first != null) {
      fields.add(first);
      names.add("*DEPTH*");
    }
    for (String name : wanted) {
      fields.add(columns.get(pending.names.indexOf(name)));
      names.add(name);
    }
    return new Expr.Row(TypeOid.RECORD, List.copyOf(fields), List.copyOf(names), -1);
  }

  /** The depth, then the row. */
  private Expr breadth(List<Expr> columns, Expr last) {
    Expr depth = new Expr.Const(TypeOid.INT8, -1, 0, 0L, -1);
    if (last != null) {
      depth =
          new Expr.Op(
              INT8_PLUS_OPERATOR,
              INT8_PLUS,
              TypeOid.INT8,
              0,
              0,
              false,
              List.of(
                  new Expr.Field(last, 1, TypeOid.INT8, -1, 0),
                  new Expr.Const(TypeOid.INT8, -1, 0, 1L, -1)),
              -1);
    }
    return row(columns, search.columns(), depth);
  }

  /** The rows on the way with this one behind them. */
  private Expr path(List<Expr> columns, Expr before, boolean searching) {
    Expr own =
        new Expr.Array(
            TypeOid.RECORD_ARRAY,
            TypeOid.RECORD,
            0,
            List.of(row(columns, searching ? search.columns() : cycle.columns(), null)),
            false,
            -1);
    return before == null
        ? own
        : new Expr.Call(
            ARRAY_CAT,
            TypeOid.RECORD_ARRAY,
            -1,
            0,
            0,
            false,
            false,
            Expr.CastForm.CALL,
            List.of(before, own),
            -1);
  }
}
