package org.postern.executor.types.jsonpath;

import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Checks that {@code @} stands in filters only and {@code last} in subscripts only. */
final class PathPlaces {
  private PathPlaces() {}

  static void check(PathExpr expr) {
    check(expr, false, false);
  }

  private static void check(PathExpr expr, boolean filter, boolean subscript) {
    switch (expr) {
      case PathExpr.Current current -> {
        if (!filter) {
          throw misplaced("@ is not allowed in root expressions");
        }
      }
      case PathExpr.Last last -> {
        if (!subscript) {
          throw misplaced("LAST is allowed only in array subscripts");
        }
      }
      case PathExpr.Path path -> {
        check(path.head(), filter, subscript);
        path.steps().forEach(step -> check(step, filter, subscript));
      }
      case PathExpr.Arithmetic a -> both(a.left(), a.right(), filter, subscript);
      case PathExpr.Compare c -> both(c.left(), c.right(), filter, subscript);
      case PathExpr.And a -> both(a.left(), a.right(), filter, subscript);
      case PathExpr.Or o -> both(o.left(), o.right(), filter, subscript);
      case PathExpr.StartsWith s -> both(s.left(), s.prefix(), filter, subscript);
      case PathExpr.Sign s -> check(s.arg(), filter, subscript);
      case PathExpr.Not n -> check(n.arg(), filter, subscript);
      case PathExpr.IsUnknown i -> check(i.arg(), filter, subscript);
      case PathExpr.Exists e -> check(e.arg(), filter, subscript);
      case PathExpr.LikeRegex l -> check(l.arg(), filter, subscript);
      case PathExpr.Literal l -> {}
      case PathExpr.Variable v -> {}
      case PathExpr.Root r -> {}
    }
  }

  private static SqlException misplaced(String message) {
    return SqlException.error(SqlState.SYNTAX_ERROR, message);
  }

  private static void both(PathExpr left, PathExpr right, boolean filter, boolean subscript) {
    check(left, filter, subscript);
    check(right, filter, subscript);
  }

  private static void check(PathStep step, boolean filter, boolean subscript) {
    switch (step) {
      case PathStep.Filter f -> check(f.predicate(), true, subscript);
      case PathStep.Elements elements -> {
        for (PathStep.Range range : elements.ranges()) {
          check(range.from(), filter, true);
          if (range.to() != null) {
            check(range.to(), filter, true);
          }
        }
      }
      case PathStep.Key k -> {}
      case PathStep.AnyKey k -> {}
      case PathStep.AnyElement e -> {}
      case PathStep.AnyLevel l -> {}
      case PathStep.DateTime d -> {}
      case PathStep.Method m -> {}
    }
  }
}
