package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.query.Query;
import org.postern.executor.query.QueryBuilder;
import org.postern.executor.query.RangeTableEntry;
import org.postern.executor.sql.ast.Alias;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.ModifyStatement;
import org.postern.executor.sql.ast.QueryBody;
import org.postern.executor.sql.ast.Reference;
import org.postern.executor.sql.ast.SelectItem;
import org.postern.executor.sql.ast.SelectStatement;
import org.postern.executor.sql.ast.WithClause;
import org.postern.executor.sql.parser.SqlParser;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Analyzes SELECT, VALUES and set operations; the entry for whole statements. */
public final class QueryAnalyzer {
  private final AnalyzerEnvironment env;
  final ExpressionAnalyzer expressions;
  final FromAnalyzer from;
  private final ColumnReferences columns;

  public QueryAnalyzer(AnalyzerEnvironment env, ParamTypes params) {
    this.env = env;
    this.expressions = new ExpressionAnalyzer(env, params, this::select);
    this.from = new FromAnalyzer(this, expressions);
    this.columns = new ColumnReferences(expressions);
  }

  /** A top-level SELECT: untyped output columns become text. */
  public Query analyzeSelect(SelectStatement select) {
    return select(select, null);
  }

  /** INSERT, UPDATE or DELETE. */
  public Query analyzeModify(ModifyStatement statement) {
    return new ModifyAnalyzer(this, env).analyze(statement, null);
  }

  /** A single expression over the columns of one table, as in CHECK, DEFAULT and indexes. */
  public Expr analyzeTableExpression(
      Expression expression, RelationEntry relation, TableExpression use) {
    Scope scope = new Scope(null);
    if (relation != null) {
      scope.items.add(from.addTable(relation, null, scope, FromAnalyzer.ACCESS_SHARE));
    }
    scope.clause =
        switch (use) {
          case DEFAULT -> Scope.Clause.DEFAULT;
          case CHECK -> Scope.Clause.CHECK;
          case GENERATED -> Scope.Clause.GENERATED;
          case INDEX -> Scope.Clause.INDEX;
          case INDEX_PREDICATE -> Scope.Clause.INDEX_PREDICATE;
        };
    if (use == TableExpression.CHECK || use == TableExpression.INDEX_PREDICATE) {
      return expressions.condition(
          expression, scope, scope.clause, use == TableExpression.CHECK ? "CHECK" : "WHERE");
    }
    Expr bound = expressions.analyze(expression, scope);
    if (scope.hasSubLinks) {
      throw SqlException.error(
          SqlState.FEATURE_NOT_SUPPORTED, "cannot use subquery in %s", subqueryWords(use));
    }
    return bound;
  }

  /** The CHECK of a domain, in which VALUE is column 1 of relation 1. */
  public Expr analyzeDomainCheck(Expression expression, int domain) {
    TypeEntry type = env.catalog().type(domain);
    Scope scope = new Scope(null);
    int index = scope.add(new RangeTableEntry.Result("value", List.of("value")));
    Expr value = new Expr.Var(index, 1, type.baseType(), type.typmod(), type.collation(), 0, -1);
    scope.items.add(
        new Scope.Item("value", null, index, 0, false, List.of("value"), List.of(value)));
    scope.items.getFirst().nameVisible = false;
    return expressions.condition(expression, scope, Scope.Clause.CHECK, "CHECK");
  }

  private static String subqueryWords(TableExpression use) {
    return switch (use) {
      case DEFAULT -> "DEFAULT expression";
      case CHECK -> "check constraint";
      case GENERATED -> "column generation expression";
      case INDEX -> "index expression";
      case INDEX_PREDICATE -> "index predicate";
    };
  }

  /** What an expression belonging to a table is for. */
  public enum TableExpression {
    DEFAULT,
    CHECK,
    GENERATED,
    INDEX,
    INDEX_PREDICATE
  }

