package org.postern.executor.exec;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.expr.EvalContext;
import org.postern.executor.expr.ExprCompiler;
import org.postern.executor.expr.ExprEnvironment;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.types.TypeContext;

/** Replaces immutable expressions over constants by their values, once per plan. */
public final class ConstantFolder {
  private final Catalog catalog;
  private final ExprEnvironment exprs;
  private final TypeContext types;

  public ConstantFolder(Catalog catalog, ExprEnvironment exprs, TypeContext types) {
    this.catalog = catalog;
    this.exprs = exprs;
    this.types = types;
  }

  /**
   * The simplified expression. Arms of CASE, COALESCE, AND and OR that are never reached are not
   * looked at, so that an error in them stays unnoticed.
   */
  public Expr fold(Expr expr) {
    return switch (expr) {
      case Expr.Case c -> foldCase(c);
      case Expr.Coalesce c -> foldCoalesce(c);
      case Expr.Bool b when b.kind() != Expr.Bool.Kind.NOT -> foldConnective(b);
      default -> foldNode(ExprTrees.mapChildren(expr, this::fold));
    };
  }

  private Expr foldCase(Expr.Case c) {
    Expr arg = c.arg() == null ? null : fold(c.arg());
    List<Expr.Case.When> whens = new ArrayList<>();
    Expr otherwise = null;
    for (Expr.Case.When when : c.whens()) {
      Expr condition =
          fold(
              arg instanceof Expr.Const value ? tested(when.condition(), value) : when.condition());
      if (condition instanceof Expr.Const known) {
        if (Long.valueOf(1).equals(known.value())) {
          otherwise = fold(when.result());
          break;
        }
        continue;
      }
      whens.add(new Expr.Case.When(condition, fold(when.result())));
    }
    if (otherwise == null) {
      otherwise =
          c.otherwise() == null
              ? new Expr.Const(c.type(), c.typmod(), c.collation(), null, c.location())
              : fold(c.otherwise());
    }
    if (whens.isEmpty() && otherwise.type() == c.type()) {
      return otherwise;
    }
    return new Expr.Case(
        c.type(),
        c.typmod(),
        c.collation(),
        arg instanceof Expr.Const ? null : arg,
        List.copyOf(whens),
        otherwise,
        c.location());
  }

  /** The condition with the CASE's own argument put in; inner CASEs keep theirs. */
  private static Expr tested(Expr condition, Expr.Const value) {
    return switch (condition) {
      case Expr.CaseTest t -> value;
      case Expr.Case inner when inner.arg() != null -> inner;
      case Expr.ArrayCoerce inner -> inner;
      default -> ExprTrees.mapChildren(condition, e -> tested(e, value));
    };
  }

  private Expr foldCoalesce(Expr.Coalesce c) {
    List<Expr> args = new ArrayList<>();
    for (Expr arg : c.args()) {
      Expr folded = fold(arg);
      boolean constant = folded instanceof Expr.Const;
      if (constant && ((Expr.Const) folded).value() == null) {
        continue;
      }
      args.add(folded);
      if (constant) {
        break;
      }
    }
    if (args.isEmpty()) {
      return new Expr.Const(c.type(), c.typmod(), c.collation(), null, c.location());
    }
    return args.size() == 1 && args.getFirst().type() == c.type()
        ? args.getFirst()
        : new Expr.Coalesce(c.type(), c.typmod(), c.collation(), List.copyOf(args), c.location());
  }

  private Expr foldConnective(Expr.Bool b) {
    long decisive = b.kind() == Expr.Bool.Kind.OR ? 1 : 0;
    List<Expr> args = new ArrayList<>();
    for (Expr arg : b.args()) {
      Expr folded = fold(arg);
      if (folded instanceof Expr.Const known && known.value() != null) {
        if ((Long) known.value() == decisive) {
          return folded;
        }
        continue;
      }
      args.add(folded);
    }
    if (args.isEmpty()) {
      return new Expr.Const(b.type(), -1, 0, 1 - decisive, b.location());
    }
    return args.size() == 1
        ? args.getFirst()
        : foldNode(new Expr.Bool(b.kind(), List.copyOf(args), b.location()));
  }

  private Expr foldNode(Expr expr) {
    boolean foldable =
        switch (expr) {
          case Expr.Call c -> !c.returnsSet() && isImmutable(c.function()) && allConstant(c.args());
          case Expr.Op o -> isImmutable(o.function()) && allConstant(o.args());
          case Expr.ArrayOp a ->
              isImmutable(a.function()) && allConstant(List.of(a.left(), a.array()));
          case Expr.Array a -> allConstant(a.elements());
          case Expr.Bool b -> allConstant(b.args());
          case Expr.NullTest n -> allConstant(List.of(n.arg()));
          case Expr.BoolTest t -> allConstant(List.of(t.arg()));
          case Expr.NullIf n ->
              isImmutable(n.function()) && allConstant(List.of(n.left(), n.right()));
          case Expr.Relabel r -> allConstant(List.of(r.arg())) && !exprs.isDomain(r.type());
          default -> false;
        };
    if (!foldable) {
      return expr;
    }
    Object value =
        new ExprCompiler(exprs)
            .compile(expr)
            .eval(ExecContext.oneRow(), EvalContext.constant(types))
            .get(0);
    return new Expr.Const(
        expr.type(), expr.typmod(), expr.collation(), value, ExprTrees.location(expr));
  }

  private boolean isImmutable(int function) {
    return catalog.proc(function).isImmutable();
  }

  private static boolean allConstant(List<Expr> args) {
    for (Expr arg : args) {
      if (!(arg instanceof Expr.Const)) {
        return false;
      }
    }
    return true;
  }
}
