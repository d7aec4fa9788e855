package org.postern.executor.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.Literal;
import org.postern.executor.sql.ast.RelationName;
import org.postern.executor.sql.ast.SelectStatement;
import org.postern.executor.sql.ast.SelectStatement.LockStrength;
import org.postern.executor.sql.ast.SelectStatement.LockWait;
import org.postern.executor.sql.ast.SelectStatement.LockingClause;
import org.postern.executor.sql.ast.SortItem;
import org.postern.executor.sql.ast.Statement;
import org.postern.executor.sql.ast.WithClause;
import org.postern.executor.sql.ast.WithClause.CommonTable;
import org.postern.executor.sql.ast.WithClause.Materialization;

/**
 * What stands around a query: WITH before it; ORDER BY, LIMIT, OFFSET and row locking after it.
 *
 * <p>Parentheses do not shield a query from a second such clause: {@code (SELECT 1 LIMIT 1) LIMIT
 * 2} is an error, as in PostgreSQL.
 */
final class QueryTailParser extends GrammarPart {
  QueryTailParser(Grammar grammar) {
    super(grammar);
  }

  boolean atTail() {
    return at(Keyword.ORDER)
        || at(Keyword.LIMIT)
        || at(Keyword.OFFSET)
        || at(Keyword.FETCH)
        || at(Keyword.FOR);
  }

  /** Reads the clauses after {@code query} and adds them, and {@code with}, to it. */
  SelectStatement parse(WithClause with, SelectStatement query) {
    if (with == null && !atTail()) {
      return query;
    }
    Tail tail = new Tail();
    tail.orderBy = grammar.selects().optionalOrderBy();
    if (at(Keyword.FOR)) {
      tail.locking = locking();
      limits(tail);
    } else {
      limits(tail);
      if (at(Keyword.FOR)) {
        tail.locking = locking();
      }
    }
    return merge(with, query, tail);
  }

  /** The clauses while they are being collected. */
  private static final class Tail {
    private List<SortItem> orderBy = List.of();
    private Expression limit;
    private int limitLocation;
    private Expression offset;
    private boolean withTies;
    private List<LockingClause> locking = List.of();
  }

  private SelectStatement merge(WithClause with, SelectStatement query, Tail tail) {
    if (!tail.orderBy.isEmpty() && !query.orderBy().isEmpty()) {
      throw error("multiple ORDER BY clauses not allowed", tail.orderBy.getFirst().location());
    }
    if (tail.offset != null && query.offset() != null) {
      throw error("multiple OFFSET clauses not allowed", tail.offset.location());
    }
    if (tail.limit != null && query.limit() != null) {
      throw error("multiple LIMIT clauses not allowed", tail.limitLocation);
    }
    if (with != null && query.with() != null) {
      throw error("multiple WITH clauses not allowed", with.location());
    }
    List<SortItem> orderBy = tail.orderBy.isEmpty() ? query.orderBy() : tail.orderBy;
    List<LockingClause> locking = query.locking();
    if (!tail.locking.isEmpty()) {
      locking = new ArrayList<>(query.locking());
      locking.addAll(tail.locking);
    }
    if (tail.withTies) {
      checkTies(orderBy, locking);
    }
    return new SelectStatement(
        with == null ? query.with() : with,
        query.body(),
        orderBy,
        tail.limit == null ? query.limit() : tail.limit,
        tail.offset == null ? query.offset() : tail.offset,
        tail.withTies || query.withTies(),
        locking,
        with == null ? query.location() : with.location());
  }

  private void checkTies(List<SortItem> orderBy, List<LockingClause> locking) {
    if (orderBy.isEmpty()) {
      throw error("WITH TIES cannot be specified without ORDER BY clause", -1);
    }
    for (LockingClause clause : locking) {
      if (clause.waiting() == LockWait.SKIP_LOCKED) {
        throw error("SKIP LOCKED and WITH TIES options cannot be used together", -1);
      }
    }
  }

  private void limits(Tail tail) {
    if (at(Keyword.OFFSET)) {
      offset(tail);
      limit(tail);
    } else {
      limit(tail);
      if (at(Keyword.OFFSET)) {
        offset(tail);
      }
    }
  }

  private void offset(Tail tail) {
    next();
    tail.offset = grammar.expressions().parse();
    if (!accept(Keyword.ROWS)) {
      accept(Keyword.ROW);
    }
  }

  private void limit(Tail tail) {
    int location = location();
    if (accept(Keyword.LIMIT)) {
      tail.limitLocation = location();
      tail.limit =
          at(Keyword.ALL) ? new Literal.NullLiteral(next().start()) : grammar.expressions().parse();
      if (accept(',')) {
        grammar.expressions().parse();
        throw error("LIMIT #,# syntax is not supported", location)
            .withHint("Use separate LIMIT and OFFSET clauses.");
      }
    } else if (accept(Keyword.FETCH)) {
      fetch(tail);
    }
  }

