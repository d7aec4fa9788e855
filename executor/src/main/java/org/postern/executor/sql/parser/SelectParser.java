package org.postern.executor.sql.parser;

import java.util.List;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.FromItem;
import org.postern.executor.sql.ast.GroupItem;
import org.postern.executor.sql.ast.IntoClause;
import org.postern.executor.sql.ast.OnCommit;
import org.postern.executor.sql.ast.Persistence;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.QueryBody;
import org.postern.executor.sql.ast.QueryBody.SetOperator;
import org.postern.executor.sql.ast.Reference;
import org.postern.executor.sql.ast.RelationName;
import org.postern.executor.sql.ast.SelectItem;
import org.postern.executor.sql.ast.SelectStatement;
import org.postern.executor.sql.ast.SortItem;
import org.postern.executor.sql.ast.WindowDefinition;
import org.postern.executor.sql.ast.WithClause;

/**
 * Queries: SELECT, VALUES, TABLE and their combinations. The clauses that end a query are in {@link
 * QueryTailParser}.
 *
 * <p>Source: PostgreSQL documentation, reference page SELECT.
 */
final class SelectParser extends GrammarPart {
  private final QueryTailParser tails;

  SelectParser(Grammar grammar) {
    super(grammar);
    this.tails = new QueryTailParser(grammar);
  }

  QueryTailParser tails() {
    return tails;
  }

  /** A query begins here, not counting one in parentheses. */
  boolean atSelect() {
    return at(Keyword.SELECT) || at(Keyword.WITH) || at(Keyword.TABLE) || at(Keyword.VALUES, '(');
  }

  /** A query goes on here after an operand in parentheses, or its own parenthesis ends. */
  boolean continuesQuery() {
    return at(')') || atSetOperator() || tails.atTail();
  }

  private boolean atSetOperator() {
    return at(Keyword.UNION) || at(Keyword.INTERSECT) || at(Keyword.EXCEPT);
  }

  /** A whole query without parentheses around it all. */
  SelectStatement parse() {
    return parseWith(at(Keyword.WITH) ? tails.with() : null);
  }

  /** A query whose WITH has been read already; null for none. */
  SelectStatement parseWith(WithClause with) {
    return tails.parse(with, union(operand()));
  }

  /** Goes on after a first operand that stood in parentheses. */
  SelectStatement parseAfter(SelectStatement first, int location) {
    return tails.parse(null, union(first));
  }

  /** A query in one or more parentheses. */
  SelectStatement parenthesized() {
    expect('(');
    tokens.enter();
    SelectStatement query = parse();
    tokens.leave();
    expect(')');
    return query;
  }

  private SelectStatement union(SelectStatement first) {
    SelectStatement left = intersect(first);
    while (at(Keyword.UNION) || at(Keyword.EXCEPT)) {
      int location = location();
      SetOperator operator =
          next().keyword() == Keyword.UNION ? SetOperator.UNION : SetOperator.EXCEPT;
      boolean all = allOrDistinct();
      left = combined(operator, all, left, intersect(operand()), location);
    }
    return left;
  }

  private SelectStatement intersect(SelectStatement first) {
    SelectStatement left = first;
    while (at(Keyword.INTERSECT)) {
      int location = location();
      next();
      boolean all = allOrDistinct();
      left = combined(SetOperator.INTERSECT, all, left, operand(), location);
    }
    return left;
  }

  private static SelectStatement combined(
      SetOperator operator,
      boolean all,
      SelectStatement left,
      SelectStatement right,
      int location) {
    return SelectStatement.of(new QueryBody.SetOperation(operator, all, left, right, location));
  }

  /** True for ALL; DISTINCT is what happens anyway. */
  private boolean allOrDistinct() {
    if (accept(Keyword.ALL)) {
      return true;
    }
    accept(Keyword.DISTINCT);
    return false;
  }

  private SelectStatement operand() {
    if (at('(')) {
      return parenthesized();
    }
    int location = location();
    if (accept(Keyword.VALUES)) {
      List<List<Expression>> rows =
          commaList(() -> parenthesizedList(grammar.expressions()::parse));
      return SelectStatement.of(new QueryBody.Values(rows, location));
    }
    if (accept(Keyword.TABLE)) {
      RelationName relation = relationExpression();
      return SelectStatement.of(wholeTable(relation, location));
    }
    if (at(Keyword.SELECT)) {
      return SelectStatement.of(select());
    }
    throw syntaxError();
  }

  private static QueryBody wholeTable(RelationName relation, int location) {
    SelectItem star =
        new SelectItem(new Reference.ColumnRef(List.of(), true, location), null, location);
    FromItem table = new FromItem.Table(relation, null, relation.location());
    return new QueryBody.Select(
        null,
        List.of(star),
        null,
        List.of(table),
        null,
        List.of(),
        false,
        null,
        List.of(),
        location);
  }