  /** Whether there is an implicit conversion. */
  public boolean canAssignImplicitly(int from, int to) {
    return expressions.coercion.canCoerce(from, to, Coercion.Context.IMPLICIT);
  }

  /** Converts to a column's type as an assignment; throws 42804 where there is no way. */
  public Expr assign(Expr expr, String column, int type, int typmod, boolean isDefault) {
    return Assignments.coerce(expressions, expr, column, type, typmod, isDefault);
  }

  /** The coerced constant arguments of EXECUTE and the like. */
  public Expr analyzeArgument(Expression expression, int type) {
    Expr bound = expressions.analyze(expression, new Scope(null));
    Expr converted =
        expressions.coercion.toTarget(
            bound,
            type,
            -1,
            Coercion.Context.ASSIGNMENT,
            Expr.CastForm.IMPLICIT,
            expression.location());
    if (converted == null) {
      throw SqlException.error(
              SqlState.DATATYPE_MISMATCH,
              "argument of type %s cannot be coerced to the expected type %s",
              expressions.coercion.name(bound.type()),
              expressions.coercion.name(type))
          .withHint("You will need to rewrite or cast the expression.")
          .withPosition(expression.location() + 1);
    }
    return converted;
  }

  public TypeNames typeNames() {
    return expressions.typeNames();
  }

  /** The output columns, junk left out. */
  public static List<Query.TargetEntry> outputs(Query query) {
    List<Query.TargetEntry> out = new ArrayList<>();
    List<Query.TargetEntry> from =
        query.command() == Query.Command.SELECT ? query.targets() : query.returning();
    for (Query.TargetEntry t : from) {
      if (!t.junk()) {
        out.add(t);
      }
    }
    return out;
  }

  /** The query of a view, bound as it was when it was stored. */
  public Query storedQuery(RelationEntry view) {
    String text = env.relations().viewText(view.oid());
    SelectStatement select = (SelectStatement) SqlParser.parse(text).getFirst().statement();
    return new QueryAnalyzer(env.ofStored(), ParamTypes.none()).analyzeSelect(select);
  }

  Query fromSubquery(SelectStatement select, Scope scope, boolean lateral) {
    if (lateral) {
      return select(select, scope);
    }
    Scope outside = new Scope(scope.parent);
    outside.commonTables = scope.commonTables;
    outside.items = List.of();
    return select(select, outside);
  }

  /** Analyzes a SELECT at the level below {@code parent}. */
  Query select(SelectStatement select, Scope parent) {
    return select(select, parent, true);
  }

  /** {@code finish}: whether untyped output columns become text; an arm of UNION keeps them. */
  Query select(SelectStatement select, Scope parent, boolean finish) {
    Scope scope = new Scope(parent);
    with(select.with(), scope);
    return switch (select.body()) {
      case QueryBody.Select body -> plainSelect(select, body, scope, finish);
      case QueryBody.Values body -> values(select, body, scope);
      case QueryBody.SetOperation body ->
          new SetOperationAnalyzer(this).analyze(select, body, scope);
    };
  }

  void with(WithClause with, Scope scope) {
    if (with == null) {
      return;
    }
    new WithAnalyzer(this).analyze(with, scope);
  }

