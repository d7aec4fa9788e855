package org.postern.executor.query;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Walking and rebuilding of expressions; does not enter the queries of sublinks. */
public final class ExprTrees {
  private ExprTrees() {}

  /** Rebuilds {@code expr} with each direct child replaced; null children stay null. */
  public static Expr mapChildren(Expr expr, UnaryOperator<Expr> f) {
    return switch (expr) {
      case Expr.Const e -> e;
      case Expr.Var e -> e;
      case Expr.Param e -> e;
      case Expr.CaseTest e -> e;
      case Expr.SubLinkColumn e -> e;
      case Expr.SqlValue e -> e;
      case Expr.Default e -> e;
      case Expr.NextValue e -> e;
      case Expr.Slot e -> e;
      case Expr.CurrentOf e -> e;
      case Expr.WindowCall e ->
          new Expr.WindowCall(
              e.function(),
              e.type(),
              e.collation(),
              e.inputCollation(),
              all(e.args(), f),
              optional(e.filter(), f),
              e.star(),
              e.aggregate(),
              e.window(),
              e.location());
      case Expr.Grouping e -> new Expr.Grouping(all(e.args(), f), e.levelsUp(), e.location());
      case Expr.FieldStore e ->
          new Expr.FieldStore(
              f.apply(e.arg()), e.fields(), all(e.values(), f), e.fieldTypes(), e.type());
      case Expr.SubscriptStore e ->
          new Expr.SubscriptStore(
              f.apply(e.container()),
              all(e.upper(), f),
              all(e.lower(), f),
              e.slice(),
              e.elementType(),
              e.type(),
              e.typmod(),
              e.collation(),
              f.apply(e.value()),
              e.location());
      case Expr.Call e ->
          new Expr.Call(
              e.function(),
              e.type(),
              e.typmod(),
              e.collation(),
              e.inputCollation(),
              e.returnsSet(),
              e.variadic(),
              e.form(),
              all(e.args(), f),
              e.location());
      case Expr.Op e ->
          new Expr.Op(
              e.operator(),
              e.function(),
              e.type(),
              e.collation(),
              e.inputCollation(),
              e.returnsSet(),
              all(e.args(), f),
              e.location());
      case Expr.Distinct e ->
          new Expr.Distinct(
              e.operator(),
              e.function(),
              e.inputCollation(),
              f.apply(e.left()),
              f.apply(e.right()),
              e.location());
      case Expr.NullIf e ->
          new Expr.NullIf(
              e.operator(),
              e.function(),
              e.type(),
              e.typmod(),
              e.collation(),
              e.inputCollation(),
              f.apply(e.left()),
              f.apply(e.right()),
              e.location());
      case Expr.ArrayOp e ->
          new Expr.ArrayOp(
              e.operator(),
              e.function(),
              e.any(),
              e.inputCollation(),
              f.apply(e.left()),
              f.apply(e.array()),
              e.location());
      case Expr.Bool e -> new Expr.Bool(e.kind(), all(e.args(), f), e.location());
      case Expr.NullTest e ->
          new Expr.NullTest(f.apply(e.arg()), e.isNull(), e.row(), e.location());
      case Expr.BoolTest e -> new Expr.BoolTest(f.apply(e.arg()), e.kind(), e.location());
      case Expr.Case e -> {
        List<Expr.Case.When> whens = new ArrayList<>();
        for (Expr.Case.When when : e.whens()) {
          whens.add(new Expr.Case.When(f.apply(when.condition()), f.apply(when.result())));
        }
        yield new Expr.Case(
            e.type(),
            e.typmod(),
            e.collation(),
            optional(e.arg(), f),
            List.copyOf(whens),
            f.apply(e.otherwise()),
            e.location());
      }
      case Expr.Coalesce e ->
          new Expr.Coalesce(e.type(), e.typmod(), e.collation(), all(e.args(), f), e.location());
      case Expr.MinMax e ->
          new Expr.MinMax(
              e.greatest(),
              e.type(),
              e.typmod(),
              e.collation(),
              e.inputCollation(),
              all(e.args(), f),
              e.location());
      case Expr.Relabel e ->
          new Expr.Relabel(
              f.apply(e.arg()), e.type(), e.typmod(), e.collation(), e.form(), e.location());
      case Expr.CoerceViaIo e ->
          new Expr.CoerceViaIo(f.apply(e.arg()), e.type(), e.collation(), e.form(), e.location());
      case Expr.ArrayCoerce e ->
          new Expr.ArrayCoerce(
              f.apply(e.arg()),
              f.apply(e.element()),
              e.type(),
              e.typmod(),
              e.collation(),
              e.form(),
              e.location());
      case Expr.Array e ->
          new Expr.Array(
              e.type(),
              e.elementType(),
              e.collation(),
              all(e.elements(), f),
              e.nested(),
              e.location());
      case Expr.Row e -> new Expr.Row(e.type(), all(e.fields(), f), e.names(), e.location());
      case Expr.RowCompare e ->
          new Expr.RowCompare(
              e.operator(), e.operators(), all(e.left(), f), all(e.right(), f), e.location());
      case Expr.Field e ->
          new Expr.Field(f.apply(e.arg()), e.field(), e.type(), e.typmod(), e.collation());
      case Expr.Subscript e ->
          new Expr.Subscript(
              f.apply(e.container()),
              all(e.upper(), f),
              all(e.lower(), f),
              e.slice(),
              e.elementType(),
              e.type(),
              e.typmod(),
              e.collation(),
              e.location());
      case Expr.SubLink e ->
          new Expr.SubLink(
              e.kind(),
              optional(e.test(), f),
              e.operators(),
              e.query(),
              e.type(),
              e.typmod(),
              e.collation(),
              e.location());
      case Expr.Aggregate e -> {
        List<Expr.Aggregate.SortKey> order = new ArrayList<>();
        for (Expr.Aggregate.SortKey key : e.order()) {
          order.add(
              new Expr.Aggregate.SortKey(
                  f.apply(key.expr()), key.lessOperator(), key.descending(), key.nullsFirst()));
        }
        yield new Expr.Aggregate(
            e.function(),
            e.type(),
            e.collation(),
            e.inputCollation(),
            all(e.direct(), f),
            all(e.args(), f),
            List.copyOf(order),
            e.distinct(),
            optional(e.filter(), f),
            e.star(),
            e.variadic(),
            e.levelsUp(),
            e.location());
      }
      case Expr.SubPlan e ->
          new Expr.SubPlan(
              e.kind(),
              e.plan(),
              optional(e.test(), f),
              e.params(),
              all(e.args(), f),
              e.elementType(),
              e.type(),
              e.typmod(),
              e.collation());
    };
  }

