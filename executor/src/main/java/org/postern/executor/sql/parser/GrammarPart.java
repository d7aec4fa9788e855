package org.postern.executor.sql.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.postern.executor.sql.ast.Indirection;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.RelationName;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * What every part of the grammar needs: tests and steps on the token stream, and names.
 *
 * <p>The rule all parts keep: a token is consumed only when the grammar allows it there. So the
 * current token is always the one that PostgreSQL's own parser would report.
 */
abstract class GrammarPart {
  protected final Grammar grammar;
  protected final TokenStream tokens;

  protected GrammarPart(Grammar grammar) {
    this.grammar = grammar;
    this.tokens = grammar.tokens();
  }

  protected final int location() {
    return tokens.current().start();
  }

  protected final boolean at(Keyword keyword) {
    return tokens.current().keyword() == keyword;
  }

  protected final boolean at(int type) {
    return tokens.current().type() == type;
  }

  /** The current token is {@code first} and the next one {@code second}. */
  protected final boolean at(Keyword first, Keyword second) {
    return at(first) && tokens.peek(1).keyword() == second;
  }

  protected final boolean at(Keyword first, int second) {
    return at(first) && tokens.peek(1).type() == second;
  }

  protected final Token next() {
    return tokens.advance();
  }

  protected final boolean accept(Keyword keyword) {
    if (!at(keyword)) {
      return false;
    }
    tokens.advance();
    return true;
  }

  protected final boolean accept(int type) {
    if (!at(type)) {
      return false;
    }
    tokens.advance();
    return true;
  }

  /** Takes two keywords or none: the first alone may be a name here. */
  protected final boolean accept(Keyword first, Keyword second) {
    if (!at(first, second)) {
      return false;
    }
    tokens.advance();
    tokens.advance();
    return true;
  }

  protected final void expect(Keyword keyword) {
    if (!accept(keyword)) {
      throw syntaxError();
    }
  }

  protected final void expect(Keyword first, Keyword second) {
    expect(first);
    expect(second);
  }

  protected final Token expect(int type) {
    if (!at(type)) {
      throw syntaxError();
    }
    return tokens.advance();
  }

  protected final SqlException syntaxError() {
    return tokens.syntaxError();
  }

  protected final SqlException error(String message, int location) {
    return tokens.error(message, location);
  }

  protected final SqlException notImplemented(String message, int location) {
    return tokens.error(SqlState.FEATURE_NOT_SUPPORTED, message, location);
  }

  /** {@code IF EXISTS}; the word alone may be a name. */
  protected final boolean ifExists() {
    return accept(Keyword.IF, Keyword.EXISTS);
  }

  protected final boolean ifNotExists() {
    if (!at(Keyword.IF, Keyword.NOT)) {
      return false;
    }
    next();
    next();
    expect(Keyword.EXISTS);
    return true;
  }

  /** The same where no name can follow, so that IF needs the rest. */
  protected final boolean mandatoryIfNotExists() {
    if (!accept(Keyword.IF)) {
      return false;
    }
    expect(Keyword.NOT);
    expect(Keyword.EXISTS);
    return true;
  }

  /** {@code CASCADE} or {@code RESTRICT} or nothing; true for the first. */
  protected final boolean dropBehavior() {
    if (accept(Keyword.CASCADE)) {
      return true;
    }
    accept(Keyword.RESTRICT);
    return false;
  }

  // Names, by the categories of keywords they may collide with.

  protected final boolean atColId() {
    return isColId(tokens.current()) && !isClauseWord();
  }

  /**
   * NOT, NULLS and WITH are no names where the next word makes them the start of a clause: NOT IN,
   * NULLS FIRST, WITH TIME.
   */
  private boolean isClauseWord() {
    Keyword keyword = tokens.current().keyword();
    if (keyword != Keyword.NOT && keyword != Keyword.NULLS && keyword != Keyword.WITH) {
      return false;
    }
    Keyword after = tokens.peek(1).keyword();
    return after != null
        && switch (after) {
          case BETWEEN, IN, LIKE, ILIKE, SIMILAR -> keyword == Keyword.NOT;
          case FIRST, LAST -> keyword == Keyword.NULLS;
          case TIME, ORDINALITY -> keyword == Keyword.WITH;
          default -> false;
        };
  }

  protected static boolean isColId(Token token) {
    return token.type() == Token.IDENTIFIER
        || token.keyword() != null && token.keyword().isColumnName();
  }

  protected static boolean isTypeFunctionName(Token token) {
    return token.type() == Token.IDENTIFIER
        || token.keyword() != null && token.keyword().isTypeOrFunctionName();
  }

