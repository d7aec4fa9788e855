package org.postern.executor.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.sql.ast.Alias;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.FromItem;
import org.postern.executor.sql.ast.FromItem.JoinType;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.QueryBody;
import org.postern.executor.sql.ast.RelationName;
import org.postern.executor.sql.ast.SelectItem;
import org.postern.executor.sql.ast.SelectStatement;
import org.postern.executor.sql.ast.TableElement.ColumnDefinition;
import org.postern.executor.sql.ast.TypeName;

/**
 * The items of FROM: relations, subqueries, functions and joins.
 *
 * <p>Source: PostgreSQL documentation, "Table Expressions".
 */
final class FromParser extends GrammarPart {
  FromParser(Grammar grammar) {
    super(grammar);
  }

  /** One item with all the joins that follow it. */
  FromItem parse() {
    tokens.enter();
    FromItem item = joins(operand());
    tokens.leave();
    return item;
  }

  private FromItem joins(FromItem first) {
    FromItem left = first;
    while (true) {
      int location = location();
      if (accept(Keyword.CROSS)) {
        expect(Keyword.JOIN);
        left = join(JoinType.CROSS, false, left, operand(), location);
      } else if (accept(Keyword.NATURAL)) {
        JoinType type = joinType();
        left = join(type, true, left, operand(), location);
      } else if (atJoin()) {
        left = qualified(joinType(), left, location);
      } else {
        return left;
      }
    }
  }

  private boolean atJoin() {
    Keyword keyword = tokens.current().keyword();
    return keyword == Keyword.JOIN
        || keyword == Keyword.INNER
        || keyword == Keyword.LEFT
        || keyword == Keyword.RIGHT
        || keyword == Keyword.FULL;
  }

  private JoinType joinType() {
    JoinType type = JoinType.INNER;
    if (!accept(Keyword.INNER)) {
      if (accept(Keyword.LEFT)) {
        type = JoinType.LEFT;
      } else if (accept(Keyword.RIGHT)) {
        type = JoinType.RIGHT;
      } else if (accept(Keyword.FULL)) {
        type = JoinType.FULL;
      }
      if (type != JoinType.INNER) {
        accept(Keyword.OUTER);
      }
    }
    expect(Keyword.JOIN);
    return type;
  }

  private static FromItem join(
      JoinType type, boolean natural, FromItem left, FromItem right, int location) {
    return new FromItem.Join(type, natural, left, right, List.of(), null, null, null, location);
  }

  private FromItem qualified(JoinType type, FromItem left, int location) {
    FromItem right = parse();
    if (accept(Keyword.USING)) {
      List<String> columns = parenthesizedNames();
      String alias = accept(Keyword.AS) ? colId() : null;
      return new FromItem.Join(type, false, left, right, columns, alias, null, null, location);
    }
    expect(Keyword.ON);
    Expression on = grammar.expressions().parse();
    return new FromItem.Join(type, false, left, right, List.of(), null, on, null, location);
  }

  private FromItem operand() {
    int location = location();
    if (at('(')) {
      return parenthesized();
    }
    if (accept(Keyword.LATERAL)) {
      if (at('(')) {
        int queryLocation = location();
        return subquery(grammar.selects().parenthesized(), true, queryLocation);
      }
      if (at(Keyword.XMLTABLE)) {
        return xmlTable(true, location);
      }
      return functions(true, location);
    }
    if (at(Keyword.XMLTABLE, '(')) {
      return xmlTable(false, location);
    }
    if (at(Keyword.ROWS, Keyword.FROM)) {
      return functions(false, location);
    }
    Expression call = grammar.functions().windowless();
    if (call != null) {
      return function(call, false, location);
    }
    return relation(location);
  }

  private FromItem relation(int location) {
    if (!atColId() && isTypeFunctionName(tokens.current())) {
      // Such a word can only be a function's name, so it is the token after it that is wrong.
      next();
      throw syntaxError();
    }
    RelationName relation = relationExpression();
    Alias alias = alias();
    if (!accept(Keyword.TABLESAMPLE)) {
      return new FromItem.Table(relation, alias, location);
    }
    int nameLocation = location();
    QualifiedName method = new QualifiedName(dotted(sampleMethod()), nameLocation);
    List<Expression> args = parenthesizedList(grammar.expressions()::parse);
    Expression repeatable = null;
    if (accept(Keyword.REPEATABLE)) {
      expect('(');
      repeatable = grammar.expressions().parse();
      expect(')');
    }
    return new FromItem.TableSample(relation, alias, method, args, repeatable, location);
  }

