package org.postern.executor.plan;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;

/**
 * Projection of expressions with set-returning functions in them. Those whose arguments hold no
 * further set are run side by side below; what stands above sees their values as columns, until no
 * set is left inside an expression.
 *
 * <p>Source: PostgreSQL documentation, "SQL Functions Returning Sets".
 */
final class SetProjection {
  private static final int ROWS_PER_SET = 10;

  private SetProjection() {}

  static Plan project(Plan input, List<Expr> exprs) {
    if (exprs.stream().noneMatch(SetProjection::hasSet)) {
      return new Plan.Project(input, exprs, types(exprs), estimate(input, 1));
    }
    if (exprs.stream().allMatch(SetProjection::isSimple)) {
      return new Plan.ProjectSet(input, exprs, types(exprs), estimate(input, ROWS_PER_SET));
    }
    List<Expr> lower = new ArrayList<>();
    List<Integer> inputTypes = input.types();
    for (int i = 0; i < inputTypes.size(); i++) {
      lower.add(new Expr.Slot(i, inputTypes.get(i), -1, 0));
    }
    List<Expr> above = new ArrayList<>();
    for (Expr e : exprs) {
      above.add(extract(e, lower));
    }
    Plan below =
        new Plan.ProjectSet(input, List.copyOf(lower), types(lower), estimate(input, ROWS_PER_SET));
    return project(below, List.copyOf(above));
  }

  /** Moves the innermost sets of an expression to {@code lower} and refers to them there. */
  private static Expr extract(Expr expr, List<Expr> lower) {
    if (isSet(expr) && isSimple(expr)) {
      lower.add(expr);
      return new Expr.Slot(lower.size() - 1, expr.type(), expr.typmod(), expr.collation());
    }
    return ExprTrees.mapChildren(expr, e -> extract(e, lower));
  }

  private static boolean isSet(Expr expr) {
    return expr instanceof Expr.Call c && c.returnsSet();
  }

  private static boolean hasSet(Expr expr) {
    boolean[] found = new boolean[1];
    ExprTrees.walk(expr, e -> found[0] |= isSet(e));
    return found[0];
  }

  /** Whether there is no set but perhaps the expression itself. */
  private static boolean isSimple(Expr expr) {
    boolean[] nested = new boolean[1];
    ExprTrees.forEachChild(expr, child -> nested[0] |= hasSet(child));
    return !nested[0];
  }

  private static List<Integer> types(List<Expr> exprs) {
    List<Integer> types = new ArrayList<>();
    for (Expr e : exprs) {
      types.add(e.type());
    }
    return types;
  }

  private static Plan.Estimate estimate(Plan plan, int factor) {
    return new Plan.Estimate(plan.rows() * factor, plan.cost() + plan.rows() * 0.001);
  }
}
