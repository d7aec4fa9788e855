package org.postern.executor.sql.parser;

import java.util.List;
import org.postern.executor.sql.ast.Constraint;
import org.postern.executor.sql.ast.Constraint.Attributes;
import org.postern.executor.sql.ast.Constraint.MatchType;
import org.postern.executor.sql.ast.Constraint.ReferentialAction;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.Option;
import org.postern.executor.sql.ast.RelationName;
import org.postern.storage.error.SqlState;

/**
 * The constraints of tables and domains.
 *
 * <p>Source: PostgreSQL documentation, reference page CREATE TABLE.
 */
final class ConstraintParser extends GrammarPart {
  ConstraintParser(Grammar grammar) {
    super(grammar);
  }

  /** A table constraint begins here; EXCLUDE may also be a column's name. */
  boolean atTableConstraint() {
    return at(Keyword.CONSTRAINT)
        || at(Keyword.CHECK)
        || at(Keyword.UNIQUE)
        || at(Keyword.PRIMARY)
        || at(Keyword.FOREIGN)
        || at(Keyword.EXCLUDE, Keyword.USING)
        || at(Keyword.EXCLUDE, '(');
  }

  Constraint tableConstraint() {
    int location = location();
    String name = accept(Keyword.CONSTRAINT) ? colId() : null;
    int elementLocation = location();
    int start = name == null ? elementLocation : location;
    Keyword keyword = tokens.current().keyword();
    if (keyword == null) {
      throw syntaxError();
    }
    switch (keyword) {
      case CHECK -> {
        next();
        expect('(');
        Expression condition = grammar.expressions().parse();
        expect(')');
        Attributes attributes = attributes("CHECK", false, true, true);
        return new Constraint.Check(name, condition, attributes, start);
      }
      case UNIQUE -> {
        next();
        return key(name, false, start);
      }
      case PRIMARY -> {
        next();
        expect(Keyword.KEY);
        return key(name, true, start);
      }
      case EXCLUDE -> {
        next();
        return exclusion(name, start);
      }
      case FOREIGN -> {
        next();
        expect(Keyword.KEY);
        List<String> columns = parenthesizedNames();
        Constraint.ForeignKey key = references(name, columns, start);
        return withAttributes(key, attributes("FOREIGN KEY", true, true, false));
      }
      default -> throw syntaxError();
    }
  }

  private Constraint key(String name, boolean primary, int location) {
    String kind = primary ? "PRIMARY KEY" : "UNIQUE";
    boolean nullsNotDistinct = !primary && grammar.indexes().nullTreatment();
    if (!nullsNotDistinct && accept(Keyword.USING)) {
      expect(Keyword.INDEX);
      String index = colId();
      Attributes attributes = attributes(kind, true, false, false);
      return new Constraint.UniqueKey(
          name, primary, false, List.of(), List.of(), List.of(), null, index, attributes, location);
    }
    List<String> columns = parenthesizedNames();
    List<String> including = including();
    List<Option> options = grammar.options().optionalDefinition();
    String tablespace = indexTablespace();
    Attributes attributes = attributes(kind, true, false, false);
    return new Constraint.UniqueKey(
        name,
        primary,
        nullsNotDistinct,
        columns,
        including,
        options,
        tablespace,
        null,
        attributes,
        location);
  }

  private List<String> including() {
    return accept(Keyword.INCLUDE) ? parenthesizedNames() : List.of();
  }

  String indexTablespace() {
    if (!accept(Keyword.USING)) {
      return null;
    }
    expect(Keyword.INDEX);
    expect(Keyword.TABLESPACE);
    return colId();
  }

  private Constraint exclusion(String name, int location) {
    String method = accept(Keyword.USING) ? colId() : null;
    List<Constraint.ExclusionElement> elements =
        parenthesizedList(() -> {
          var element = grammar.indexes().element();
          expect(Keyword.WITH);
          if (at(Keyword.OPERATOR, '(')) {
            return new Constraint.ExclusionElement(element, grammar.expressions().operatorName());
          }
          return new Constraint.ExclusionElement(element, grammar.expressions().anyOperator());
        });
    List<String> including = including();
    List<Option> options = grammar.options().optionalDefinition();
    String tablespace = indexTablespace();
    Expression where = null;
    if (accept(Keyword.WHERE)) {
      expect('(');
      where = grammar.expressions().parse();
      expect(')');
    }
    Attributes attributes = attributes("EXCLUDE", true, false, false);
    return new Constraint.Exclusion(
        name, method, elements, including, options, tablespace, where, attributes, location);
  }