  private String sampleMethod() {
    return tokens.peek(1).type() == '.' ? colId() : typeFunctionName();
  }

  /** {@code [AS] name [(columns)]} or nothing. */
  Alias alias() {
    String name;
    if (accept(Keyword.AS)) {
      name = colId();
    } else if (atColId()) {
      name = next().text();
    } else {
      return null;
    }
    return new Alias(name, optionalNames());
  }

  private FromItem parenthesized() {
    int location = location();
    Content content = content();
    return content.query != null
        ? subquery(content.query, false, location)
        : withAlias(content.item);
  }

  /** What parentheses in FROM hold: exactly one of the two. */
  private record Content(SelectStatement query, FromItem item) {}

  private Content content() {
    int location = location();
    next();
    tokens.enter();
    Content result;
    if (grammar.selects().atSelect()) {
      result = new Content(grammar.selects().parse(), null);
    } else if (at('(')) {
      int innerLocation = location();
      Content inner = content();
      if (inner.query != null && grammar.selects().continuesQuery()) {
        result = new Content(grammar.selects().parseAfter(inner.query, location), null);
      } else {
        FromItem first =
            inner.query != null
                ? subquery(inner.query, false, innerLocation)
                : withAlias(inner.item);
        result = new Content(null, joinsOnly(joins(first)));
      }
    } else {
      result = new Content(null, joinsOnly(joins(operand())));
    }
    expect(')');
    tokens.leave();
    return result;
  }

  /** Only a join may stand in parentheses; a lone relation may not. */
  private FromItem joinsOnly(FromItem item) {
    if (item instanceof FromItem.Join) {
      return item;
    }
    throw syntaxError();
  }

  private FromItem withAlias(FromItem item) {
    Alias alias = alias();
    if (alias == null || !(item instanceof FromItem.Join join)) {
      return item;
    }
    return new FromItem.Join(
        join.type(),
        join.natural(),
        join.left(),
        join.right(),
        join.using(),
        join.usingAlias(),
        join.on(),
        alias,
        join.location());
  }

  private FromItem subquery(SelectStatement query, boolean lateral, int location) {
    Alias alias = alias();
    if (alias == null) {
      boolean values = query.body() instanceof QueryBody.Values;
      throw error((values ? "VALUES" : "subquery") + " in FROM must have an alias", location)
          .withHint("For example, FROM (" + (values ? "VALUES" : "SELECT") + " ...) [AS] foo.");
    }
    return new FromItem.Subquery(query, lateral, alias, location);
  }

  private FromItem functions(boolean lateral, int location) {
    if (!at(Keyword.ROWS, Keyword.FROM)) {
      Expression call = grammar.functions().windowless();
      if (call == null) {
        throw noFunction();
      }
      return function(call, lateral, location);
    }
    next();
    next();
    List<FromItem.FunctionSource> sources = parenthesizedList(this::rowsFromItem);
    return completed(sources, true, lateral, location);
  }

  /** The fault lies after a name, which might have been a function's. */
  private RuntimeException noFunction() {
    if (isColId(tokens.current()) || isTypeFunctionName(tokens.current())) {
      dotted(next().text());
    }
    return syntaxError();
  }

  private FromItem.FunctionSource rowsFromItem() {
    Expression call = grammar.functions().windowless();
    if (call == null) {
      throw noFunction();
    }
    List<ColumnDefinition> columns = accept(Keyword.AS) ? columnDefinitions() : List.of();
    return new FromItem.FunctionSource(call, columns);
  }

  private FromItem function(Expression call, boolean lateral, int location) {
    return completed(
        List.of(new FromItem.FunctionSource(call, List.of())), false, lateral, location);
  }