  private Query plainSelect(
      SelectStatement select, QueryBody.Select body, Scope scope, boolean finish) {
    if (body.into() != null) {
      throw SqlException.error(SqlState.SYNTAX_ERROR, "SELECT ... INTO is not allowed here")
          .withPosition(body.into().location() + 1);
    }
    scope.windows.addAll(body.windows());
    List<Query.From.Item> items = from.analyze(body.from(), scope);
    TargetList targets = new TargetList(this, expressions, scope);
    scope.clause = Scope.Clause.SELECT_LIST;
    targets.addAll(body.items(), columns);
    Expr where =
        body.where() == null
            ? null
            : expressions.condition(body.where(), scope, Scope.Clause.WHERE, "WHERE");
    Expr having =
        body.having() == null
            ? null
            : expressions.condition(body.having(), scope, Scope.Clause.HAVING, "HAVING");
    List<Query.SortGroup> orderBy = targets.orderBy(select.orderBy());
    List<List<Integer>> sets = null;
    List<Query.SortGroup> groupBy;
    if (GroupingSets.isNeeded(body.groupBy())) {
      TargetList.Grouping grouping = targets.groupingSets(body.groupBy(), body.groupDistinct());
      groupBy = grouping.keys();
      sets = grouping.sets();
    } else {
      groupBy = targets.groupBy(body.groupBy());
    }
    boolean distinctOn = body.distinct() != null && !body.distinct().on().isEmpty();
    List<Query.SortGroup> distinct =
        body.distinct() == null ? List.of() : targets.distinct(body.distinct(), orderBy);
    Expr offset = limit(select.offset(), scope, Scope.Clause.OFFSET, "OFFSET");
    Expr count = limit(select.limit(), scope, Scope.Clause.LIMIT, "LIMIT");
    scope.clause = Scope.Clause.NONE;
    if (finish) {
      targets.finish();
    }
    List<Query.Window> windows = new WindowAnalyzer(expressions, scope).analyze();
    boolean grouped = !groupBy.isEmpty() || sets != null || having != null || scope.hasAggregates;
    if (grouped) {
      new GroupingCheck(expressions, scope, targets.entries(), groupBy, sets)
          .check(having, windows);
    }
    QueryBuilder made = new QueryBuilder();
    made.from = new Query.From(items, where);
    made.targets = targets.entries();
    made.groupBy = groupBy;
    made.groupingSets = sets;
    made.having = having;
    made.windows = scope.hasWindowCalls ? windows : List.of();
    made.distinct = distinct;
    made.distinctOn = distinctOn;
    made.orderBy = orderBy;
    made.limitOffset = offset;
    made.limitCount = count;
    made.withTies = select.withTies();
    made.rowMarks = rowMarks(select, body, scope);
    made.rangeTable = scope.rangeTable;
    made.with = scope.commonTables.list();
    made.hasAggregates = grouped;
    made.hasSubLinks = scope.hasSubLinks;
    made.hasSetReturning = scope.hasSetReturning;
    return made.build();
  }

  /**
   * Why rows of such a query cannot be locked, in the words of the message; null where they can.
   */
  private static String lockingObstacle(QueryBody.Select body, Scope scope) {
    if (body.distinct() != null) {
      return "DISTINCT clause";
    }
    if (!body.groupBy().isEmpty()) {
      return "GROUP BY clause";
    }
    if (body.having() != null) {
      return "HAVING clause";
    }
    if (scope.hasAggregates) {
      return "aggregate functions";
    }
    if (scope.hasWindowCalls) {
      return "window functions";
    }
    return scope.hasSetReturning ? "set-returning functions in the target list" : null;
  }

