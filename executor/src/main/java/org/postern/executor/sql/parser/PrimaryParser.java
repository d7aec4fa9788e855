package org.postern.executor.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.sql.ast.Constructor;
import org.postern.executor.sql.ast.Conversion;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.Indirection;
import org.postern.executor.sql.ast.Literal;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.Reference;
import org.postern.executor.sql.ast.SelectStatement;
import org.postern.executor.sql.ast.SubqueryExpression;
import org.postern.executor.sql.ast.TypeName;

/** The operands of operators: constants, columns, parentheses, subqueries, constructors. */
final class PrimaryParser extends GrammarPart {
  PrimaryParser(Grammar grammar) {
    super(grammar);
  }

  /** {@code full}: OVERLAPS may follow a row. */
  Expression parse(boolean full) {
    int location = location();
    Token token = tokens.current();
    switch (token.type()) {
      case Token.INTEGER -> {
        next();
        return new Literal.IntegerLiteral(token.intValue(), location);
      }
      case Token.NUMERIC -> {
        next();
        return new Literal.NumericLiteral(token.text(), location);
      }
      case Token.STRING -> {
        next();
        return new Literal.StringLiteral(token.text(), location);
      }
      case Token.BIT_STRING, Token.HEX_STRING -> {
        next();
        return new Literal.BitStringLiteral(
            token.type() == Token.HEX_STRING, token.text(), location);
      }
      case Token.PARAMETER -> {
        next();
        return withIndirection(new Reference.ParamRef(token.intValue(), location), location);
      }
      case '(' -> {
        return operandOf(parenthesized(), location, full);
      }
      case Token.IDENTIFIER -> {
        return named();
      }
      case Token.KEYWORD -> {
        return keyword(token.keyword(), location, full);
      }
      default -> throw syntaxError();
    }
  }

  /**
   * Reads a parenthesis without knowing what it holds. Whether {@code ((SELECT 1) ...)} is a query
   * or an expression shows only after the inner parenthesis.
   */
  Parenthesized parenthesized() {
    return parenthesized(false);
  }

  /** {@code single}: of expressions there may be only one. */
  Parenthesized parenthesized(boolean single) {
    expect('(');
    Parenthesized result;
    if (grammar.selects().atSelect()) {
      result = Parenthesized.of(grammar.selects().parse());
    } else if (at('(')) {
      int location = location();
      tokens.enter();
      Parenthesized inner = parenthesized();
      tokens.leave();
      if (inner.query() != null && grammar.selects().continuesQuery()) {
        SelectStatement query = grammar.selects().parseAfter(inner.query(), location);
        result = Parenthesized.of(query);
      } else {
        Expression first = operandOf(inner, location, true);
        result = items(grammar.expressions().parseAfter(first), single);
      }
    } else {
      result = items(grammar.expressions().parse(), single);
    }
    expect(')');
    return result;
  }

  private Parenthesized items(Expression first, boolean single) {
    if (single || !at(',')) {
      return new Parenthesized(null, List.of(first));
    }
    List<Expression> items = new ArrayList<>();
    items.add(first);
    while (accept(',')) {
      items.add(grammar.expressions().parse());
    }
    return new Parenthesized(null, items);
  }

  private Expression operandOf(Parenthesized content, int location, boolean full) {
    if (content.query() != null) {
      return withIndirection(new SubqueryExpression.Scalar(content.query(), location), location);
    }
    if (content.items().size() == 1) {
      return withIndirection(content.items().getFirst(), location);
    }
    return maybeOverlaps(new Constructor.RowConstructor(content.items(), false, location), full);
  }

  private Expression maybeOverlaps(Constructor.RowConstructor left, boolean full) {
    if (!full || !at(Keyword.OVERLAPS)) {
      return left;
    }
    int location = location();
    next();
    List<Expression> right = rowFields();
    if (left.fields().size() != 2) {
      throw error(
          "wrong number of parameters on left side of OVERLAPS expression", left.location());
    }
    if (right.size() != 2) {
      throw error("wrong number of parameters on right side of OVERLAPS expression", location);
    }
    List<Expression> args = new ArrayList<>(left.fields());
    args.addAll(right);
    return ExpressionParser.systemCall("overlaps", args, location);
  }