  /** Ordinality and the alias, which for a function may define columns. */
  private FromItem completed(
      List<FromItem.FunctionSource> sources, boolean rowsFrom, boolean lateral, int location) {
    boolean ordinality = accept(Keyword.WITH, Keyword.ORDINALITY);
    Alias alias = null;
    List<ColumnDefinition> columns = List.of();
    boolean as = accept(Keyword.AS);
    if (as && at('(')) {
      columns = columnDefinitions();
    } else if (as || atColId()) {
      String name = colId();
      List<String> names = List.of();
      if (at('(')) {
        int after = tokens.peek(2).type();
        if (isColId(tokens.peek(1)) && after != ',' && after != ')') {
          columns = columnDefinitions();
        } else {
          names = parenthesizedNames();
        }
      }
      alias = new Alias(name, names);
    }
    return new FromItem.Functions(sources, rowsFrom, ordinality, lateral, alias, columns, location);
  }

  private List<ColumnDefinition> columnDefinitions() {
    return parenthesizedList(this::columnDefinition);
  }

  /** A name, a type and perhaps a collation. */
  ColumnDefinition columnDefinition() {
    int location = location();
    String name = colId();
    TypeName type = grammar.types().parse();
    QualifiedName collation = accept(Keyword.COLLATE) ? anyName() : null;
    return new ColumnDefinition(name, type, null, List.of(), collation, List.of(), location);
  }

  private FromItem xmlTable(boolean lateral, int location) {
    next();
    expect('(');
    List<SelectItem> namespaces = List.of();
    if (at(Keyword.XMLNAMESPACES, '(')) {
      next();
      namespaces = parenthesizedList(this::namespace);
      expect(',');
    }
    Expression row = grammar.primaries().parse(false);
    Expression document = grammar.xml().passing();
    expect(Keyword.COLUMNS);
    List<FromItem.XmlColumn> columns = commaList(this::xmlColumn);
    expect(')');
    return new FromItem.XmlTable(row, document, namespaces, columns, lateral, alias(), location);
  }

  private SelectItem namespace() {
    int location = location();
    if (accept(Keyword.DEFAULT)) {
      return new SelectItem(grammar.expressions().parseRestricted(), null, location);
    }
    Expression uri = grammar.expressions().parseRestricted();
    expect(Keyword.AS);
    return new SelectItem(uri, colLabel(), location);
  }

  private FromItem.XmlColumn xmlColumn() {
    int location = location();
    String name = colId();
    if (accept(Keyword.FOR)) {
      expect(Keyword.ORDINALITY);
      return new FromItem.XmlColumn(name, null, null, null, false, location);
    }
    TypeName type = grammar.types().parse();
    Expression path = null;
    Expression defaultValue = null;
    Boolean notNull = null;
    List<String> seen = new ArrayList<>(3);
    while (!at(',') && !at(')')) {
      int optionLocation = location();
      if (accept(Keyword.NOT)) {
        expect(Keyword.NULL);
        rejectSecondNull(notNull, name, optionLocation);
        notNull = true;
      } else if (accept(Keyword.NULL)) {
        rejectSecondNull(notNull, name, optionLocation);
        notNull = false;
      } else if (accept(Keyword.DEFAULT)) {
        defaultValue =
            once(seen, "DEFAULT", grammar.expressions().parseRestricted(), optionLocation);
      } else if (at(Token.IDENTIFIER)) {
        String option = next().text();
        Expression value = grammar.expressions().parseRestricted();
        if (option.equals("__pg__is_not_null")) {
          throw error("option name \"" + option + "\" cannot be used in XMLTABLE", optionLocation);
        }
        if (!option.equals("path")) {
          throw error("unrecognized column option \"" + option + "\"", optionLocation);
        }
        path = once(seen, "PATH", value, optionLocation);
      } else {
        throw syntaxError();
      }
    }
    return new FromItem.XmlColumn(
        name, type, path, defaultValue, Boolean.TRUE.equals(notNull), location);
  }

  private Expression once(List<String> seen, String option, Expression value, int location) {
    if (seen.contains(option)) {
      throw error("only one " + option + " value is allowed", location);
    }
    seen.add(option);
    return value;
  }

  private void rejectSecondNull(Boolean earlier, String column, int location) {
    if (earlier != null) {
      throw error(
          "conflicting or redundant NULL / NOT NULL declarations for column \"" + column + "\"",
          location);
    }
  }
}
