package org.postern.executor.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.sql.ast.BooleanExpression;
import org.postern.executor.sql.ast.CallExpression;
import org.postern.executor.sql.ast.Conversion;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.Literal;
import org.postern.executor.sql.ast.OperatorExpression;
import org.postern.executor.sql.ast.OperatorExpression.LikeKind;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.Reference;
import org.postern.executor.sql.ast.SubqueryExpression;

/**
 * Operators, by precedence climbing.
 *
 * <p>Comparisons, the IS tests and the LIKE family do not associate: where such an operator's right
 * operand is followed by one of the same level, the second is a syntax error. That holds only for
 * forms that end in an operand: {@code x IS NULL IS NULL} is fine.
 *
 * <p>Source: PostgreSQL documentation, "Operator Precedence".
 */
final class ExpressionParser extends GrammarPart {
  private static final int NONE = -1;
  private static final int OR = 1;
  private static final int AND = 2;
  private static final int NOT = 3;
  private static final int IS = 4;
  private static final int COMPARISON = 5;
  private static final int LIKE = 6;
  private static final int OTHER_OPERATOR = 9;
  private static final int ADDITIVE = 10;
  private static final int MULTIPLICATIVE = 11;
  private static final int POWER = 12;
  private static final int AT = 13;
  private static final int COLLATE = 14;
  private static final int UNARY_MINUS = 15;
  private static final int TYPECAST = 17;

  /** No AND, OR, NOT, IN, LIKE and so on at this level: the operand of BETWEEN and of DEFAULT. */
  private static final int RESTRICTED = 1;

  /**
   * An operator's keyword may turn out to be a column label: {@code SELECT 1 and}. Only on the top
   * level of an output column, never within an operand.
   */
  private static final int LABEL = 2;

  private static final QualifiedName[] SINGLE = singleCharacterOperators();

  private boolean inSubstring;

  ExpressionParser(Grammar grammar) {
    super(grammar);
  }

  private static QualifiedName[] singleCharacterOperators() {
    QualifiedName[] names = new QualifiedName[128];
    for (char c : "+-*/%^<>=".toCharArray()) {
      names[c] = QualifiedName.of(String.valueOf(c), -1);
    }
    return names;
  }

  /** Any expression. */
  Expression parse() {
    return climb(0, 0);
  }

  /** An expression without logical operators and predicates on its top level. */
  Expression parseRestricted() {
    return climb(0, RESTRICTED);
  }

  Expression parseSelectItem() {
    tokens.enter();
    Expression item = infix(prefix(0), 0, LABEL);
    tokens.leave();
    return item;
  }

  List<Expression> parseList() {
    return commaList(this::parse);
  }

  /** Goes on after a first operand that has been read already. */
  Expression parseAfter(Expression left) {
    return infix(left, 0, 0);
  }

  private Expression climb(int minimum, int flags) {
    tokens.enter();
    Expression result = infix(prefix(flags), minimum, flags);
    tokens.leave();
    return result;
  }

  private Expression prefix(int flags) {
    int location = location();
    Token token = tokens.current();
    switch (token.type()) {
      case '+', '-' -> {
        next();
        Expression operand = climb(UNARY_MINUS + 1, flags);
        return token.type() == '-' ? negate(operand, location) : unaryPlus(operand, location);
      }
      case Token.OPERATOR -> {
        QualifiedName name = operatorName();
        return new OperatorExpression.Unary(name, climb(OTHER_OPERATOR + 1, flags), location);
      }
      case Token.KEYWORD -> {
        switch (token.keyword()) {
          case NOT -> {
            if ((flags & RESTRICTED) != 0) {
              throw syntaxError();
            }
            next();
            return new BooleanExpression.Not(climb(NOT, flags), location);
          }
          case OPERATOR -> {
            if (tokens.peek(1).type() == '(') {
              QualifiedName name = operatorName();
              return new OperatorExpression.Unary(name, climb(OTHER_OPERATOR + 1, flags), location);
            }
          }
          case UNIQUE -> throw uniquePredicate(location);
          case DEFAULT -> {
            if ((flags & RESTRICTED) == 0) {
              next();
              return new Reference.DefaultValue(location);
            }
          }
          default -> {}
        }
      }
      default -> {}
    }
    return grammar.primaries().parse((flags & RESTRICTED) == 0);
  }