  /** A row, explicit or with at least two fields. */
  private List<Expression> rowFields() {
    if (accept(Keyword.ROW)) {
      return explicitRowFields();
    }
    expect('(');
    List<Expression> fields = grammar.expressions().parseList();
    if (fields.size() < 2) {
      throw syntaxError();
    }
    expect(')');
    return fields;
  }

  private List<Expression> explicitRowFields() {
    expect('(');
    List<Expression> fields = at(')') ? List.of() : grammar.expressions().parseList();
    expect(')');
    return fields;
  }

  private Expression withIndirection(Expression base, int location) {
    return at('.') || at('[') ? new Indirection(base, indirection(), location) : base;
  }

  /** Fields and subscripts up to the end of the chain. */
  List<Indirection.Step> indirection() {
    List<Indirection.Step> steps = new ArrayList<>(2);
    while (true) {
      if (accept('.')) {
        if (accept('*')) {
          steps.add(new Indirection.AllFields());
        } else {
          steps.add(new Indirection.Field(colLabel()));
        }
      } else if (accept('[')) {
        tokens.enter();
        steps.add(subscript());
        tokens.leave();
      } else {
        checkStar(steps);
        return steps;
      }
    }
  }

  private void checkStar(List<Indirection.Step> steps) {
    for (int i = 0; i < steps.size() - 1; i++) {
      if (steps.get(i) instanceof Indirection.AllFields) {
        throw tokens.errorNear("improper use of \"*\"", tokens.current());
      }
    }
  }

  private Indirection.Step subscript() {
    Expression lower = at(':') ? null : grammar.expressions().parse();
    if (lower != null && accept(']')) {
      return new Indirection.Subscript(lower);
    }
    expect(':');
    Expression upper = at(']') ? null : grammar.expressions().parse();
    expect(']');
    return new Indirection.Slice(lower, upper);
  }

  private Expression keyword(Keyword keyword, int location, boolean full) {
    switch (keyword) {
      case TRUE, FALSE -> {
        next();
        return new Literal.BooleanLiteral(keyword == Keyword.TRUE, location);
      }
      case NULL -> {
        next();
        return new Literal.NullLiteral(location);
      }
      case CASE -> {
        return caseExpression();
      }
      case ARRAY -> {
        return array();
      }
      case EXISTS -> {
        if (tokens.peek(1).type() == '(') {
          next();
          return new SubqueryExpression.Exists(grammar.selects().parenthesized(), location);
        }
      }
      case ROW -> {
        if (tokens.peek(1).type() == '(') {
          next();
          return maybeOverlaps(
              new Constructor.RowConstructor(explicitRowFields(), true, location), full);
        }
      }
      case INTERVAL -> {
        int after = tokens.peek(1).type();
        if (after == Token.STRING || after == '(') {
          return interval(location);
        }
      }
      default -> {
        if (grammar.types().atKeywordType()) {
          TypeName type = grammar.types().constantType();
          return literalOf(type, location);
        }
        Expression special = grammar.syntaxFunctions().parse(keyword);
        if (special != null) {
          return special;
        }
      }
    }
    return named();
  }

  private Expression literalOf(TypeName type, int location) {
    int textLocation = location();
    return new Conversion.Cast(new Literal.StringLiteral(string(), textLocation), type, location);
  }

  private Expression interval(int location) {
    next();
    List<Expression> modifiers;
    int textLocation;
    String text;
    if (accept('(')) {
      modifiers = grammar.types().intervalPrecision();
      textLocation = location();
      text = string();
    } else {
      textLocation = location();
      text = string();
      modifiers = grammar.types().intervalFields();
    }
    return new Conversion.Cast(
        new Literal.StringLiteral(text, textLocation),
        TypeName.system("interval", modifiers, location),
        location);
  }