  /** Calls {@code visit} for each direct child. */
  public static void forEachChild(Expr expr, Consumer<Expr> visit) {
    mapChildren(
        expr,
        child -> {
          visit.accept(child);
          return child;
        });
  }

  /** Calls {@code visit} for {@code expr} and everything below it, parents first. */
  public static void walk(Expr expr, Consumer<Expr> visit) {
    if (expr == null) {
      return;
    }
    visit.accept(expr);
    forEachChild(expr, child -> walk(child, visit));
  }

  /** Replaces bottom-up: children first, then the node itself. */
  public static Expr transform(Expr expr, UnaryOperator<Expr> f) {
    return expr == null ? null : f.apply(mapChildren(expr, child -> transform(child, f)));
  }

  /** Whether two expressions are the same but for locations and the form of casts. */
  public static boolean same(Expr a, Expr b) {
    return a == null || b == null ? a == b : strip(a).equals(strip(b));
  }

  /** The expression without its locations: what {@link #same} compares and maps may be keyed by. */
  public static Expr strip(Expr expr) {
    return transform(expr, ExprTrees::withoutLocation);
  }

  private static Expr withoutLocation(Expr expr) {
    return switch (expr) {
      case Expr.Const e -> new Expr.Const(e.type(), e.typmod(), e.collation(), e.value(), -1);
      case Expr.Var e ->
          new Expr.Var(
              e.relation(), e.column(), e.type(), e.typmod(), e.collation(), e.levelsUp(), -1);
      case Expr.Param e ->
          new Expr.Param(e.kind(), e.number(), e.type(), e.typmod(), e.collation(), -1);
      case Expr.Call e ->
          new Expr.Call(
              e.function(),
              e.type(),
              e.typmod(),
              e.collation(),
              e.inputCollation(),
              e.returnsSet(),
              e.variadic(),
              Expr.CastForm.CALL,
              e.args(),
              -1);
      case Expr.Op e ->
          new Expr.Op(
              e.operator(),
              e.function(),
              e.type(),
              e.collation(),
              e.inputCollation(),
              e.returnsSet(),
              e.args(),
              -1);
      case Expr.Distinct e ->
          new Expr.Distinct(
              e.operator(), e.function(), e.inputCollation(), e.left(), e.right(), -1);
      case Expr.NullIf e ->
          new Expr.NullIf(
              e.operator(),
              e.function(),
              e.type(),
              e.typmod(),
              e.collation(),
              e.inputCollation(),
              e.left(),
              e.right(),
              -1);
      case Expr.ArrayOp e ->
          new Expr.ArrayOp(
              e.operator(), e.function(), e.any(), e.inputCollation(), e.left(), e.array(), -1);
      case Expr.Bool e -> new Expr.Bool(e.kind(), e.args(), -1);
      case Expr.NullTest e -> new Expr.NullTest(e.arg(), e.isNull(), e.row(), -1);
      case Expr.BoolTest e -> new Expr.BoolTest(e.arg(), e.kind(), -1);
      case Expr.Case e ->
          new Expr.Case(e.type(), e.typmod(), e.collation(), e.arg(), e.whens(), e.otherwise(), -1);
      case Expr.Coalesce e -> new Expr.Coalesce(e.type(), e.typmod(), e.collation(), e.args(), -1);
      case Expr.MinMax e ->
          new Expr.MinMax(
              e.greatest(), e.type(), e.typmod(), e.collation(), e.inputCollation(), e.args(), -1);
      case Expr.Relabel e ->
          new Expr.Relabel(
              e.arg(), e.type(), e.typmod(), e.collation(), Expr.CastForm.IMPLICIT, -1);
      case Expr.CoerceViaIo e ->
          new Expr.CoerceViaIo(e.arg(), e.type(), e.collation(), Expr.CastForm.IMPLICIT, -1);
      case Expr.ArrayCoerce e ->
          new Expr.ArrayCoerce(
              e.arg(),
              e.element(),
              e.type(),
              e.typmod(),
              e.collation(),
              Expr.CastForm.IMPLICIT,
              -1);
      case Expr.Array e ->
          new Expr.Array(e.type(), e.elementType(), e.collation(), e.elements(), e.nested(), -1);
      case Expr.Row e -> new Expr.Row(e.type(), e.fields(), e.names(), -1);
      case Expr.RowCompare e ->
          new Expr.RowCompare(e.operator(), e.operators(), e.left(), e.right(), -1);
      case Expr.Subscript e ->
          new Expr.Subscript(
              e.container(),
              e.upper(),
              e.lower(),
              e.slice(),
              e.elementType(),
              e.type(),
              e.typmod(),
              e.collation(),
              -1);
      case Expr.Aggregate e ->
          new Expr.Aggregate(
              e.function(),
              e.type(),
              e.collation(),
              e.inputCollation(),
              e.direct(),
              e.args(),
              e.order(),
              e.distinct(),
              e.filter(),
              e.star(),
              e.variadic(),
              e.levelsUp(),
              -1);
      case Expr.SqlValue e -> new Expr.SqlValue(e.kind(), e.type(), e.typmod(), e.collation(), -1);
      case Expr.WindowCall e ->
          new Expr.WindowCall(
              e.function(),
              e.type(),
              e.collation(),
              e.inputCollation(),
              e.args(),
              e.filter(),
              e.star(),
              e.aggregate(),
              e.window(),
              -1);
      case Expr.Grouping e -> new Expr.Grouping(e.args(), e.levelsUp(), -1);
      case Expr.SubscriptStore e -> e;
      case Expr.FieldStore e -> e;
      case Expr.CurrentOf e -> e;
      case Expr.SubLink e -> e;
      case Expr.CaseTest e -> e;
      case Expr.Field e -> e;
      case Expr.SubLinkColumn e -> e;
      case Expr.Default e -> e;
      case Expr.NextValue e -> e;
      case Expr.Slot e -> e;
      case Expr.SubPlan e -> e;
    };
  }

