package org.postern.executor.deparse;

import org.postern.executor.query.Expr;

/** Which operands need no parentheses in the pretty form. */
final class Precedence {
  private Precedence() {}

  /** Whether {@code expr} can stand bare as a part of {@code parent}. */
  static boolean bare(Expr expr, Expr parent, NamePrinter names) {
    return switch (expr) {
      case Expr.Relabel e -> bare(e.arg(), e, names);
      case Expr.CoerceViaIo e -> bare(e.arg(), e, names);
      case Expr.ArrayCoerce e -> bare(e.arg(), e, names);
      case Expr.Op e -> parent instanceof Expr.Op outer ? binds(e, outer, names) : encloses(parent);
      case Expr.SubLink e -> encloses(parent) || parent instanceof Expr.Op;
      case Expr.Distinct e -> encloses(parent);
      case Expr.NullTest e -> encloses(parent);
      case Expr.BoolTest e -> encloses(parent);
      case Expr.Bool e -> parent instanceof Expr.Bool outer ? nests(e, outer) : encloses2(parent);
      case Expr.ArrayOp e -> false;
      case Expr.RowCompare e -> false;
      default -> true;
    };
  }

  private static boolean nests(Expr.Bool inner, Expr.Bool outer) {
    return switch (inner.kind()) {
      case NOT, AND -> outer.kind() != Expr.Bool.Kind.NOT;
      case OR -> outer.kind() == Expr.Bool.Kind.OR;
    };
  }

  /** Whether the parent has parentheses of its own, or binds less tightly than any operator. */
  private static boolean encloses(Expr parent) {
    return parent instanceof Expr.Bool || encloses2(parent);
  }

  private static boolean encloses2(Expr parent) {
    return switch (parent) {
      case Expr.Call e -> e.form() == Expr.CastForm.CALL;
      case Expr.Subscript e -> true;
      case Expr.Array e -> true;
      case Expr.Row e -> true;
      case Expr.Coalesce e -> true;
      case Expr.MinMax e -> true;
      case Expr.NullIf e -> true;
      case Expr.Aggregate e -> true;
      case Expr.Case e -> true;
      default -> false;
    };
  }

  private static boolean binds(Expr.Op inner, Expr.Op outer, NamePrinter names) {
    if (inner.args().size() != 2 || outer.args().isEmpty()) {
      return false;
    }
    int out = priority(names.operator(outer.operator()));
    int in = priority(names.operator(inner.operator()));
    boolean left = outer.args().getFirst() == inner;
    return out > 0 && in > 0 && (in > out || in == out && left);
  }

  private static int priority(String symbol) {
    return switch (symbol) {
      case "+", "-" -> 1;
      case "*", "/", "%" -> 2;
      default -> 0;
    };
  }

  static Expr withoutImplicitCasts(Expr expr) {
    return switch (expr) {
      case Expr.Relabel e when e.form() == Expr.CastForm.IMPLICIT -> withoutImplicitCasts(e.arg());
      case Expr.CoerceViaIo e when e.form() == Expr.CastForm.IMPLICIT ->
          withoutImplicitCasts(e.arg());
      case Expr.Call e when e.form() == Expr.CastForm.IMPLICIT && !e.args().isEmpty() ->
          withoutImplicitCasts(e.args().getFirst());
      default -> expr;
    };
  }
}