  private Expression caseExpression() {
    int location = location();
    next();
    Expression arg = at(Keyword.WHEN) ? null : grammar.expressions().parse();
    List<Constructor.When> whens = new ArrayList<>();
    do {
      int whenLocation = location();
      expect(Keyword.WHEN);
      Expression condition = grammar.expressions().parse();
      expect(Keyword.THEN);
      whens.add(new Constructor.When(condition, grammar.expressions().parse(), whenLocation));
    } while (at(Keyword.WHEN));
    Expression otherwise = accept(Keyword.ELSE) ? grammar.expressions().parse() : null;
    expect(Keyword.END);
    return new Constructor.Case(arg, whens, otherwise, location);
  }

  private Expression array() {
    int location = location();
    next();
    if (at('(')) {
      return new SubqueryExpression.ArrayOf(grammar.selects().parenthesized(), location);
    }
    return arrayElements(location);
  }

  /** {@code [a, b]} or, for several dimensions, {@code [[a], [b]]}. */
  private Constructor.ArrayConstructor arrayElements(int location) {
    tokens.enter();
    expect('[');
    List<Expression> elements = new ArrayList<>();
    if (at('[')) {
      do {
        elements.add(arrayElements(location()));
      } while (accept(','));
    } else if (!at(']')) {
      elements.addAll(grammar.expressions().parseList());
    }
    expect(']');
    tokens.leave();
    return new Constructor.ArrayConstructor(elements, location);
  }

  /** What begins with a name: a column, a function call or a typed literal. */
  private Expression named() {
    Token first = tokens.current();
    int location = first.start();
    boolean column = isColId(first);
    boolean function = isTypeFunctionName(first);
    if (!column && !function) {
      throw syntaxError();
    }
    next();
    switch (tokens.current().type()) {
      case '(' -> {
        if (function) {
          return callOrLiteral(QualifiedName.of(first.text(), location), location);
        }
      }
      case Token.STRING -> {
        if (function) {
          return literalOf(namedType(List.of(first.text()), List.of(), location), location);
        }
      }
      case '.', '[' -> {
        if (column) {
          return afterSteps(first.text(), indirection(), location);
        }
      }
      default -> {}
    }
    if (!column) {
      throw syntaxError();
    }
    return new Reference.ColumnRef(List.of(first.text()), false, location);
  }

  private Expression afterSteps(String first, List<Indirection.Step> steps, int location) {
    List<String> names = new ArrayList<>(steps.size() + 1);
    names.add(first);
    int i = 0;
    while (i < steps.size() && steps.get(i) instanceof Indirection.Field(String name)) {
      names.add(name);
      i++;
    }
    if (i == steps.size()) {
      if (at('(')) {
        return callOrLiteral(new QualifiedName(names, location), location);
      }
      if (at(Token.STRING)) {
        return literalOf(namedType(names, List.of(), location), location);
      }
      return new Reference.ColumnRef(names, false, location);
    }
    if (i == steps.size() - 1 && steps.get(i) instanceof Indirection.AllFields) {
      return new Reference.ColumnRef(names, true, location);
    }
    return new Indirection(
        new Reference.ColumnRef(names, false, location), steps.subList(i, steps.size()), location);
  }

  private static TypeName namedType(List<String> names, List<Expression> modifiers, int location) {
    return new TypeName(names, false, false, modifiers, List.of(), location);
  }

  private Expression callOrLiteral(QualifiedName name, int location) {
    FunctionParser functions = grammar.functions();
    var application = functions.application(name, location);
    if (at(Token.STRING)) {
      List<Expression> modifiers = functions.asTypeModifiers(application);
      if (modifiers != null) {
        return literalOf(namedType(name.parts(), modifiers, location), location);
      }
    }
    return functions.withWindowClauses(application);
  }
}