  private RuntimeException uniquePredicate(int location) {
    next();
    if (accept(Keyword.NULLS)) {
      accept(Keyword.NOT);
      expect(Keyword.DISTINCT);
    }
    grammar.selects().parenthesized();
    return notImplemented("UNIQUE predicate is not yet implemented", location);
  }

  private static Expression unaryPlus(Expression operand, int location) {
    return new OperatorExpression.Unary(SINGLE['+'], operand, location);
  }

  /** Folds the sign into a number, so that the smallest integer can be written. */
  private static Expression negate(Expression operand, int location) {
    return switch (operand) {
      case Literal.IntegerLiteral i -> new Literal.IntegerLiteral(-i.value(), location);
      case Literal.NumericLiteral n -> new Literal.NumericLiteral(negated(n.text()), location);
      default -> new OperatorExpression.Unary(SINGLE['-'], operand, location);
    };
  }

  static String negated(String number) {
    return number.startsWith("-") ? number.substring(1) : "-" + number;
  }

  private Expression infix(Expression first, int minimum, int flags) {
    Expression left = first;
    int blocked = NONE;
    while (true) {
      int level = level(flags);
      if (level < minimum) {
        return left;
      }
      if (level == blocked) {
        throw syntaxError();
      }
      if ((flags & LABEL) != 0 && isLabel()) {
        return left;
      }
      blocked = NONE;
      int location = location();
      switch (level) {
        case OR -> left = or(left, flags, location);
        case AND -> left = and(left, flags, location);
        case IS -> {
          if (endsInOperand()) {
            blocked = IS;
          }
          left = is(left, flags, location);
        }
        case LIKE -> {
          if (!endsInList()) {
            blocked = LIKE;
          }
          Expression predicate = predicate(left, flags, location);
          if (predicate instanceof OperatorExpression.Quantified
              || predicate instanceof SubqueryExpression) {
            blocked = NONE;
          }
          left = predicate;
        }
        case AT -> {
          next();
          expect(Keyword.TIME, Keyword.ZONE);
          Expression zone = climb(AT + 1, flags & RESTRICTED);
          left = systemCall("timezone", List.of(zone, left), location);
        }
        case COLLATE -> {
          next();
          left = new Conversion.Collate(left, anyName(), location);
        }
        case TYPECAST -> {
          next();
          left = new Conversion.Cast(left, grammar.types().parse(), location);
        }
        default -> {
          Token token = tokens.current();
          QualifiedName name = operatorName();
          if ((flags & RESTRICTED) == 0 && atQuantifier()) {
            left = quantified(left, name, location);
          } else {
            left =
                new OperatorExpression.Binary(
                    name, left, climb(level + 1, flags & RESTRICTED), location);
            blocked = token.type() != Token.KEYWORD && level == COMPARISON ? COMPARISON : NONE;
          }
        }
      }
    }
  }

  /** The precedence of the infix operator at hand, or NONE. */
  private int level(int flags) {
    Token token = tokens.current();
    return switch (token.type()) {
      case '+', '-' -> ADDITIVE;
      case '*', '/', '%' -> MULTIPLICATIVE;
      case '^' -> POWER;
      case '<', '>', '=', Token.LESS_EQUALS, Token.GREATER_EQUALS, Token.NOT_EQUALS -> COMPARISON;
      case Token.OPERATOR -> OTHER_OPERATOR;
      case Token.TYPECAST -> TYPECAST;
      case Token.KEYWORD -> keywordLevel(token.keyword(), (flags & RESTRICTED) != 0);
      default -> NONE;
    };
  }

  private int keywordLevel(Keyword keyword, boolean restricted) {
    return switch (keyword) {
      case OPERATOR -> OTHER_OPERATOR;
      case IS -> restricted && !atRestrictedIs() ? NONE : IS;
      case OR -> restricted ? NONE : OR;
      case AND -> restricted ? NONE : AND;
      case ISNULL, NOTNULL -> restricted ? NONE : IS;
      case BETWEEN, IN, LIKE, ILIKE -> restricted ? NONE : LIKE;
      case SIMILAR -> restricted || plainSimilar() ? NONE : LIKE;
      case NOT -> restricted || !notStartsPredicate() ? NONE : LIKE;
      case AT -> restricted || tokens.peek(1).keyword() != Keyword.TIME ? NONE : AT;
      case COLLATE -> restricted ? NONE : COLLATE;
      default -> NONE;
    };
  }

  /** In SUBSTRING the word also stands alone, after the first argument. */
  private boolean plainSimilar() {
    return inSubstring && tokens.peek(1).keyword() != Keyword.TO;
  }