  protected static boolean isColLabel(Token token) {
    return token.type() == Token.IDENTIFIER || token.keyword() != null;
  }

  protected static boolean isBareLabel(Token token) {
    return token.type() == Token.IDENTIFIER
        || token.keyword() != null && token.keyword().bareLabel();
  }

  /** A name of a column, a table or most other objects. */
  protected final String colId() {
    if (!atColId()) {
      throw syntaxError();
    }
    return next().text();
  }

  protected final String typeFunctionName() {
    if (!isTypeFunctionName(tokens.current())) {
      throw syntaxError();
    }
    return next().text();
  }

  /** A name after AS or a dot: any keyword will do. */
  protected final String colLabel() {
    if (!isColLabel(tokens.current()) || isClauseWord()) {
      throw syntaxError();
    }
    return next().text();
  }

  protected final boolean atNonReservedWord() {
    Token token = tokens.current();
    return token.type() == Token.IDENTIFIER
        || token.keyword() != null && token.keyword().category() != Keyword.Category.RESERVED;
  }

  protected final String nonReservedWord() {
    if (!atNonReservedWord()) {
      throw syntaxError();
    }
    return next().text();
  }

  protected final String string() {
    return expect(Token.STRING).text();
  }

  protected final String nonReservedWordOrString() {
    return at(Token.STRING) ? next().text() : nonReservedWord();
  }

  /** A dotted name of anything but a relation. */
  protected final QualifiedName anyName() {
    int location = location();
    String first = colId();
    if (!at('.')) {
      return QualifiedName.of(first, location);
    }
    return new QualifiedName(dotted(first), location);
  }

  /** The parts after the first of a dotted name. */
  protected final List<String> dotted(String first) {
    List<String> parts = new ArrayList<>(3);
    parts.add(first);
    while (accept('.')) {
      parts.add(colLabel());
    }
    return parts;
  }

  /** A relation's name, at most database.schema.relation. */
  protected final RelationName relationName() {
    int location = location();
    String first = colId();
    if (!at('.') && !at('[')) {
      return new RelationName(null, null, first, true, location);
    }
    List<Indirection.Step> steps = grammar.primaries().indirection();
    List<String> parts = new ArrayList<>(3);
    parts.add(first);
    for (Indirection.Step step : steps) {
      if (!(step instanceof Indirection.Field field)) {
        throw syntaxError();
      }
      parts.add(field.name());
    }
    return relationOf(parts, location);
  }

  protected final RelationName relationOf(List<String> parts, int location) {
    return switch (parts.size()) {
      case 1 -> new RelationName(null, null, parts.get(0), true, location);
      case 2 -> new RelationName(null, parts.get(0), parts.get(1), true, location);
      case 3 -> new RelationName(parts.get(0), parts.get(1), parts.get(2), true, location);
      default ->
          throw error(
              "improper qualified name (too many dotted names): " + String.join(".", parts),
              location);
    };
  }

  /** A relation in a query or in ALTER: ONLY and the star say whether descendants take part. */
  protected final RelationName relationExpression() {
    if (accept(Keyword.ONLY)) {
      boolean parenthesized = accept('(');
      RelationName name = relationName();
      if (parenthesized) {
        expect(')');
      }
      return new RelationName(name.catalog(), name.schema(), name.name(), false, name.location());
    }
    RelationName name = relationName();
    accept('*');
    return name;
  }

  protected final List<String> nameList() {
    return commaList(this::colId);
  }

  /** {@code (name, ...)}. */
  protected final List<String> parenthesizedNames() {
    expect('(');
    List<String> names = nameList();
    expect(')');
    return names;
  }

  /** {@code (name, ...)} or nothing. */
  protected final List<String> optionalNames() {
    return at('(') ? parenthesizedNames() : List.of();
  }

  protected final <T> List<T> commaList(Supplier<T> item) {
    T first = item.get();
    if (!at(',')) {
      return List.of(first);
    }
    List<T> items = new ArrayList<>();
    items.add(first);
    while (accept(',')) {
      items.add(item.get());
    }
    return items;
  }

  protected final <T> List<T> parenthesizedList(Supplier<T> item) {
    expect('(');
    List<T> items = commaList(item);
    expect(')');
    return items;
  }

  /** An unsigned 32-bit integer constant. */
  protected final int unsignedInt() {
    return expect(Token.INTEGER).intValue();
  }

  protected final int signedInt() {
    if (accept('+')) {
      return unsignedInt();
    }
    return accept('-') ? -unsignedInt() : unsignedInt();
  }
}