  /** {@code REFERENCES relation ...} without the attributes. */
  Constraint.ForeignKey references(String name, List<String> columns, int location) {
    expect(Keyword.REFERENCES);
    RelationName referenced = relationName();
    List<String> referencedColumns = optionalNames();
    MatchType match = MatchType.SIMPLE;
    int matchLocation = location();
    if (accept(Keyword.MATCH)) {
      if (accept(Keyword.FULL)) {
        match = MatchType.FULL;
      } else if (accept(Keyword.PARTIAL)) {
        throw notImplemented("MATCH PARTIAL not yet implemented", matchLocation);
      } else {
        expect(Keyword.SIMPLE);
      }
    }
    ReferentialAction onUpdate = null;
    ReferentialAction onDelete = null;
    List<String> deleteColumns = List.of();
    while (at(Keyword.ON)) {
      int onLocation = next().start();
      if (onUpdate == null && accept(Keyword.UPDATE)) {
        Action action = action();
        if (!action.columns.isEmpty()) {
          throw notImplemented(
              "a column list with "
                  + (action.kind == ReferentialAction.SET_NULL ? "SET NULL" : "SET DEFAULT")
                  + " is only supported for ON DELETE actions",
              onLocation);
        }
        onUpdate = action.kind;
      } else if (onDelete == null) {
        expect(Keyword.DELETE);
        Action action = action();
        onDelete = action.kind;
        deleteColumns = action.columns;
      } else {
        throw syntaxError();
      }
    }
    return new Constraint.ForeignKey(
        name,
        columns,
        referenced,
        referencedColumns,
        match,
        onUpdate == null ? ReferentialAction.NO_ACTION : onUpdate,
        onDelete == null ? ReferentialAction.NO_ACTION : onDelete,
        deleteColumns,
        Attributes.NONE,
        location);
  }

  private record Action(ReferentialAction kind, List<String> columns) {}

  private Action action() {
    if (accept(Keyword.RESTRICT)) {
      return new Action(ReferentialAction.RESTRICT, List.of());
    }
    if (accept(Keyword.CASCADE)) {
      return new Action(ReferentialAction.CASCADE, List.of());
    }
    if (accept(Keyword.SET)) {
      boolean toNull = accept(Keyword.NULL);
      if (!toNull) {
        expect(Keyword.DEFAULT);
      }
      return new Action(
          toNull ? ReferentialAction.SET_NULL : ReferentialAction.SET_DEFAULT, optionalNames());
    }
    expect(Keyword.NO);
    expect(Keyword.ACTION);
    return new Action(ReferentialAction.NO_ACTION, List.of());
  }

  static Constraint withAttributes(Constraint.ForeignKey key, Attributes attributes) {
    return new Constraint.ForeignKey(
        key.name(),
        key.columns(),
        key.referenced(),
        key.referencedColumns(),
        key.match(),
        key.onUpdate(),
        key.onDelete(),
        key.deleteSetColumns(),
        attributes,
        key.location());
  }

  /**
   * The properties after a constraint, in any order.
   *
   * @param kind the constraint's kind for messages
   * @param deferral deferring is possible for it, and so on
   */
  Attributes attributes(String kind, boolean deferral, boolean notValid, boolean noInherit) {
    AttributeList list = attributeList();
    if (!deferral && (list.deferrable == Boolean.TRUE || list.deferred == Boolean.TRUE)) {
      throw notImplemented(kind + " constraints cannot be marked DEFERRABLE", -1);
    }
    if (!notValid && list.notValid) {
      throw notImplemented(kind + " constraints cannot be marked NOT VALID", -1);
    }
    if (!noInherit && list.noInherit) {
      throw notImplemented(kind + " constraints cannot be marked NO INHERIT", -1);
    }
    boolean deferred = list.deferred == Boolean.TRUE;
    return new Attributes(
        list.deferrable == Boolean.TRUE || deferred, deferred, list.notValid, list.noInherit);
  }

  /** Properties as written; null where nothing was said. */
  private static final class AttributeList {
    private Boolean deferrable;
    private Boolean deferred;
    private boolean notValid;
    private boolean noInherit;
  }

  private AttributeList attributeList() {
    AttributeList list = new AttributeList();
    while (true) {
      int location = location();
      if (accept(Keyword.DEFERRABLE)) {
        list.deferrable = agreed(list.deferrable, true, location);
      } else if (at(Keyword.NOT, Keyword.DEFERRABLE)) {
        next();
        next();
        list.deferrable = agreed(list.deferrable, false, location);
      } else if (at(Keyword.NOT)) {
        next();
        expect(Keyword.VALID);
        list.notValid = true;
      } else if (accept(Keyword.INITIALLY)) {
        boolean deferred = accept(Keyword.DEFERRED);
        if (!deferred) {
          expect(Keyword.IMMEDIATE);
        }
        list.deferred = agreed(list.deferred, deferred, location);
      } else if (accept(Keyword.NO)) {
        expect(Keyword.INHERIT);
        list.noInherit = true;
      } else {
        return list;
      }
      if (list.deferrable == Boolean.FALSE && list.deferred == Boolean.TRUE) {
        throw error("constraint declared INITIALLY DEFERRED must be DEFERRABLE", location);
      }
    }
  }

  private Boolean agreed(Boolean earlier, boolean value, int location) {
    if (earlier != null && earlier != value) {
      throw tokens.error(SqlState.SYNTAX_ERROR, "conflicting constraint properties", location);
    }
    return value;
  }
}
