package org.postern.executor.sql.parser;

import java.util.List;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.IndexElement;
import org.postern.executor.sql.ast.IndexStatement;
import org.postern.executor.sql.ast.Option;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.RelationName;
import org.postern.executor.sql.ast.SortItem;
import org.postern.executor.sql.ast.Statement;

/**
 * CREATE INDEX, and the elements that conflict targets and partition keys share with it.
 *
 * <p>Source: PostgreSQL documentation, reference page CREATE INDEX.
 */
final class IndexParser extends GrammarPart {
  IndexParser(Grammar grammar) {
    super(grammar);
  }

  /** After CREATE, at UNIQUE or INDEX. */
  Statement create(int location) {
    boolean unique = accept(Keyword.UNIQUE);
    expect(Keyword.INDEX);
    boolean concurrently = accept(Keyword.CONCURRENTLY);
    boolean ifNotExists = ifNotExists();
    String name = null;
    if (ifNotExists || !at(Keyword.ON)) {
      name = colId();
    }
    expect(Keyword.ON);
    RelationName relation = relationExpression();
    String method = accept(Keyword.USING) ? colId() : null;
    List<IndexElement> elements = parenthesizedList(this::element);
    List<IndexElement> including =
        accept(Keyword.INCLUDE) ? parenthesizedList(this::element) : List.of();
    boolean nullsNotDistinct = nullTreatment();
    List<Option> options = grammar.options().optionalRelationOptions();
    String tablespace = accept(Keyword.TABLESPACE) ? colId() : null;
    Expression where = grammar.selects().where();
    return new IndexStatement(
        name,
        relation,
        unique,
        concurrently,
        ifNotExists,
        method,
        elements,
        including,
        nullsNotDistinct,
        options,
        tablespace,
        where,
        location);
  }

  /** {@code NULLS [NOT] DISTINCT}; true when nulls are equal. */
  boolean nullTreatment() {
    if (!at(Keyword.NULLS, Keyword.NOT) && !at(Keyword.NULLS, Keyword.DISTINCT)) {
      return false;
    }
    next();
    boolean not = accept(Keyword.NOT);
    expect(Keyword.DISTINCT);
    return not;
  }

  /** A key with its collation, operator class and order. */
  IndexElement element() {
    int location = location();
    Key key = key();
    QualifiedName collation = accept(Keyword.COLLATE) ? anyName() : null;
    QualifiedName operatorClass = null;
    List<Option> classOptions = List.of();
    if (atColId() && !atNullsOrder()) {
      operatorClass = anyName();
      if (at('(')) {
        classOptions = grammar.options().relationOptions();
      }
    }
    SortItem.Direction direction = grammar.selects().direction();
    SortItem.Nulls nulls = grammar.selects().nulls();
    return new IndexElement(
        key.column,
        key.expression,
        collation,
        operatorClass,
        classOptions,
        direction,
        nulls,
        location);
  }

  /** A key with its collation and operator class only. */
  IndexElement partitionElement() {
    int location = location();
    Key key = key();
    QualifiedName collation = accept(Keyword.COLLATE) ? anyName() : null;
    QualifiedName operatorClass = atColId() ? anyName() : null;
    return new IndexElement(
        key.column,
        key.expression,
        collation,
        operatorClass,
        List.of(),
        SortItem.Direction.DEFAULT,
        SortItem.Nulls.DEFAULT,
        location);
  }

  private boolean atNullsOrder() {
    return at(Keyword.NULLS, Keyword.FIRST) || at(Keyword.NULLS, Keyword.LAST);
  }

  private record Key(String column, Expression expression) {}

  private Key key() {
    if (accept('(')) {
      Expression expression = grammar.expressions().parse();
      expect(')');
      return new Key(null, expression);
    }
    Expression call = grammar.functions().windowless();
    if (call == null && atColId() && tokens.peek(1).type() == '.') {
      // Only a function's name may be dotted.
      anyName();
      throw syntaxError();
    }
    return call != null ? new Key(null, call) : new Key(colId(), null);
  }
}
