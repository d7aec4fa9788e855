package org.postern.executor.analyze;

import org.postern.executor.sql.ast.BooleanExpression;
import org.postern.executor.sql.ast.CallExpression;
import org.postern.executor.sql.ast.Constructor;
import org.postern.executor.sql.ast.Conversion;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.Indirection;
import org.postern.executor.sql.ast.OperatorExpression;
import org.postern.executor.sql.ast.Reference;
import org.postern.executor.sql.ast.SubqueryExpression;

/** The name an output column gets when none is given. */
final class OutputNames {
  private OutputNames() {}

  /** The name an expression suggests, {@code ?column?} where it suggests none. */
  static String of(Expression expression) {
    Suggestion suggestion = suggest(expression);
    return suggestion == null ? "?column?" : suggestion.name();
  }

  /** A suggestion; a strong one is not overridden by the type name of a cast around it. */
  private record Suggestion(String name, boolean strong) {}

  private static Suggestion strong(String name) {
    return new Suggestion(name, true);
  }

  private static Suggestion suggest(Expression expression) {
    return switch (expression) {
      case Reference.ColumnRef ref -> ref.names().isEmpty() ? null : strong(ref.names().getLast());
      case Indirection i -> {
        for (int s = i.steps().size() - 1; s >= 0; s--) {
          if (i.steps().get(s) instanceof Indirection.Field f) {
            yield strong(f.name());
          }
        }
        yield suggest(i.base());
      }
      case CallExpression.FunctionCall c -> strong(c.name().name());
      case CallExpression.SqlValueFunction v ->
          strong(v.function().name().toLowerCase(java.util.Locale.ROOT));
      case CallExpression.Coalesce c -> strong("coalesce");
      case CallExpression.MinMax m -> strong(m.greatest() ? "greatest" : "least");
      case CallExpression.Grouping g -> strong("grouping");
      case CallExpression.XmlFunction x -> strong("xml");
      case CallExpression.XmlSerialize x -> strong("xmlserialize");
      case OperatorExpression.NullIf n -> strong("nullif");
      case Conversion.Cast c -> {
        Suggestion inner = suggest(c.arg());
        yield inner != null && inner.strong()
            ? inner
            : new Suggestion(c.type().names().getLast(), false);
      }
      case Conversion.Collate c -> suggest(c.arg());
      case Constructor.ArrayConstructor a -> strong("array");
      case Constructor.RowConstructor r -> strong("row");
      case Constructor.Case c -> {
        Suggestion inner = c.otherwise() == null ? null : suggest(c.otherwise());
        yield inner != null && inner.strong() ? inner : new Suggestion("case", false);
      }
      case SubqueryExpression.Exists e -> strong("exists");
      case SubqueryExpression.ArrayOf a -> strong("array");
      case SubqueryExpression.Scalar s ->
          s.query().body() instanceof org.postern.executor.sql.ast.QueryBody.Select select
                  && select.items().size() == 1
              ? (select.items().getFirst().alias() != null
                  ? strong(select.items().getFirst().alias())
                  : suggest(select.items().getFirst().value()))
              : s.query().body() instanceof org.postern.executor.sql.ast.QueryBody.Values
                  ? strong("column1")
                  : null;
      case BooleanExpression b -> null;
      default -> literalName(expression);
    };
  }

  /** TRUE and FALSE are casts of strings in the grammar, and named like one. */
  private static Suggestion literalName(Expression expression) {
    return expression instanceof org.postern.executor.sql.ast.Literal.BooleanLiteral
        ? new Suggestion("bool", false)
        : null;
  }
}