  /** The first argument of SUBSTRING. */
  Expression parseSubstringArgument() {
    boolean outer = inSubstring;
    inSubstring = true;
    Expression argument = grammar.functions().argument();
    inSubstring = outer;
    return argument;
  }

  private boolean notStartsPredicate() {
    Keyword keyword = tokens.peek(1).keyword();
    return keyword != null
        && switch (keyword) {
          case BETWEEN, IN, LIKE, ILIKE, SIMILAR -> true;
          default -> false;
        };
  }

  private Keyword afterIs() {
    Keyword keyword = tokens.peek(1).keyword();
    return keyword == Keyword.NOT ? tokens.peek(2).keyword() : keyword;
  }

  private boolean atRestrictedIs() {
    Keyword keyword = afterIs();
    return keyword == Keyword.DISTINCT || keyword == Keyword.DOCUMENT;
  }

  private boolean endsInOperand() {
    return at(Keyword.IS) && afterIs() == Keyword.DISTINCT;
  }

  private boolean endsInList() {
    return at(Keyword.IN) || at(Keyword.NOT, Keyword.IN);
  }

  /** An operator's keyword after which no operand can follow names the column. */
  private boolean isLabel() {
    Token token = tokens.current();
    if (token.keyword() == null || !token.keyword().bareLabel()) {
      return false;
    }
    Token after = tokens.peek(1);
    return switch (after.type()) {
      case Token.END, ',', ';', ')' -> true;
      case Token.KEYWORD ->
          switch (after.keyword()) {
            case FROM, WHERE, INTO, UNION, INTERSECT, EXCEPT, GROUP, HAVING, WINDOW, ORDER -> true;
            case LIMIT, OFFSET, FETCH, FOR -> true;
            default -> false;
          };
      default -> false;
    };
  }

  private Expression or(Expression left, int flags, int location) {
    List<Expression> args = new ArrayList<>();
    args.add(left);
    while (at(Keyword.OR) && !((flags & LABEL) != 0 && isLabel())) {
      next();
      args.add(climb(AND, flags & RESTRICTED));
    }
    return new BooleanExpression.Or(args, location);
  }

  private Expression and(Expression left, int flags, int location) {
    List<Expression> args = new ArrayList<>();
    args.add(left);
    while (at(Keyword.AND) && !((flags & LABEL) != 0 && isLabel())) {
      next();
      args.add(climb(NOT, flags & RESTRICTED));
    }
    return new BooleanExpression.And(args, location);
  }

  static Expression systemCall(String name, List<Expression> args, int location) {
    return CallExpression.FunctionCall.of(
        QualifiedName.system(name, location), args, CallExpression.CallForm.SQL_SYNTAX, location);
  }

  /** The operator at hand, symbol or {@code OPERATOR(schema.symbol)}, consumed. */
  QualifiedName operatorName() {
    int location = location();
    if (at(Keyword.OPERATOR)) {
      next();
      expect('(');
      QualifiedName name = anyOperator();
      expect(')');
      return name;
    }
    return symbolName(location);
  }

  private QualifiedName symbolName(int location) {
    String symbol = symbol(tokens.current());
    if (symbol == null) {
      throw syntaxError();
    }
    next();
    return QualifiedName.of(symbol, location);
  }

  /** An operator perhaps with its schema, as the commands on operators name it. */
  QualifiedName anyOperator() {
    int location = location();
    List<String> parts = new ArrayList<>(2);
    while (atColId() && tokens.peek(1).type() == '.') {
      parts.add(colId());
      next();
    }
    String symbol = symbol(tokens.current());
    if (symbol == null) {
      if (atColId()) {
        next();
      }
      throw syntaxError();
    }
    next();
    parts.add(symbol);
    return new QualifiedName(parts, location);
  }

  static String symbol(Token token) {
    return switch (token.type()) {
      case '+', '-', '*', '/', '%', '^', '<', '>', '=' -> SINGLE[token.type()].name();
      case Token.LESS_EQUALS -> "<=";
      case Token.GREATER_EQUALS -> ">=";
      case Token.NOT_EQUALS, Token.OPERATOR -> token.text();
      default -> null;
    };
  }

  private boolean atQuantifier() {
    return at(Keyword.ANY) || at(Keyword.SOME) || at(Keyword.ALL);
  }

