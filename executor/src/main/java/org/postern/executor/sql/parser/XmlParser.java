package org.postern.executor.sql.parser;

import java.util.List;
import org.postern.executor.sql.ast.CallExpression.XmlFunction;
import org.postern.executor.sql.ast.CallExpression.XmlOperation;
import org.postern.executor.sql.ast.CallExpression.XmlSerialize;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.SelectItem;
import org.postern.executor.sql.ast.TypeName;

/**
 * The XML constructors and predicates of SQL/XML.
 *
 * <p>Source: PostgreSQL documentation, "XML Functions".
 */
final class XmlParser extends GrammarPart {
  XmlParser(Grammar grammar) {
    super(grammar);
  }

  static Expression isDocument(Expression arg, int location) {
    return new XmlFunction(XmlOperation.IS_DOCUMENT, null, List.of(), List.of(arg), null, location);
  }

  /** The function that this keyword and an opening parenthesis begin, else null. */
  Expression parse(Keyword keyword, int location) {
    return switch (keyword) {
      case XMLCONCAT -> {
        begin();
        List<Expression> args = grammar.expressions().parseList();
        yield end(xml(XmlOperation.CONCAT, null, List.of(), args, null, location));
      }
      case XMLELEMENT -> element(location);
      case XMLEXISTS -> {
        begin();
        Expression path = grammar.primaries().parse(false);
        Expression document = passing();
        yield end(ExpressionParser.systemCall("xmlexists", List.of(path, document), location));
      }
      case XMLFOREST -> {
        begin();
        yield end(xml(XmlOperation.FOREST, null, items(), List.of(), null, location));
      }
      case XMLPARSE -> parseCall(location);
      case XMLPI -> {
        begin();
        expect(Keyword.NAME);
        String name = colLabel();
        List<Expression> args = accept(',') ? List.of(grammar.expressions().parse()) : List.of();
        yield end(xml(XmlOperation.PI, name, List.of(), args, null, location));
      }
      case XMLROOT -> root(location);
      case XMLSERIALIZE -> {
        begin();
        boolean document = documentOrContent();
        Expression arg = grammar.expressions().parse();
        expect(Keyword.AS);
        TypeName type = grammar.types().simple();
        yield end(new XmlSerialize(document, arg, type, location));
      }
      default -> null;
    };
  }

  private void begin() {
    next();
    expect('(');
  }

  private Expression end(Expression result) {
    expect(')');
    return result;
  }

  private static Expression xml(
      XmlOperation operation,
      String name,
      List<SelectItem> named,
      List<Expression> args,
      String option,
      int location) {
    return new XmlFunction(operation, name, named, args, option, location);
  }

  private Expression element(int location) {
    begin();
    expect(Keyword.NAME);
    String name = colLabel();
    List<SelectItem> attributes = List.of();
    List<Expression> args = List.of();
    if (accept(',')) {
      boolean more = true;
      if (at(Keyword.XMLATTRIBUTES, '(')) {
        next();
        expect('(');
        attributes = items();
        expect(')');
        more = accept(',');
      }
      if (more) {
        args = grammar.expressions().parseList();
      }
    }
    return end(xml(XmlOperation.ELEMENT, name, attributes, args, null, location));
  }

  /** Expressions with optional names. */
  List<SelectItem> items() {
    return commaList(() -> {
      int location = location();
      Expression value = grammar.expressions().parse();
      return new SelectItem(value, accept(Keyword.AS) ? colLabel() : null, location);
    });
  }

  private boolean documentOrContent() {
    if (accept(Keyword.DOCUMENT)) {
      return true;
    }
    expect(Keyword.CONTENT);
    return false;
  }

  private Expression parseCall(int location) {
    begin();
    String option = documentOrContent() ? "DOCUMENT" : "CONTENT";
    Expression arg = grammar.expressions().parse();
    if (accept(Keyword.PRESERVE)) {
      expect(Keyword.WHITESPACE);
      option += " PRESERVE WHITESPACE";
    } else if (accept(Keyword.STRIP)) {
      expect(Keyword.WHITESPACE);
    }
    return end(xml(XmlOperation.PARSE, null, List.of(), List.of(arg), option, location));
  }

  private Expression root(int location) {
    begin();
    Expression arg = grammar.expressions().parse();
    expect(',');
    expect(Keyword.VERSION);
    List<Expression> args;
    if (accept(Keyword.NO, Keyword.VALUE)) {
      args = List.of(arg);
    } else {
      args = List.of(arg, grammar.expressions().parse());
    }
    String option = null;
    if (accept(',')) {
      expect(Keyword.STANDALONE);
      if (accept(Keyword.YES)) {
        option = "STANDALONE YES";
      } else {
        expect(Keyword.NO);
        option = accept(Keyword.VALUE) ? "STANDALONE NO VALUE" : "STANDALONE NO";
      }
    }
    return end(xml(XmlOperation.ROOT, null, List.of(), args, option, location));
  }

  /** {@code PASSING [BY REF] document [BY REF]}. */
  Expression passing() {
    expect(Keyword.PASSING);
    mechanism();
    Expression document = grammar.primaries().parse(false);
    mechanism();
    return document;
  }

  private void mechanism() {
    if (accept(Keyword.BY) && !accept(Keyword.REF)) {
      expect(Keyword.VALUE);
    }
  }
}
