package org.postern.executor.plan;

import java.util.List;
import org.postern.executor.query.Expr;

/** What part of the rows conditions keep, by PostgreSQL's defaults for unknown distributions. */
final class Selectivity {
  private static final double EQUALITY = 0.005;
  private static final double RANGE = 1.0 / 3;
  private static final double OTHER = 0.5;

  private Selectivity() {}

  static double of(List<Expr> conditions) {
    double all = 1;
    for (Expr c : conditions) {
      all *= of(c);
    }
    return all;
  }

  static double of(Expr condition) {
    return switch (condition) {
      case Expr.Op op when op.args().size() == 2 ->
          EQUALITY_OPERATORS.contains(op.operator()) ? EQUALITY : RANGE;
      case Expr.NullTest n -> n.isNull() ? EQUALITY : 1 - EQUALITY;
      case Expr.ArrayOp a -> Math.min(1, EQUALITY * 10);
      case Expr.Bool b ->
          switch (b.kind()) {
            case AND -> of(b.args());
            case NOT -> 1 - of(b.args().getFirst());
            case OR -> {
              double none = 1;
              for (Expr arg : b.args()) {
                none *= 1 - of(arg);
              }
              yield 1 - none;
            }
          };
      default -> OTHER;
    };
  }

  /** Equality operators of the common built-in types. */
  private static final java.util.Set<Integer> EQUALITY_OPERATORS =
      java.util.Set.of(
          15, 91, 92, 93, 94, 96, 98, 254, 352, 410, 416, 532, 533, 607, 620, 670, 1054, 1070, 1093,
          1108, 1120, 1130, 1320, 1550, 1752, 1862, 1868, 1955, 2060, 2972);
}