  private QueryBody select() {
    int location = location();
    next();
    QueryBody.Distinct distinct = null;
    if (accept(Keyword.DISTINCT)) {
      List<Expression> on = List.of();
      if (accept(Keyword.ON)) {
        on = parenthesizedList(grammar.expressions()::parse);
      }
      distinct = new QueryBody.Distinct(on);
    } else {
      accept(Keyword.ALL);
    }
    List<SelectItem> items = distinct == null && atEndOfItems() ? List.of() : commaList(this::item);
    IntoClause into = accept(Keyword.INTO) ? into() : null;
    List<FromItem> from = optionalFrom();
    Expression where = where();
    List<GroupItem> groupBy = List.of();
    boolean groupDistinct = false;
    if (accept(Keyword.GROUP)) {
      expect(Keyword.BY);
      groupDistinct = accept(Keyword.DISTINCT);
      if (!groupDistinct) {
        accept(Keyword.ALL);
      }
      groupBy = commaList(this::groupItem);
    }
    Expression having = accept(Keyword.HAVING) ? grammar.expressions().parse() : null;
    List<WindowDefinition> windows = accept(Keyword.WINDOW) ? commaList(this::window) : List.of();
    return new QueryBody.Select(
        distinct, items, into, from, where, groupBy, groupDistinct, having, windows, location);
  }

  List<FromItem> optionalFrom() {
    return accept(Keyword.FROM) ? commaList(grammar.from()::parse) : List.of();
  }

  Expression where() {
    return accept(Keyword.WHERE) ? grammar.expressions().parse() : null;
  }

  private boolean atEndOfItems() {
    Token token = tokens.current();
    return switch (token.type()) {
      case Token.END, ';', ')' -> true;
      case Token.KEYWORD ->
          switch (token.keyword()) {
            case INTO, FROM, WHERE, GROUP, HAVING, WINDOW, UNION, INTERSECT, EXCEPT -> true;
            case ORDER, LIMIT, OFFSET, FETCH, FOR, WITH, ON, RETURNING, CREATE, GRANT -> true;
            default -> false;
          };
      default -> false;
    };
  }

  /** One output column. */
  SelectItem item() {
    int location = location();
    if (accept('*')) {
      return new SelectItem(new Reference.ColumnRef(List.of(), true, location), null, location);
    }
    Expression value = grammar.expressions().parseSelectItem();
    String alias = null;
    if (accept(Keyword.AS)) {
      alias = colLabel();
    } else if (isBareLabel(tokens.current())) {
      alias = next().text();
    }
    return new SelectItem(value, alias, location);
  }

  private IntoClause into() {
    Persistence persistence = Persistence.PERMANENT;
    if ((at(Keyword.LOCAL) || at(Keyword.GLOBAL)) && isTemporary(tokens.peek(1))) {
      next();
    }
    if (isTemporary(tokens.current()) && startsRelation(tokens.peek(1))) {
      next();
      persistence = Persistence.TEMPORARY;
    } else if (at(Keyword.UNLOGGED) && startsRelation(tokens.peek(1))) {
      next();
      persistence = Persistence.UNLOGGED;
    }
    accept(Keyword.TABLE);
    return new IntoClause(
        relationName(), persistence, List.of(), null, List.of(), OnCommit.DEFAULT, null, true);
  }

  private static boolean startsRelation(Token token) {
    return isColId(token) || token.keyword() == Keyword.TABLE;
  }

  static boolean isTemporary(Token token) {
    return token.keyword() == Keyword.TEMP || token.keyword() == Keyword.TEMPORARY;
  }

  private GroupItem groupItem() {
    int location = location();
    if (at('(') && tokens.peek(1).type() == ')') {
      next();
      next();
      return new GroupItem.EmptySet(location);
    }
    if (at(Keyword.ROLLUP, '(')) {
      next();
      return new GroupItem.Rollup(parenthesizedList(grammar.expressions()::parse), location);
    }
    if (at(Keyword.CUBE, '(')) {
      next();
      return new GroupItem.Cube(parenthesizedList(grammar.expressions()::parse), location);
    }
    if (at(Keyword.GROUPING, Keyword.SETS)) {
      next();
      next();
      tokens.enter();
      List<GroupItem> items = parenthesizedList(this::groupItem);
      tokens.leave();
      return new GroupItem.GroupingSets(items, location);
    }
    return new GroupItem.GroupExpression(grammar.expressions().parse(), location);
  }

  private WindowDefinition window() {
    int location = location();
    String name = colId();
    expect(Keyword.AS);
    return grammar.functions().specification(name, location);
  }

  List<SortItem> optionalOrderBy() {
    return at(Keyword.ORDER) ? orderBy() : List.of();
  }

  /** {@code ORDER BY} and its keys. */
  List<SortItem> orderBy() {
    expect(Keyword.ORDER);
    expect(Keyword.BY);
    return commaList(this::sortItem);
  }

  private SortItem sortItem() {
    int location = location();
    Expression value = grammar.expressions().parse();
    if (accept(Keyword.USING)) {
      QualifiedName operator = grammar.expressions().operatorName();
      return new SortItem(value, SortItem.Direction.USING, nulls(), operator, location);
    }
    SortItem.Direction direction = direction();
    return new SortItem(value, direction, nulls(), null, location);
  }

  SortItem.Direction direction() {
    if (accept(Keyword.ASC)) {
      return SortItem.Direction.ASCENDING;
    }
    return accept(Keyword.DESC) ? SortItem.Direction.DESCENDING : SortItem.Direction.DEFAULT;
  }

  SortItem.Nulls nulls() {
    if (accept(Keyword.NULLS, Keyword.FIRST)) {
      return SortItem.Nulls.FIRST;
    }
    return accept(Keyword.NULLS, Keyword.LAST) ? SortItem.Nulls.LAST : SortItem.Nulls.DEFAULT;
  }
}