  private List<Query.RowMark> rowMarks(SelectStatement select, QueryBody.Select body, Scope scope) {
    List<Query.RowMark> marks = new ArrayList<>();
    for (SelectStatement.LockingClause clause : select.locking()) {
      String words = "FOR " + clause.strength().name().replace('_', ' ');
      String obstacle = lockingObstacle(body, scope);
      if (obstacle != null) {
        throw SqlException.error(
            SqlState.FEATURE_NOT_SUPPORTED, "%s is not allowed with %s", words, obstacle);
      }
      List<Integer> relations = new ArrayList<>();
      if (clause.relations().isEmpty()) {
        for (int i = 0; i < scope.rangeTable.size(); i++) {
          if (scope.rangeTable.get(i) instanceof RangeTableEntry.Table) {
            relations.add(i + 1);
          } else if (scope.rangeTable.get(i) instanceof RangeTableEntry.Subquery) {
            throw SqlException.notSupported(words + " over a subquery");
          }
        }
      } else {
        for (org.postern.executor.sql.ast.RelationName name : clause.relations()) {
          int found = 0;
          for (int i = 0; i < scope.rangeTable.size(); i++) {
            if (name.name().equals(scope.rangeTable.get(i).alias())) {
              found = i + 1;
            }
          }
          if (found == 0) {
            throw SqlException.error(
                    SqlState.UNDEFINED_TABLE,
                    "relation \"%s\" in %s clause not found in FROM clause",
                    name.name(),
                    words)
                .withPosition(name.location() + 1);
          }
          if (!(scope.rangeTable.get(found - 1) instanceof RangeTableEntry.Table)) {
            throw SqlException.notSupported(words + " over something other than a table");
          }
          relations.add(found);
        }
      }
      for (int relation : relations) {
        RangeTableEntry.Table table = (RangeTableEntry.Table) scope.rangeTable.get(relation - 1);
        env.opener().lock(table.relation(), 2);
        marks.add(
            new Query.RowMark(
                relation,
                Query.RowMark.Strength.valueOf(clause.strength().name()),
                switch (clause.waiting()) {
                  case BLOCK -> Query.RowMark.Wait.BLOCK;
                  case SKIP_LOCKED -> Query.RowMark.Wait.SKIP;
                  case NOWAIT -> Query.RowMark.Wait.ERROR;
                }));
      }
    }
    return List.copyOf(marks);
  }

  Expr limit(Expression expression, Scope scope, Scope.Clause clause, String words) {
    if (expression == null) {
      return null;
    }
    scope.clause = clause;
    Expr bound = expressions.analyze(expression, scope);
    Expr converted =
        expressions.coercion.toSpecific(
            bound, TypeOid.INT8, words, ExpressionAnalyzer.located(bound, expression.location()));
    ExprTrees.walk(
        converted,
        e -> {
          if (e instanceof Expr.Var v && v.levelsUp() == 0) {
            throw SqlException.error(
                    SqlState.INVALID_COLUMN_REFERENCE,
                    "argument of %s must not contain variables",
                    words)
                .withPosition(v.location() + 1);
          }
        });
    scope.clause = Scope.Clause.NONE;
    return converted;
  }

  private Query values(SelectStatement select, QueryBody.Values body, Scope scope) {
    if (!select.locking().isEmpty()) {
      throw SqlException.error(
          SqlState.FEATURE_NOT_SUPPORTED,
          "FOR %s cannot be applied to VALUES",
          select.locking().getFirst().strength().name().replace('_', ' '));
    }
    ValuesRows rows = new ValuesRows(expressions);
    int relation = rows.add(body, scope, "*VALUES*");
    Scope.Item item = rows.item(relation, scope);
    scope.items.add(item);
    TargetList targets = new TargetList(this, expressions, scope);
    scope.clause = Scope.Clause.SELECT_LIST;
    targets.addAll(
        List.of(
            new SelectItem(
                new Reference.ColumnRef(List.of(), true, body.location()), null, body.location())),
        columns);
    List<Query.SortGroup> orderBy = targets.orderBy(select.orderBy());
    Expr offset = limit(select.offset(), scope, Scope.Clause.OFFSET, "OFFSET");
    Expr count = limit(select.limit(), scope, Scope.Clause.LIMIT, "LIMIT");
    targets.finish();
    QueryBuilder made = new QueryBuilder();
    made.rangeTable = scope.rangeTable;
    made.from = new Query.From(List.of(new Query.From.Relation(relation)), null);
    made.targets = targets.entries();
    made.orderBy = orderBy;
    made.limitOffset = offset;
    made.limitCount = count;
    made.withTies = select.withTies();
    made.with = scope.commonTables.list();
    made.hasSubLinks = scope.hasSubLinks;
    made.hasSetReturning = scope.hasSetReturning;
    return made.build();
  }

  /** Wraps the name of a FROM item made by the analyzer itself. */
  static Alias alias(String name) {
    return new Alias(name, List.of());
  }
}
