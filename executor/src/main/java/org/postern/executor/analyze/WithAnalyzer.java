package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postern.executor.query.Query;
import org.postern.executor.query.QueryBuilder;
import org.postern.executor.query.RangeTableEntry;
import org.postern.executor.sql.ast.ModifyStatement;
import org.postern.executor.sql.ast.QueryBody;
import org.postern.executor.sql.ast.SelectStatement;
import org.postern.executor.sql.ast.WithClause;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * WITH and WITH RECURSIVE. A recursive query's first arm gives the column types that its second arm
 * sees when it refers to the query itself.
 *
 * <p>Source: PostgreSQL documentation, section 7.8 "WITH Queries".
 */
final class WithAnalyzer {
  private final QueryAnalyzer queries;
  private final ExpressionAnalyzer expressions;

  WithAnalyzer(QueryAnalyzer queries) {
    this.queries = queries;
    this.expressions = queries.expressions;
  }

  void analyze(WithClause with, Scope scope) {
    Set<String> names = new HashSet<>();
    for (WithClause.CommonTable t : with.tables()) {
      if (!names.add(t.name())) {
        throw SqlException.error(
                SqlState.DUPLICATE_ALIAS,
                "WITH query name \"%s\" specified more than once",
                t.name())
            .withPosition(t.location() + 1);
      }
      if (t.statement() instanceof ModifyStatement.Merge) {
        throw SqlException.error(
                SqlState.FEATURE_NOT_SUPPORTED, "MERGE not supported in WITH query")
            .withPosition(t.location() + 1);
      }
      if (!(t.statement() instanceof SelectStatement) && scope.parent != null) {
        throw SqlException.error(
                SqlState.FEATURE_NOT_SUPPORTED,
                "WITH clause containing a data-modifying statement must be at the top level")
            .withPosition(t.location() + 1);
      }
    }
    if (with.recursive()) {
      with.tables().forEach(scope.commonTables::announce);
      for (CommonTables.Pending p : scope.commonTables.announced()) {
        if (scope.commonTables.pending(p.source.name()) == p) {
          recursive(p, scope);
        }
      }
    } else {
      scope.commonTables.later(List.copyOf(names));
      for (WithClause.CommonTable t : with.tables()) {
        if (t.search() != null || t.cycle() != null) {
          throw SqlException.error(SqlState.SYNTAX_ERROR, "WITH query is not recursive")
              .withPosition(t.location() + 1);
        }
        scope.commonTables.add(finished(t, plain(t, scope), false));
      }
    }
  }

  private Query plain(WithClause.CommonTable t, Scope scope) {
    return switch (t.statement()) {
      case SelectStatement s -> queries.select(s, scope);
      case ModifyStatement s -> new ModifyAnalyzer(queries, expressions.env).analyze(s, scope);
      default -> throw new IllegalStateException("not a query in WITH: statement=" + t.statement());
    };
  }

  private static Query.CommonTable finished(
      WithClause.CommonTable t, Query query, boolean recursive) {
    List<String> names = new ArrayList<>();
    for (Query.TargetEntry e : QueryAnalyzer.outputs(query)) {
      int at = names.size();
      names.add(at < t.columns().size() ? t.columns().get(at) : e.name());
    }
    checkColumns(t, names.size());
    Boolean materialized =
        switch (t.materialization()) {
          case DEFAULT -> null;
          case ALWAYS -> Boolean.TRUE;
          case NEVER -> Boolean.FALSE;
        };
    return new Query.CommonTable(t.name(), query, List.copyOf(names), recursive, materialized);
  }

  private static void checkColumns(WithClause.CommonTable t, int available) {
    if (t.columns().size() > available) {
      throw SqlException.error(
              SqlState.INVALID_COLUMN_REFERENCE,
              "WITH query \"%s\" has %d columns available but %d columns specified",
              t.name(),
              available,
              t.columns().size())
          .withPosition(t.location() + 1);
    }
  }

