package org.postern.executor.sql.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postern.executor.sql.ast.CallExpression.CallForm;
import org.postern.executor.sql.ast.CallExpression.Coalesce;
import org.postern.executor.sql.ast.CallExpression.FunctionCall;
import org.postern.executor.sql.ast.CallExpression.Grouping;
import org.postern.executor.sql.ast.CallExpression.MinMax;
import org.postern.executor.sql.ast.CallExpression.SqlValueFunction;
import org.postern.executor.sql.ast.CallExpression.ValueFunction;
import org.postern.executor.sql.ast.Conversion;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.Literal;
import org.postern.executor.sql.ast.OperatorExpression;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.TypeName;

/**
 * Functions whose syntax the SQL standard made special. They become calls of system functions.
 *
 * <p>Source: PostgreSQL documentation, chapter "Functions and Operators".
 */
final class SyntaxFunctionParser extends GrammarPart {
  SyntaxFunctionParser(Grammar grammar) {
    super(grammar);
  }

  /** The function that begins with this keyword, or null when the keyword is only a name here. */
  Expression parse(Keyword keyword) {
    int location = location();
    switch (keyword) {
      case CURRENT_DATE -> {
        next();
        return value(ValueFunction.CURRENT_DATE, location);
      }
      case CURRENT_TIME, CURRENT_TIMESTAMP, LOCALTIME, LOCALTIMESTAMP -> {
        next();
        Integer precision = null;
        if (accept('(')) {
          precision = unsignedInt();
          expect(')');
        }
        return new SqlValueFunction(ValueFunction.valueOf(keyword.name()), precision, location);
      }
      case CURRENT_ROLE, CURRENT_USER, SESSION_USER, USER, CURRENT_CATALOG -> {
        next();
        return value(ValueFunction.valueOf(keyword.name()), location);
      }
      case CURRENT_SCHEMA -> {
        int after = tokens.peek(1).type();
        if (after == '(' || after == Token.STRING) {
          return null;
        }
        next();
        return value(ValueFunction.CURRENT_SCHEMA, location);
      }
      case COLLATION -> {
        return tokens.peek(1).keyword() == Keyword.FOR ? collationFor(location) : null;
      }
      case CAST -> {
        next();
        return cast(location);
      }
      default -> {
        if (tokens.peek(1).type() != '(') {
          return null;
        }
        tokens.enter();
        Expression call = parenthesized(keyword, location);
        tokens.leave();
        return call;
      }
    }
  }

  private static Expression value(ValueFunction function, int location) {
    return new SqlValueFunction(function, null, location);
  }

  private Expression parenthesized(Keyword keyword, int location) {
    switch (keyword) {
      case COALESCE, GREATEST, LEAST, GROUPING -> {
        next();
        List<Expression> args = parenthesizedList(grammar.expressions()::parse);
        return switch (keyword) {
          case COALESCE -> new Coalesce(args, location);
          case GROUPING -> new Grouping(args, location);
          default -> new MinMax(keyword == Keyword.GREATEST, args, location);
        };
      }
      case NULLIF -> {
        begin();
        Expression left = expression();
        expect(',');
        return end(new OperatorExpression.NullIf(left, expression(), location));
      }
      case EXTRACT -> {
        return extract(location);
      }
      case OVERLAY -> {
        return overlay(location);
      }
      case POSITION -> {
        begin();
        Expression part = grammar.expressions().parseRestricted();
        expect(Keyword.IN);
        Expression whole = grammar.expressions().parseRestricted();
        return end(system("position", List.of(whole, part), location));
      }
      case SUBSTRING -> {
        return substring(location);
      }
      case TREAT -> {
        begin();
        Expression arg = expression();
        expect(Keyword.AS);
        TypeName type = grammar.types().parse();
        return end(
            FunctionCall.of(
                QualifiedName.system(type.names().getLast(), location),
                List.of(arg),
                CallForm.EXPLICIT,
                location));
      }
      case TRIM -> {
        return trim(location);
      }
      case NORMALIZE -> {
        return normalize(location);
      }
      default -> {
        return grammar.xml().parse(keyword, location);
      }
    }
  }

  private void begin() {
    next();
    expect('(');
  }

  private <T> T end(T result) {
    expect(')');
    return result;
  }

  private Expression expression() {
    return grammar.expressions().parse();
  }

  private static Expression system(String name, List<Expression> args, int location) {
    return ExpressionParser.systemCall(name, args, location);
  }