  /** Where the expression stands in the query text: the first known location in it, or -1. */
  public static int location(Expr expr) {
    int own =
        switch (expr) {
          case Expr.Const e -> e.location();
          case Expr.Var e -> e.location();
          case Expr.Param e -> e.location();
          case Expr.Call e -> e.location();
          case Expr.Op e -> leftmost(e.location(), e.args());
          case Expr.Distinct e -> leftmost(e.location(), List.of(e.left()));
          case Expr.NullIf e -> e.location();
          case Expr.ArrayOp e -> leftmost(e.location(), List.of(e.left()));
          case Expr.Bool e -> leftmost(e.location(), e.args());
          case Expr.NullTest e -> leftmost(e.location(), List.of(e.arg()));
          case Expr.BoolTest e -> leftmost(e.location(), List.of(e.arg()));
          case Expr.Case e -> e.location();
          case Expr.Coalesce e -> e.location();
          case Expr.MinMax e -> e.location();
          case Expr.Relabel e -> leftmost(e.location(), List.of(e.arg()));
          case Expr.CoerceViaIo e -> leftmost(e.location(), List.of(e.arg()));
          case Expr.ArrayCoerce e -> leftmost(e.location(), List.of(e.arg()));
          case Expr.Array e -> e.location();
          case Expr.Row e -> e.location();
          case Expr.RowCompare e -> leftmost(e.location(), e.left());
          case Expr.Field e -> location(e.arg());
          case Expr.Subscript e -> leftmost(e.location(), List.of(e.container()));
          case Expr.SubLink e -> e.location();
          case Expr.Aggregate e -> e.location();
          case Expr.WindowCall e -> e.location();
          case Expr.Grouping e -> e.location();
          case Expr.SubscriptStore e -> e.location();
          case Expr.FieldStore e -> location(e.arg());
          case Expr.CurrentOf e -> -1;
          case Expr.SqlValue e -> e.location();
          case Expr.Default e -> e.location();
          case Expr.NextValue e -> -1;
          case Expr.CaseTest e -> -1;
          case Expr.SubLinkColumn e -> -1;
          case Expr.Slot e -> -1;
          case Expr.SubPlan e -> -1;
        };
    return own;
  }

  private static int leftmost(int own, List<Expr> parts) {
    int best = own;
    for (Expr part : parts) {
      int at = location(part);
      if (at >= 0 && (best < 0 || at < best)) {
        best = at;
      }
    }
    return best;
  }

  private static Expr optional(Expr expr, UnaryOperator<Expr> f) {
    return expr == null ? null : f.apply(expr);
  }

  private static List<Expr> all(List<Expr> exprs, UnaryOperator<Expr> f) {
    List<Expr> mapped = new ArrayList<>(exprs.size());
    for (Expr e : exprs) {
      mapped.add(optional(e, f));
    }
    return java.util.Collections.unmodifiableList(mapped);
  }
}