  /** Analyzes a query that may refer to itself or to queries behind it. */
  void recursive(CommonTables.Pending p, Scope scope) {
    CommonTables.Pending outer = expressions.recursion.current;
    expressions.recursion.current = p;
    finish(p, scope);
    expressions.recursion.current = outer;
  }

  private void finish(CommonTables.Pending p, Scope scope) {
    WithClause.CommonTable t = p.source;
    if (!(t.statement() instanceof SelectStatement select)
        || !(select.body() instanceof QueryBody.SetOperation body)
        || body.operator() != QueryBody.SetOperator.UNION) {
      p.state = CommonTables.State.OTHER_QUERY;
      RecursionContext.Place before = expressions.recursion.start();
      Query query = plain(t, scope);
      expressions.recursion.leave(before);
      requireSelfReference(t);
      scope.commonTables.add(finished(t, query, false));
      return;
    }
    RecursionContext.Place before = expressions.recursion.start();
    Scope own = new Scope(scope);
    p.state = CommonTables.State.RECURSIVE_TERM;
    expressions.recursion.enter(RecursionContext.Place.SUBQUERY);
    queries.with(select.with(), own);
    expressions.recursion.start();
    Scope outside = new Scope(scope);
    outside.commonTables = own.commonTables;
    p.state = CommonTables.State.NON_RECURSIVE_TERM;
    Query left = queries.select(body.left(), outside, false);
    describe(p, left);
    p.state = CommonTables.State.RECURSIVE_TERM;
    expressions.recursion.termParent = outside;
    Query right = queries.select(body.right(), outside, false);
    expressions.recursion.leave(before);
    boolean refers = p.references > 0;
    if (refers) {
      checkWhole(t, select);
    } else {
      requireSelfReference(t);
    }
    Query query = new SetOperationAnalyzer(queries).analyzeArms(select, body, left, right, own);
    if (refers) {
      checkTypes(p, query);
      if (t.search() != null || t.cycle() != null) {
        query = new SearchCycle(expressions, p, query).rewrite();
      }
    }
    scope.commonTables.add(withNames(finished(t, query, refers), p, t));
  }

  private static Query.CommonTable withNames(
      Query.CommonTable made, CommonTables.Pending p, WithClause.CommonTable t) {
    return t.search() == null && t.cycle() == null
        ? made
        : new Query.CommonTable(
            made.name(), made.query(), List.copyOf(p.names), made.recursive(), made.materialized());
  }

  private static void requireSelfReference(WithClause.CommonTable t) {
    if (t.search() != null || t.cycle() != null) {
      throw SqlException.error(SqlState.SYNTAX_ERROR, "WITH query is not recursive")
          .withPosition(t.location() + 1);
    }
  }

  /** Notes the columns that the recursive term sees. */
  private void describe(CommonTables.Pending p, Query left) {
    p.types = new ArrayList<>();
    p.typmods = new ArrayList<>();
    p.collations = new ArrayList<>();
    p.names = new ArrayList<>();
    for (Query.TargetEntry e : QueryAnalyzer.outputs(left)) {
      boolean unknown = e.expr().type() == TypeOid.UNKNOWN;
      int type = unknown ? TypeOid.TEXT : e.expr().type();
      p.types.add(type);
      p.locations.add(ExpressionAnalyzer.located(e.expr(), p.source.location()));
      p.typmods.add(unknown ? -1 : e.expr().typmod());
      p.collations.add(
          unknown ? TypeNames.collation(expressions.catalog, type) : e.expr().collation());
      int at = p.names.size();
      p.names.add(at < p.source.columns().size() ? p.source.columns().get(at) : e.name());
    }
    checkColumns(p.source, p.names.size());
    if (p.source.search() != null || p.source.cycle() != null) {
      SearchCycle.announce(expressions, p);
    }
  }