  private Expression collationFor(int location) {
    next();
    next();
    expect('(');
    return end(system("pg_collation_for", List.of(expression()), location));
  }

  private Expression cast(int location) {
    expect('(');
    Expression arg = expression();
    expect(Keyword.AS);
    TypeName type = grammar.types().parse();
    return end(new Conversion.Cast(arg, type, location));
  }

  private Expression extract(int location) {
    begin();
    Token field = tokens.current();
    boolean word =
        field.keyword() == null
            ? field.type() == Token.IDENTIFIER || field.type() == Token.STRING
            : switch (field.keyword()) {
              case YEAR, MONTH, DAY, HOUR, MINUTE, SECOND -> true;
              default -> false;
            };
    if (!word) {
      throw syntaxError();
    }
    next();
    Expression name = new Literal.StringLiteral(field.text(), field.start());
    expect(Keyword.FROM);
    return end(system("extract", List.of(name, expression()), location));
  }

  /** The arguments of a call that used plain commas after all. */
  private Expression ordinary(String name, Expression first, int location) {
    List<Expression> args = new ArrayList<>();
    args.add(first);
    while (accept(',')) {
      args.add(grammar.functions().argument());
    }
    expect(')');
    return FunctionCall.of(QualifiedName.of(name, location), args, CallForm.EXPLICIT, location);
  }

  private Expression emptyCall(String name, int location) {
    expect(')');
    return FunctionCall.of(
        QualifiedName.of(name, location), List.of(), CallForm.EXPLICIT, location);
  }

  private Expression overlay(int location) {
    begin();
    if (at(')')) {
      return emptyCall("overlay", location);
    }
    Expression first = grammar.functions().argument();
    if (!accept(Keyword.PLACING)) {
      return ordinary("overlay", first, location);
    }
    List<Expression> args = new ArrayList<>(4);
    args.add(first);
    args.add(expression());
    expect(Keyword.FROM);
    args.add(expression());
    if (accept(Keyword.FOR)) {
      args.add(expression());
    }
    return end(system("overlay", args, location));
  }

  private Expression substring(int location) {
    begin();
    if (at(')')) {
      return emptyCall("substring", location);
    }
    Expression first = grammar.expressions().parseSubstringArgument();
    if (accept(Keyword.FROM)) {
      Expression from = expression();
      List<Expression> args =
          accept(Keyword.FOR) ? List.of(first, from, expression()) : List.of(first, from);
      return end(system("substring", args, location));
    }
    if (accept(Keyword.FOR)) {
      Expression count = expression();
      if (accept(Keyword.FROM)) {
        return end(system("substring", List.of(first, expression(), count), location));
      }
      Expression one = new Literal.IntegerLiteral(1, -1);
      Expression whole = new Conversion.Cast(count, TypeName.system("int4", -1), -1);
      return end(system("substring", List.of(first, one, whole), location));
    }
    if (accept(Keyword.SIMILAR)) {
      Expression pattern = expression();
      expect(Keyword.ESCAPE);
      return end(system("substring", List.of(first, pattern, expression()), location));
    }
    return ordinary("substring", first, location);
  }

  private Expression trim(int location) {
    begin();
    String name = "btrim";
    if (!accept(Keyword.BOTH)) {
      if (accept(Keyword.LEADING)) {
        name = "ltrim";
      } else if (accept(Keyword.TRAILING)) {
        name = "rtrim";
      }
    }
    List<Expression> args;
    if (accept(Keyword.FROM)) {
      args = grammar.expressions().parseList();
    } else {
      args = grammar.expressions().parseList();
      if (args.size() == 1 && accept(Keyword.FROM)) {
        Expression characters = args.getFirst();
        args = new ArrayList<>(grammar.expressions().parseList());
        args.add(characters);
      }
    }
    return end(system(name, args, location));
  }

  private Expression normalize(int location) {
    begin();
    Expression arg = expression();
    if (!accept(',')) {
      return end(system("normalize", List.of(arg), location));
    }
    Token form = tokens.current();
    if (!at(Keyword.NFC) && !at(Keyword.NFD) && !at(Keyword.NFKC) && !at(Keyword.NFKD)) {
      throw syntaxError();
    }
    next();
    Expression literal =
        new Literal.StringLiteral(form.text().toUpperCase(Locale.ROOT), form.start());
    return end(system("normalize", List.of(arg, literal), location));
  }
}
