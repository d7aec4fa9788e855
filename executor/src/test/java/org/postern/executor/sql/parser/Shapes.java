package org.postern.executor.sql.parser;

import java.util.List;
import java.util.stream.Collectors;
import org.postern.executor.sql.ast.BooleanExpression;
import org.postern.executor.sql.ast.CallExpression;
import org.postern.executor.sql.ast.Constructor;
import org.postern.executor.sql.ast.Conversion;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.Indirection;
import org.postern.executor.sql.ast.Literal;
import org.postern.executor.sql.ast.OperatorExpression;
import org.postern.executor.sql.ast.Reference;
import org.postern.executor.sql.ast.SubqueryExpression;

/** Prints an expression with every grouping in parentheses, to compare shapes in tests. */
final class Shapes {
  private Shapes() {}

  static String of(String sql) {
    return of(SqlParser.parseExpression(sql));
  }

  static String of(Expression expression) {
    return switch (expression) {
      case Literal literal -> literal(literal);
      case Reference reference -> reference(reference);
      case Indirection i -> of(i.base()) + steps(i.steps());
      case OperatorExpression o -> operator(o);
      case BooleanExpression b -> bool(b);
      case Conversion.Cast c -> "(" + of(c.arg()) + "::" + c.type().names().getLast() + ")";
      case Conversion.Collate c -> "(" + of(c.arg()) + " collate " + c.collation() + ")";
      case CallExpression c -> call(c);
      case Constructor c -> constructor(c);
      case SubqueryExpression s -> "query";
    };
  }

  private static String literal(Literal literal) {
    return switch (literal) {
      case Literal.IntegerLiteral i -> Integer.toString(i.value());
      case Literal.NumericLiteral n -> n.text();
      case Literal.StringLiteral s -> "'" + s.value() + "'";
      case Literal.BitStringLiteral b -> (b.hex() ? "x" : "b") + "'" + b.digits() + "'";
      case Literal.BooleanLiteral b -> Boolean.toString(b.value());
      case Literal.NullLiteral n -> "null";
    };
  }

  private static String reference(Reference reference) {
    return switch (reference) {
      case Reference.ColumnRef c -> String.join(".", c.names()) + (c.star() ? ".*" : "");
      case Reference.ParamRef p -> "$" + p.number();
      case Reference.CurrentOf c -> "current of " + c.cursor();
      case Reference.DefaultValue d -> "default";
    };
  }

  private static String steps(List<Indirection.Step> steps) {
    StringBuilder out = new StringBuilder();
    for (Indirection.Step step : steps) {
      out.append(
          switch (step) {
            case Indirection.Field f -> "." + f.name();
            case Indirection.AllFields a -> ".*";
            case Indirection.Subscript s -> "[" + of(s.index()) + "]";
            case Indirection.Slice s -> "[" + orEmpty(s.lower()) + ":" + orEmpty(s.upper()) + "]";
          });
    }
    return out.toString();
  }

  private static String orEmpty(Expression expression) {
    return expression == null ? "" : of(expression);
  }

  private static String not(boolean negated) {
    return negated ? "not " : "";
  }

  private static String operator(OperatorExpression expression) {
    return switch (expression) {
      case OperatorExpression.Unary u -> "(" + u.operator() + " " + of(u.operand()) + ")";
      case OperatorExpression.Binary b ->
          "(" + of(b.left()) + " " + b.operator() + " " + of(b.right()) + ")";
      case OperatorExpression.Quantified q ->
          "("
              + of(q.left())
              + " "
              + q.operator()
              + " "
              + q.quantifier()
              + " "
              + of(q.array())
              + ")";
      case OperatorExpression.DistinctFrom d ->
          "(" + of(d.left()) + " is " + not(d.negated()) + "distinct from " + of(d.right()) + ")";
      case OperatorExpression.InList i ->
          "(" + of(i.left()) + " " + not(i.negated()) + "in [" + list(i.items()) + "])";
      case OperatorExpression.Like l ->
          "("
              + of(l.left())
              + " "
              + not(l.negated())
              + l.kind()
              + " "
              + of(l.pattern())
              + (l.escape() == null ? "" : " escape " + of(l.escape()))
              + ")";
      case OperatorExpression.Between b ->
          "("
              + of(b.value())
              + " "
              + not(b.negated())
              + "between "
              + of(b.low())
              + " & "
              + of(b.high())
              + ")";
      case OperatorExpression.NullIf n -> "nullif(" + of(n.left()) + ", " + of(n.right()) + ")";
    };
  }

  private static String bool(BooleanExpression expression) {
    return switch (expression) {
      case BooleanExpression.And a -> joined(a.args(), " and ");
      case BooleanExpression.Or o -> joined(o.args(), " or ");
      case BooleanExpression.Not n -> "(not " + of(n.arg()) + ")";
      case BooleanExpression.NullTest n -> "(" + of(n.arg()) + " is " + not(n.negated()) + "null)";
      case BooleanExpression.BooleanTest b ->
          "(" + of(b.arg()) + " is " + not(b.negated()) + b.truth() + ")";
    };
  }

  private static String joined(List<Expression> args, String word) {
    return args.stream().map(Shapes::of).collect(Collectors.joining(word, "(", ")"));
  }

  private static String list(List<Expression> args) {
    return args.stream().map(Shapes::of).collect(Collectors.joining(", "));
  }

  private static String call(CallExpression call) {
    return switch (call) {
      case CallExpression.FunctionCall f -> f.name().name() + "(" + list(f.args()) + ")";
      case CallExpression.NamedArgument n -> n.name() + " => " + of(n.value());
      case CallExpression.SqlValueFunction v -> v.function().name();
      case CallExpression.Grouping g -> "grouping(" + list(g.args()) + ")";
      case CallExpression.Coalesce c -> "coalesce(" + list(c.args()) + ")";
      case CallExpression.MinMax m ->
          (m.greatest() ? "greatest(" : "least(") + list(m.args()) + ")";
      case CallExpression.XmlFunction x -> "xml " + x.operation() + "(" + list(x.args()) + ")";
      case CallExpression.XmlSerialize x -> "xmlserialize(" + of(x.arg()) + ")";
    };
  }

  private static String constructor(Constructor constructor) {
    return switch (constructor) {
      case Constructor.ArrayConstructor a -> "array[" + list(a.elements()) + "]";
      case Constructor.RowConstructor r -> "row(" + list(r.fields()) + ")";
      case Constructor.Case c ->
          "case "
              + orEmpty(c.arg())
              + c.whens().stream()
                  .map(w -> " when " + of(w.condition()) + " then " + of(w.result()))
                  .collect(Collectors.joining())
              + " else "
              + orEmpty(c.otherwise());
    };
  }
}