  private void fetch(Tail tail) {
    if (!accept(Keyword.FIRST)) {
      expect(Keyword.NEXT);
    }
    tail.limitLocation = location();
    if (at(Keyword.ROW) || at(Keyword.ROWS)) {
      tail.limit = new Literal.IntegerLiteral(1, -1);
    } else {
      tail.limit = fetchCount();
    }
    if (!accept(Keyword.ROWS)) {
      expect(Keyword.ROW);
    }
    if (!accept(Keyword.ONLY)) {
      expect(Keyword.WITH);
      expect(Keyword.TIES);
      tail.withTies = true;
    }
  }

  private Expression fetchCount() {
    if (at('+') || at('-')) {
      int type = tokens.peek(1).type();
      if (type != Token.INTEGER && type != Token.NUMERIC) {
        next();
        throw syntaxError();
      }
      return grammar.expressions().parse();
    }
    return grammar.primaries().parse(false);
  }

  private List<LockingClause> locking() {
    List<LockingClause> clauses = new ArrayList<>(1);
    while (accept(Keyword.FOR)) {
      if (clauses.isEmpty() && accept(Keyword.READ)) {
        expect(Keyword.ONLY);
        return clauses;
      }
      LockStrength strength = strength();
      List<RelationName> relations = accept(Keyword.OF) ? commaList(this::relationName) : List.of();
      LockWait waiting = LockWait.BLOCK;
      if (accept(Keyword.NOWAIT)) {
        waiting = LockWait.NOWAIT;
      } else if (accept(Keyword.SKIP)) {
        expect(Keyword.LOCKED);
        waiting = LockWait.SKIP_LOCKED;
      }
      clauses.add(new LockingClause(strength, relations, waiting));
    }
    return clauses;
  }

  private LockStrength strength() {
    if (accept(Keyword.UPDATE)) {
      return LockStrength.UPDATE;
    }
    if (accept(Keyword.SHARE)) {
      return LockStrength.SHARE;
    }
    if (accept(Keyword.KEY)) {
      expect(Keyword.SHARE);
      return LockStrength.KEY_SHARE;
    }
    expect(Keyword.NO);
    expect(Keyword.KEY);
    expect(Keyword.UPDATE);
    return LockStrength.NO_KEY_UPDATE;
  }

  /** {@code WITH [RECURSIVE] name AS (...), ...}. */
  WithClause with() {
    int location = location();
    expect(Keyword.WITH);
    boolean named = at(Keyword.RECURSIVE, '(') || at(Keyword.RECURSIVE, Keyword.AS);
    boolean recursive = !named && accept(Keyword.RECURSIVE);
    return new WithClause(recursive, commaList(this::commonTable), location);
  }

  private CommonTable commonTable() {
    int location = location();
    String name = colId();
    List<String> columns = optionalNames();
    expect(Keyword.AS);
    Materialization materialization = Materialization.DEFAULT;
    if (accept(Keyword.MATERIALIZED)) {
      materialization = Materialization.ALWAYS;
    } else if (accept(Keyword.NOT)) {
      expect(Keyword.MATERIALIZED);
      materialization = Materialization.NEVER;
    }
    expect('(');
    tokens.enter();
    Statement statement = grammar.modifies().preparable();
    tokens.leave();
    expect(')');
    WithClause.Search search = at(Keyword.SEARCH) ? search() : null;
    WithClause.Cycle cycle = at(Keyword.CYCLE) ? cycle() : null;
    return new CommonTable(name, columns, materialization, statement, search, cycle, location);
  }

  private WithClause.Search search() {
    int location = location();
    next();
    boolean breadth = accept(Keyword.BREADTH);
    if (!breadth) {
      expect(Keyword.DEPTH);
    }
    expect(Keyword.FIRST);
    expect(Keyword.BY);
    List<String> columns = nameList();
    expect(Keyword.SET);
    return new WithClause.Search(breadth, columns, colId(), location);
  }

  private WithClause.Cycle cycle() {
    int location = location();
    next();
    List<String> columns = nameList();
    expect(Keyword.SET);
    String mark = colId();
    Expression value = new Literal.BooleanLiteral(true, -1);
    Expression otherwise = new Literal.BooleanLiteral(false, -1);
    if (accept(Keyword.TO)) {
      value = grammar.primaries().parse(false);
      expect(Keyword.DEFAULT);
      otherwise = grammar.primaries().parse(false);
    }
    expect(Keyword.USING);
    return new WithClause.Cycle(columns, mark, value, otherwise, colId(), location);
  }
}
