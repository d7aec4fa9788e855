package org.postern.executor.types.jsonpath;

import java.util.List;
import org.postern.executor.types.Slice;
import org.postern.executor.types.json.Jsonb;

/**
 * The predicates of one evaluation. They are true, false or, as Java's null, unknown; an error
 * inside of a predicate makes it unknown.
 */
final class PathPredicates {
  private final PathEvaluator evaluator;

  PathPredicates(PathEvaluator evaluator) {
    this.evaluator = evaluator;
  }

  /** Compares one pair of items. */
  private interface Test {
    Boolean apply(PathItem left, PathItem right);
  }

  Boolean eval(PathExpr expr, PathItem item) {
    return switch ((PathExpr.Predicate) expr) {
      case PathExpr.And and -> {
        Boolean left = eval(and.left(), item);
        if (Boolean.FALSE.equals(left)) {
          yield false;
        }
        Boolean right = eval(and.right(), item);
        yield Boolean.TRUE.equals(right) ? left : right;
      }
      case PathExpr.Or or -> {
        Boolean left = eval(or.left(), item);
        if (Boolean.TRUE.equals(left)) {
          yield true;
        }
        Boolean right = eval(or.right(), item);
        yield Boolean.FALSE.equals(right) ? left : right;
      }
      case PathExpr.Not not -> {
        Boolean arg = eval(not.arg(), item);
        yield arg == null ? null : (Boolean) !arg;
      }
      case PathExpr.IsUnknown is -> eval(is.arg(), item) == null;
      case PathExpr.Exists exists -> exists(exists.arg(), item);
      case PathExpr.Compare c ->
          any(c.left(), c.right(), true, item, (left, right) -> compare(c.op(), left, right));
      case PathExpr.StartsWith s ->
          any(s.left(), s.prefix(), false, item, PathPredicates::startsWith);
      case PathExpr.LikeRegex like ->
          any(like.arg(), null, false, item, (left, right) -> matches(like, left));
    };
  }

  private Boolean exists(PathExpr arg, PathItem item) {
    try {
      return evaluator.exists(arg, item);
    } catch (PathFailure failure) {
      return null;
    }
  }

  /** Whether the test holds for any pair; in strict mode one unknown makes all unknown. */
  private Boolean any(
      PathExpr left, PathExpr right, boolean unwrapRight, PathItem item, Test test) {
    List<PathItem> lefts;
    List<PathItem> rights;
    try {
      lefts = evaluator.items(left, item, true);
      rights = right == null ? List.of(item) : evaluator.items(right, item, unwrapRight);
    } catch (PathFailure failure) {
      return null;
    }
    boolean found = false;
    boolean unknown = false;
    for (PathItem one : lefts) {
      for (PathItem other : rights) {
        Boolean result = test.apply(one, other);
        if (result == null) {
          if (!evaluator.lax()) {
            return null;
          }
          unknown = true;
        } else if (result) {
          if (evaluator.lax()) {
            return true;
          }
          found = true;
        }
      }
    }
    if (found) {
      return true;
    }
    return unknown ? null : (Boolean) false;
  }

  private static Boolean startsWith(PathItem whole, PathItem initial) {
    Slice text = whole.string();
    Slice prefix = initial.string();
    return text == null || prefix == null ? null : (Boolean) text.startsWith(prefix);
  }

  private static Boolean matches(PathExpr.LikeRegex like, PathItem item) {
    Slice text = item.string();
    return text == null ? null : (Boolean) like.compiled().matcher(text.toString()).find();
  }

  private Boolean compare(PathExpr.CompareOp op, PathItem left, PathItem right) {
    if (left instanceof PathItem.Moment a && right instanceof PathItem.Moment b) {
      Integer comparison =
          PathMoments.compare(a.moment(), b.moment(), evaluator.zones(), evaluator.context());
      return comparison == null ? null : (Boolean) op.holds(comparison);
    }
    boolean leftNull = isNull(left);
    boolean rightNull = isNull(right);
    if (leftNull != rightNull) {
      return op == PathExpr.CompareOp.NOT_EQUAL;
    }
    if (!(left instanceof PathItem.Json a) || !(right instanceof PathItem.Json b)) {
      return null;
    }
    Integer comparison = compare(a.value(), b.value());
    return comparison == null ? null : (Boolean) op.holds(comparison);
  }

  private static boolean isNull(PathItem item) {
    return item instanceof PathItem.Json json && json.value().isNull();
  }

  /** Values of one kind are compared; containers are not. */
  private static Integer compare(Jsonb left, Jsonb right) {
    if (left instanceof Jsonb.Null && right instanceof Jsonb.Null) {
      return 0;
    }
    if (left instanceof Jsonb.Bool a && right instanceof Jsonb.Bool b) {
      return Boolean.compare(a.value(), b.value());
    }
    if (left instanceof Jsonb.Number a && right instanceof Jsonb.Number b) {
      return a.value().compareTo(b.value());
    }
    if (left instanceof Jsonb.Text a && right instanceof Jsonb.Text b) {
      return a.value().compareTo(b.value());
    }
    return null;
  }
}