  private Expression quantified(Expression left, QualifiedName name, int location) {
    OperatorExpression.Quantifier quantifier =
        next().keyword() == Keyword.ALL
            ? OperatorExpression.Quantifier.ALL
            : OperatorExpression.Quantifier.ANY;
    Parenthesized operand = grammar.primaries().parenthesized(true);
    if (operand.query() != null) {
      return new SubqueryExpression.QuantifiedComparison(
          left, name, quantifier, operand.query(), location);
    }
    return new OperatorExpression.Quantified(
        left, name, quantifier, operand.items().getFirst(), location);
  }

  private Expression is(Expression left, int flags, int location) {
    switch (next().keyword()) {
      case ISNULL -> {
        return new BooleanExpression.NullTest(left, false, location);
      }
      case NOTNULL -> {
        return new BooleanExpression.NullTest(left, true, location);
      }
      default -> {}
    }
    boolean negated = accept(Keyword.NOT);
    Keyword keyword = tokens.current().keyword();
    if (keyword == null) {
      throw syntaxError();
    }
    if ((flags & RESTRICTED) != 0 && keyword != Keyword.DISTINCT && keyword != Keyword.DOCUMENT) {
      throw syntaxError();
    }
    switch (keyword) {
      case NULL -> {
        next();
        return new BooleanExpression.NullTest(left, negated, location);
      }
      case TRUE, FALSE, UNKNOWN -> {
        next();
        return new BooleanExpression.BooleanTest(
            left, BooleanExpression.Truth.valueOf(keyword.name()), negated, location);
      }
      case DISTINCT -> {
        next();
        expect(Keyword.FROM);
        Expression right = climb(IS + 1, flags & RESTRICTED);
        return new OperatorExpression.DistinctFrom(left, right, negated, location);
      }
      case DOCUMENT -> {
        next();
        return maybeNot(XmlParser.isDocument(left, location), negated, location);
      }
      case NORMALIZED -> {
        next();
        Expression call = systemCall("is_normalized", List.of(left), location);
        return maybeNot(call, negated, location);
      }
      case NFC, NFD, NFKC, NFKD -> {
        int formLocation = location();
        String form = next().text().toUpperCase(java.util.Locale.ROOT);
        expect(Keyword.NORMALIZED);
        Expression literal = new Literal.StringLiteral(form, formLocation);
        Expression call = systemCall("is_normalized", List.of(left, literal), location);
        return maybeNot(call, negated, location);
      }
      default -> throw syntaxError();
    }
  }

  private static Expression maybeNot(Expression test, boolean negated, int location) {
    return negated ? new BooleanExpression.Not(test, location) : test;
  }

  /** BETWEEN, IN, LIKE and their kin. */
  private Expression predicate(Expression left, int flags, int location) {
    boolean negated = accept(Keyword.NOT);
    return switch (next().keyword()) {
      case BETWEEN -> {
        boolean symmetric = accept(Keyword.SYMMETRIC);
        if (!symmetric) {
          accept(Keyword.ASYMMETRIC);
        }
        Expression low = climb(0, RESTRICTED);
        expect(Keyword.AND);
        Expression high = climb(LIKE + 1, flags & RESTRICTED);
        yield new OperatorExpression.Between(left, low, high, symmetric, negated, location);
      }
      case IN -> in(left, negated, location);
      case LIKE -> like(LikeKind.LIKE, left, negated, flags, location);
      case ILIKE -> like(LikeKind.ILIKE, left, negated, flags, location);
      default -> {
        expect(Keyword.TO);
        yield like(LikeKind.SIMILAR_TO, left, negated, flags, location);
      }
    };
  }

  private Expression in(Expression left, boolean negated, int location) {
    Parenthesized operand = grammar.primaries().parenthesized();
    return operand.query() != null
        ? new SubqueryExpression.In(left, operand.query(), negated, location)
        : new OperatorExpression.InList(left, operand.items(), negated, location);
  }

  private Expression like(
      LikeKind kind, Expression left, boolean negated, int flags, int location) {
    if (kind != LikeKind.SIMILAR_TO && atQuantifier()) {
      String symbol = (negated ? "!~~" : "~~") + (kind == LikeKind.ILIKE ? "*" : "");
      return quantified(left, QualifiedName.of(symbol, location), location);
    }
    Expression pattern = climb(LIKE + 1, flags & RESTRICTED);
    Expression escape = accept(Keyword.ESCAPE) ? climb(LIKE + 1, flags & RESTRICTED) : null;
    return new OperatorExpression.Like(kind, left, pattern, escape, negated, location);
  }
}
