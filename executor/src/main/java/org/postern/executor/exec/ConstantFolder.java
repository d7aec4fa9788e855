package org.postern.executor.exec;

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

  public Expr fold(Expr expr) {
    return ExprTrees.transform(expr, this::foldNode);
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