  private void checkTypes(CommonTables.Pending p, Query query) {
    List<Query.TargetEntry> outputs = QueryAnalyzer.outputs(query);
    for (int i = 0; i < outputs.size(); i++) {
      int overall = outputs.get(i).expr().type();
      if (overall != p.types.get(i)) {
        throw SqlException.error(
                SqlState.DATATYPE_MISMATCH,
                "recursive query \"%s\" column %d has type %s in non-recursive term but type %s"
                    + " overall",
                p.source.name(),
                i + 1,
                expressions.coercion.name(p.types.get(i)),
                expressions.coercion.name(overall))
            .withHint("Cast the output of the non-recursive term to the correct type.")
            .withPosition(p.locations.get(i) + 1);
      }
    }
  }

  private static void checkWhole(WithClause.CommonTable t, SelectStatement select) {
    if (!select.orderBy().isEmpty()) {
      throw notImplemented("ORDER BY", select.orderBy().getFirst().location());
    }
    if (select.offset() != null) {
      throw notImplemented("OFFSET", select.offset().location());
    }
    if (select.limit() != null) {
      throw notImplemented("LIMIT", select.limit().location());
    }
    if (!select.locking().isEmpty()) {
      throw notImplemented("FOR UPDATE/SHARE", -1);
    }
  }

  private static SqlException notImplemented(String clause, int location) {
    return SqlException.error(
            SqlState.FEATURE_NOT_SUPPORTED, "%s in a recursive query is not implemented", clause)
        .withPosition(location + 1);
  }

  /** A reference to a query that is not finished; analyzes it first where that is possible. */
  boolean reference(CommonTables.Pending p, Scope owner, int location) {
    CommonTables.Pending current = expressions.recursion.current;
    boolean sameClause =
        current != null && owner.commonTables.pending(current.source.name()) == current;
    if (p.state != CommonTables.State.WAITING && p != current && sameClause) {
      throw SqlException.error(
              SqlState.FEATURE_NOT_SUPPORTED,
              "mutual recursion between WITH items is not implemented")
          .withPosition(p.source.location() + 1);
    }
    switch (p.state) {
      case WAITING -> {
        RecursionContext.Place before = expressions.recursion.start();
        recursive(p, owner);
        expressions.recursion.leave(before);
        return false;
      }
      case NON_RECURSIVE_TERM ->
          throw RecursionContext.misplaced(
              p.source.name(), "must not appear within its non-recursive term", location);
      case OTHER_QUERY -> {
        if (!(p.source.statement() instanceof SelectStatement)) {
          throw SqlException.error(
                  SqlState.INVALID_RECURSION,
                  "recursive query \"%s\" must not contain data-modifying statements",
                  p.source.name())
              .withPosition(p.source.location() + 1);
        }
        throw SqlException.error(
                SqlState.INVALID_RECURSION,
                "recursive query \"%s\" does not have the form non-recursive-term UNION [ALL]"
                    + " recursive-term",
                p.source.name())
            .withPosition(p.source.location() + 1);
      }
      case RECURSIVE_TERM -> {
        expressions.recursion.checkAllowed(p.source.name(), location);
        if (p.references++ > 0) {
          throw RecursionContext.misplaced(
              p.source.name(), "must not appear more than once", location);
        }
        return true;
      }
    }
    throw new AssertionError(p.state);
  }

  /** A set operation with other arms. */
  static Query withArms(Query query, Query left, Query right) {
    List<RangeTableEntry> table = new ArrayList<>();
    Query[] arms = {left, right};
    for (int i = 0; i < 2; i++) {
      List<String> names = new ArrayList<>();
      QueryAnalyzer.outputs(arms[i]).forEach(e -> names.add(e.name()));
      table.add(
          new RangeTableEntry.Subquery(arms[i], false, "*SELECT* " + (i + 1), List.copyOf(names)));
    }
    QueryBuilder made = new QueryBuilder(query);
    made.rangeTable = table;
    return made.build();
  }
}
